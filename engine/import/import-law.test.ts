import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell } from "./cells.ts";
import { cellConverter } from "./convert-cell.ts";
import { type InferredTable, TableAccumulator } from "./infer-table.ts";

/**
 * The law of importing: every cell converts to the type that was inferred from its column, and a number or a date has
 * the value that was written, or the reason says how it was read.
 */
const currentYear = 2026;
const runs = { numRuns: 2_000, seed: 20261130 };

function infer(cells: readonly Cell[], options: { source?: string; delimiter?: string | undefined } = {}) {
  const source = options.source ?? "Value";
  const table = new TableAccumulator({ currentYear, delimiter: options.delimiter });
  for (const cell of cells) table.add([source], [cell]);
  const found = table.finish("file.csv");
  return { found, converted: cells.map(converterOf(found)) };
}

function converterOf({ columns, readings, values }: InferredTable) {
  const [column] = columns;
  if (!column) throw new Error("There is no column.");
  const { type, required, source } = column;
  const reading = readings.get(source) ?? { dateOrder: "month_first", decimalComma: false };
  return cellConverter({ type, required, choices: values.get(source) ?? [], reading, currentYear });
}

const digits = (least: number, most: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: least, maxLength: most }).map((list) => list.join(""));
const whole = fc.oneof(
  fc.constant("0"),
  fc.tuple(fc.integer({ min: 1, max: 9 }), digits(0, 24)).map(([first, rest]) => `${first}${rest}`),
);
const sign = fc.constantFrom("", "-", "+");
const grouped = (text: string, mark: string) => text.replace(/\B(?=(\d{3})+$)/g, mark);

/** A text, and the number that its author meant; undefined when nobody meant one. */
interface Written {
  readonly text: string;
  readonly number?: string;
}
const plain = fc
  .tuple(sign, whole, fc.option(digits(1, 30), { nil: undefined }))
  .map(([mark, before, after]): Written => {
    const text = `${mark}${before}${after === undefined ? "" : `.${after}`}`;
    return { text, number: text.replace("+", "") };
  });
const thousands = fc.tuple(whole, fc.option(digits(1, 4), { nil: undefined })).map(([before, after]): Written => {
  const rest = after === undefined ? "" : `.${after}`;
  return { text: `${grouped(before, ",")}${rest}`, number: `${before}${rest}` };
});
const comma = fc
  .tuple(sign, whole, digits(1, 6), fc.constantFrom("", "."))
  .map(([mark, before, after, group]): Written => {
    return { text: `${mark}${grouped(before, group)},${after}`, number: `${mark.replace("+", "")}${before}.${after}` };
  });
const exponent = fc
  .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 14 }))
  .map(([number, places]): Written => ({ text: number.toExponential(places), number: number.toExponential(places) }));
const hugeExponent = fc.tuple(digits(1, 3), fc.integer({ min: -999, max: 999 })).map(
  ([number, power]): Written => ({
    text: `${number}e${power}`,
  }),
);
const money = fc.tuple(fc.constantFrom("$", "€"), whole, digits(2, 2)).map(
  ([currency, before, after]): Written => ({
    text: `${currency}${before}.${after}`,
    number: `${before}.${after}`,
  }),
);
const code = fc.oneof(
  digits(1, 12).map((text): Written => ({ text: `0${text}` })),
  digits(7, 14).map((text): Written => ({ text: `+${text}` })),
);
const two = (number: number) => String(number).padStart(2, "0");
const day = fc.tuple(
  fc.integer({ min: 1, max: 9999 }),
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 31 }),
);
const date = fc
  .tuple(day, fc.constantFrom("/", "-", "."), fc.constantFrom("iso", "first", "second"))
  .map(([[year, a, b], mark, form]): Written => {
    const full = String(year).padStart(4, "0");
    if (form === "iso") return { text: `${full}-${two(a)}-${two(b)}` };
    return { text: form === "first" ? `${a}${mark}${b}${mark}${full}` : `${two(b)}${mark}${two(a)}${mark}${full}` };
  });
const instant = fc
  .tuple(
    date,
    fc.integer({ min: 0, max: 24 }),
    fc.integer({ min: 0, max: 60 }),
    fc.constantFrom("", "Z", "+02", "-05:30", " pm", "+15:00"),
  )
  .map(([{ text }, hour, minute, end]): Written => ({ text: `${text} ${hour}:${two(minute)}${end}` }));
const words = fc
  .constantFrom(
    "",
    " ",
    "N/A",
    "-",
    "yes",
    "no",
    "x",
    "a@b.example",
    "https://x.example/a",
    "019355a0-0000-7000-8000-000000000000",
    "14:30",
    "2:05 pm",
    '{"a":1}',
    "Infinity",
    "0x10",
    "1e5",
    "()",
    "$",
    "--5",
  )
  .map((text): Written => ({ text }));
const anything = fc.oneof(
  plain,
  thousands,
  comma,
  exponent,
  hugeExponent,
  money,
  code,
  date,
  instant,
  words,
  fc
    .string()
    .filter((text) => !/[\0\ud800-\udfff]/.test(text))
    .map((text): Written => ({ text })),
);
const delimiter = fc.constantFrom(undefined, ",", ";", "\t");
const source = fc.constantFrom("Value", "SKU", "id", "Phone");

const columnOf = (cell: fc.Arbitrary<Written>) => fc.array(cell, { minLength: 1, maxLength: 12 });
const oneKind = fc
  .constantFrom(plain, thousands, comma, exponent, hugeExponent, money, code, date, instant, words)
  .chain(columnOf);

describe("every cell converts to the type that was inferred from its column", () => {
  it.each([
    ["of one kind", oneKind],
    ["of any kinds", columnOf(anything)],
    [
      "of one kind with words for nothing",
      fc.tuple(oneKind, columnOf(words)).map(([a, b]) => [...a, ...b.slice(0, 2)]),
    ],
  ] as const)("in columns %s", (_name, columns) => {
    fc.assert(
      fc.property(columns, delimiter, source, (cells, between, name) => {
        const texts = cells.map(({ text }) => text);
        const { found, converted } = infer(texts, { source: name, delimiter: between });
        const wrong = texts.filter((_text, index) => !converted[index]?.ok);
        expect({ type: found.columns[0]?.type, wrong }).toEqual({ type: found.columns[0]?.type, wrong: [] });
      }),
      runs,
    );
  });

  it("of JSON values too", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.jsonValue({ noUnicodeString: true } as never), fc.double(), fc.integer()), {
          minLength: 1,
          maxLength: 8,
        }),
        (cells) => {
          const given = cells.filter((cell) => !/__proto__|\\u0000/.test(JSON.stringify(cell) ?? "")) as Cell[];
          const { found, converted } = infer(given);
          expect([found.columns[0]?.type, converted.filter(({ ok }) => !ok)]).toEqual([found.columns[0]?.type, []]);
        },
      ),
      runs,
    );
  });
});

/** Decimal digits without anything that does not change the number. */
function canonical(text: string): string {
  const match = /^(-?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text);
  if (!match) return `no number: ${text}`;
  const [, minus = "", before = "", after = "", power = "0"] = match;
  const shift = Number(power) - after.length;
  const significant = (before + after).replace(/^0+/, "");
  const trimmed = significant.replace(/0+$/, "");
  return trimmed === "" ? "0" : `${minus}${trimmed}e${shift + significant.length - trimmed.length}`;
}

describe("a number that is read is the one that was written", () => {
  it.each([
    ["with a point", columnOf(plain), [undefined, ",", ";", "\t"]],
    ["with groups of thousands", columnOf(thousands), [undefined, ",", "\t"]],
    ["with a decimal comma", columnOf(comma), [undefined, ",", ";", "\t"]],
    ["with an exponent", columnOf(exponent), [undefined, ",", ";"]],
    ["as money", columnOf(money), [undefined, ",", ";"]],
  ] as const)("%s", (_name, columns, delimiters) => {
    fc.assert(
      fc.property(columns, fc.constantFrom(...delimiters), (cells, between) => {
        const { found, converted } = infer(
          cells.map(({ text }) => text),
          { delimiter: between },
        );
        const type = found.columns[0]?.type.name ?? "";
        // Texts keep every character; what could be read in both ways is said.
        if (type === "text" || type === "choice" || found.facts[0]?.reason.includes("is read as")) return;
        cells.forEach(({ number, text }, index) => {
          const cell = converted[index];
          const value = cell?.ok ? cell.value : undefined;
          // A plus before seven digits and more is a calling code: every digit is kept.
          if (type === "phone") expect(value).toBe(text.replace(/[^+\d]/g, ""));
          else expect([type, canonical(String(value))]).toEqual([type, canonical(number ?? "")]);
        });
      }),
      runs,
    );
  });
});

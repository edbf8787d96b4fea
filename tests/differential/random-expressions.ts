import fc from "fast-check";
import { authorIds } from "./library.ts";

/**
 * Random expressions of a type, as source text, over the library of library.ts: every operator and function, with
 * absent values, zero divisors, numbers at the limits, text outside the BMP, relations and nested ternaries.
 */
export type Kind = "bool" | "int" | "decimal" | "double" | "text" | "date" | "time" | "timestamp" | "duration" | "uuid";

const paths: Readonly<Record<Kind, readonly string[]>> = {
  bool: ["record.sold", "featured", "record.author.active"],
  int: [
    "record.pages",
    "pages",
    "record.id",
    "stock",
    "user.id",
    "user.key",
    "record.author.country.id",
    "data_size_not_here",
  ].filter((path) => !path.includes("not_here")),
  decimal: ["record.price", "price", "weight", "record.copies", "record.author.country.population"],
  double: ["record.rating", "ratio", "record.author.rating"],
  text: [
    "record.title",
    "title",
    "subtitle",
    "kind",
    "record.author.name",
    "author.country.name",
    "record.author.country.code",
    "user.name",
    "user.group",
    "request.method",
    "request.path",
    "text(record.data.color)",
    "text(data.tags.0)",
    'text(data["color"])',
  ],
  date: ["record.released", "author.born", "record.due"],
  time: ["record.opens", "closes"],
  timestamp: ["record.created", "updated", "request.time", "now()"],
  duration: ["record.lasts", "grace"],
  uuid: ["record.code", "other_code", "record.author.id", "editor.id"],
};

const literals: Readonly<Record<Kind, readonly string[]>> = {
  bool: ["true", "false", "True", "False"],
  int: [
    "0",
    "1",
    "-1",
    "2",
    "7",
    "100",
    "2147483647",
    "-2147483648",
    "9007199254740991",
    "-9007199254740991",
    "int(3.9)",
  ],
  decimal: [
    "0.5",
    "2.50",
    "-0.1",
    "1000000.0",
    "0.0",
    "99999999999999999999999999999999999999999999.0",
    "0.00000000000000000001",
    "123456789012345678901234567890",
    'decimal("12.75")',
    "-12345.678901234567",
  ],
  double: ["1e3", "2.5e-3", "0e0", "-1e0", "1e150", "-1e-150", 'double("0.1")', "3e2"],
  text: [
    '""',
    "'a'",
    '"Dune"',
    '"zoë"',
    '"😀"',
    '"ﬁ"',
    '"A"',
    '" b "',
    '"Éa"',
    '"\\u00e9"',
    '"editors"',
    '"straße"',
    '"%"',
    '"_"',
    '"\\\\"',
    "'it\\'s'",
    '"GET"',
    '"ΑΣ"',
  ],
  date: [
    'date("2026-11-22")',
    'date("0001-01-01")',
    'date("9999-12-31")',
    'date("2024-02-29")',
    'date("1970-01-01")',
    'date("1900-03-01")',
  ],
  time: ['time("00:00")', 'time("14:30:05.5")', 'time("23:59:59.999999")'],
  timestamp: [
    'timestamp("2026-11-22T14:30:00Z")',
    'timestamp("0001-01-01")',
    'timestamp("9999-12-31T23:59:59.999999Z")',
    'timestamp("2026-11-22T00:30:00+02:00")',
    'timestamp("1969-12-31T23:59:59.5Z")',
  ],
  duration: [
    'duration("P1D")',
    'duration("PT0S")',
    'duration("-PT36H")',
    'duration("PT0.000001S")',
    'duration("P100000D")',
    'duration("01:30:00")',
    'duration("-P400D")',
  ],
  uuid: ['uuid("0190c8e0-0000-7000-8000-000000000000")', 'uuid("ffffffff-ffff-4fff-bfff-ffffffffffff")'],
};

const kinds = Object.keys(paths) as readonly Kind[];
const ordered: readonly Kind[] = ["int", "decimal", "double", "text", "date", "time", "timestamp", "duration"];
const numeric: readonly Kind[] = ["int", "decimal", "double"];

const of = (...choices: readonly string[]) => fc.constantFrom(...choices);
const filled = (parts: readonly (string | fc.Arbitrary<string>)[]) =>
  fc
    .tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part)))
    .map((texts) => texts.join(""));

const made = new Map<string, fc.Arbitrary<string>>();

/** An expression of this kind, of at most so many levels. */
export function expressionOf(kind: Kind, depth: number): fc.Arbitrary<string> {
  const key = `${kind} ${depth}`;
  let arbitrary = made.get(key);
  if (!arbitrary) {
    arbitrary =
      depth === 0
        ? leaf(kind)
        : fc.oneof(
            { weight: 1, arbitrary: leaf(kind) },
            ...compound(kind, depth - 1).map((entry) => ({ weight: 1, arbitrary: entry })),
          );
    made.set(key, arbitrary);
  }
  return arbitrary;
}

const leaf = (kind: Kind): fc.Arbitrary<string> =>
  fc.oneof({ weight: 3, arbitrary: of(...paths[kind]) }, { weight: 2, arbitrary: of(...literals[kind]) });

const anyOf = (choices: readonly Kind[], depth: number) =>
  fc.constantFrom(...choices).chain((kind) => expressionOf(kind, depth));

function compound(kind: Kind, depth: number): fc.Arbitrary<string>[] {
  const same = expressionOf(kind, depth);
  const bool = expressionOf("bool", depth);
  const always = [
    filled(["(", bool, " ? ", same, " : ", same, ")"]),
    filled(["coalesce(", same, ", ", same, ")"]),
    ...(ordered.includes(kind)
      ? [
          filled([of("min", "max"), "(", same, ", ", same, ")"]),
          filled([of("min", "max"), "(", same, ", ", same, ", ", same, ")"]),
        ]
      : []),
  ];
  return [...always, ...special(kind, depth)];
}

function special(kind: Kind, depth: number): fc.Arbitrary<string>[] {
  const e = (other: Kind) => expressionOf(other, depth);
  switch (kind) {
    case "bool":
      return conditions(depth);
    case "int":
      return [
        ...Array.from({ length: 3 }, () =>
          filled(["(", e("int"), of(" + ", " - ", " * ", " / ", " % "), e("int"), ")"]),
        ),
        filled(["(-", e("int"), ")"]),
        filled([of("abs", "floor", "ceil", "round"), "(", e("int"), ")"]),
        filled(["int(", anyOf(["decimal", "double"], depth), ")"]),
        filled(["size(", e("text"), ")"]),
        filled([of("year", "month", "day", "weekday"), "(", anyOf(["date", "timestamp"], depth), ")"]),
        filled([of("hour", "minute", "second"), "(", anyOf(["time", "timestamp"], depth), ")"]),
        filled([of("days", "seconds"), "(", e("duration"), ")"]),
      ];
    case "decimal":
      return [
        ...Array.from({ length: 3 }, () =>
          filled(["(", e("decimal"), of(" + ", " - ", " * ", " / ", " % "), anyOf(["decimal", "int"], depth), ")"]),
        ),
        filled(["(-", e("decimal"), ")"]),
        filled([of("abs", "floor", "ceil", "round"), "(", e("decimal"), ")"]),
        filled(["round(", e("decimal"), ", ", of("0", "1", "2", "5", "30"), ")"]),
        filled(["decimal(", anyOf(["int", "double"], depth), ")"]),
      ];
    case "double":
      return [
        ...Array.from({ length: 3 }, () =>
          filled(["(", e("double"), of(" + ", " - ", " * ", " / "), anyOf(numeric, depth), ")"]),
        ),
        filled(["(-", e("double"), ")"]),
        filled([of("abs", "floor", "ceil", "round"), "(", e("double"), ")"]),
        filled(["round(", e("double"), ", ", of("0", "1", "2", "9"), ")"]),
        filled(["double(", anyOf(["int", "decimal"], depth), ")"]),
      ];
    case "text":
      return [
        filled(["(", e("text"), " + ", e("text"), ")"]),
        filled([of("lower", "upper", "trim"), "(", e("text"), ")"]),
        filled(["text(", anyOf(kinds, depth), ")"]),
      ];
    case "date":
      return [
        filled(["(", e("date"), of(" + ", " - "), e("duration"), ")"]),
        filled(["(", e("duration"), " + ", e("date"), ")"]),
        filled(["date(", e("timestamp"), ")"]),
      ];
    case "time":
      return [filled(["time(", e("timestamp"), ")"])];
    case "timestamp":
      return [
        filled(["(", e("timestamp"), of(" + ", " - "), e("duration"), ")"]),
        filled(["(", e("duration"), " + ", e("timestamp"), ")"]),
        filled(["timestamp(", e("date"), ")"]),
      ];
    case "duration":
      return [
        filled(["(", e("duration"), of(" + ", " - "), e("duration"), ")"]),
        filled(["(", e("timestamp"), " - ", e("timestamp"), ")"]),
        filled(["(", e("date"), " - ", e("date"), ")"]),
        filled(["(", e("duration"), " * ", e("int"), ")"]),
        filled(["(", e("int"), " * ", e("duration"), ")"]),
        filled(["(-", e("duration"), ")"]),
        filled(["abs(", e("duration"), ")"]),
      ];
    case "uuid":
      return [];
  }
}

const equalities = of(" == ", " != ");
const orders = of(" == ", " != ", " < ", " <= ", " > ", " >= ");

function conditions(depth: number): fc.Arbitrary<string>[] {
  const bool = expressionOf("bool", depth);
  const text = expressionOf("text", depth);
  const compare = (choices: readonly Kind[], operator: fc.Arbitrary<string>) =>
    fc
      .constantFrom(...choices)
      .chain((kind) => filled(["(", expressionOf(kind, depth), operator, expressionOf(kind, depth), ")"]));
  const membership = fc
    .constantFrom(...kinds)
    .chain((kind) =>
      filled([
        "(",
        expressionOf(kind, depth),
        of(" in ", " not in "),
        "[",
        fc
          .array(expressionOf(kind, Math.max(0, depth - 1)), { minLength: 1, maxLength: 3 })
          .map((items) => items.join(", ")),
        "])",
      ]),
    );
  return [
    compare(ordered, orders),
    compare(ordered, orders),
    compare(kinds, equalities),
    filled(["(", anyOf(numeric, depth), orders, anyOf(numeric, depth), ")"]),
    filled(["(", bool, of(" and ", " or ", " && ", " || "), bool, ")"]),
    filled(["(", bool, of(" and ", " && "), bool, " and ", bool, ")"]),
    filled(["(", bool, of(" or ", " || "), bool, " or ", bool, ")"]),
    filled(["(not ", bool, ")"]),
    filled(["(!", bool, ")"]),
    membership,
    filled(["(", anyOf(kinds, depth), equalities, of("null", "None"), ")"]),
    of(
      "(user == null)",
      "(null != user)",
      "(record.author == null)",
      "(author.country != null)",
      "has(record.price)",
      "has(author.name)",
      "(data == null)",
      "(data.color != null)",
      "(record.data.tags.0 == null)",
      "(data.size == null)",
      "(editor == author)",
      "(record.editor.id != author)",
      "(editor.country == user.id)",
      "(user.id == record.author.country)",
      "(author.country in [1, 2])",
      "(author.country not in [editor.country, 3])",
      `(editor == "${authorIds[0]}")`,
      `("${authorIds[1]}" != record.author)`,
      "(author == other_code)",
      `(author in ["${authorIds[0]}", "${authorIds[1]}"])`,
      `(author not in [editor, "${authorIds[2]}"])`,
      "(user.group in user.groups)",
      "(pages in user.numbers)",
      '("b" not in user.groups)',
      "(size(user.groups) > 1)",
      "(user.numbers[1] == 2)",
      "(user.numbers[pages] == 2)",
      "((sold ? author : editor) == null)",
      '((sold ? author : editor).name == "Zoë")',
      "(due < '2026-11-22')",
      "(created >= '2026-11-22')",
      "(price in [1, 2.5])",
      "(copies in [5, 9223372036854775807])",
      "(copies == 5)",
      "(copies > 2.5)",
      "(price == 2.50)",
      "(rating > 3)",
      "(pages < 2.5)",
      "(pages in [])",
    ),
    filled([of("contains", "starts_with", "ends_with"), "(", text, ", ", text, ")"]),
    filled(["(", text, ")", of(".contains", ".startsWith", ".endsWith"), "(", text, ")"]),
    filled(["(", text, of(" in ", " not in "), text, ")"]),
  ];
}

/** A whole rule, and values of every kind printed as text, which shows every digit. */
export const randomRule = (depth: number): fc.Arbitrary<string> => expressionOf("bool", depth);
export const randomText = (depth: number): fc.Arbitrary<string> =>
  anyOf(
    kinds.filter((kind) => kind !== "text"),
    depth,
  ).map((source) => `text(${source})`);

import { describe, expect, it } from "vitest";
import type { LiveField, LiveImport } from "#contract/http/imports";
import { CliError } from "./cli-error.ts";
import { type ColumnChoices, mapColumns, pairOf } from "./map-columns.ts";

/** The mapping of a call, applied to the proposal of the server. */
const id = (name: string) => `fld_${name}` as LiveField["fieldId"];
const field = (name: string, more: Partial<LiveField> = {}): LiveField => ({
  fieldId: id(name),
  name,
  label: name[0]?.toUpperCase() + name.slice(1),
  type: "text",
  required: false,
  unique: false,
  hasDefault: false,
  isAutomatic: false,
  isMatchable: false,
  ...more,
});
const fields = [
  field("title", { required: true }),
  field("isbn", { unique: true, isMatchable: true, label: "ISBN (13)" }),
  field("price"),
  field("author", {
    type: "relation",
    relation: { label: "Author", matchable: [{ fieldId: id("name"), label: "Full name" }] },
  }),
];
/** As the server would: `Column=field` for each. */
function live(proposed: Readonly<Record<string, string>>, key: string | null = null): LiveImport {
  const source = (name: string) => Object.keys(proposed).find((column) => proposed[column] === name);
  return {
    fields,
    mapping: {
      key,
      existing: { do: "add" },
      fields: fields.map(({ fieldId, name }) => {
        const column = source(name);
        return {
          fieldId,
          take: column === undefined ? { from: "nothing" } : { from: "column", source: column },
          onBadValue: "refuse",
        };
      }),
    },
  } as unknown as LiveImport;
}
const nothing: ColumnChoices = {
  maps: [],
  fixed: [],
  ignored: [],
  match: undefined,
  onBadValue: "refuse",
  onExtraCells: "refuse",
};
function map(
  proposed: Readonly<Record<string, string>>,
  choices: Partial<ColumnChoices> = {},
  more: { columns?: readonly string[]; extra?: readonly string[]; key?: string } = {},
) {
  const columns = [...Object.keys(proposed), ...(more.columns ?? [])];
  const facts = [
    ...columns.map((source) => ({ source })),
    ...(more.extra ?? []).map((source) => ({ source, isExtra: true })),
  ] as never;
  return mapColumns(live(proposed, more.key ?? null), facts, { ...nothing, ...choices }, (fieldId) =>
    fieldId === id("name") ? "name" : undefined,
  );
}
const takes = (mapping: ReturnType<typeof map>) =>
  Object.fromEntries(
    mapping.fields.flatMap(({ fieldId, take }) =>
      take.from === "nothing" ? [] : [[fieldId.slice(4), take.from === "column" ? take.source : `=${take.value}`]],
    ),
  );
const refusal = (make: () => unknown) => {
  try {
    make();
  } catch (error) {
    if (error instanceof CliError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
};

describe("columns fill fields", () => {
  it("of the same name or label, whatever their case, accents and signs", () => {
    expect(takes(map({ TITLE: "title", "isbn 13": "isbn", author_id: "author" }))).toEqual({
      title: "TITLE",
      isbn: "isbn 13",
      author: "author_id",
    });
  });

  it("as they are told to, which frees the column and the field from what was proposed", () => {
    const mapping = map({ title: "title", price: "price" }, { maps: [["Price", "title"]], ignored: ["title"] });
    expect(takes(mapping)).toEqual({ title: "price" });
    expect(takes(map({ a: "title" }, { maps: [["a", "title"]], fixed: [["price", "a=b"]] }))).toEqual({
      title: "a",
      price: "=a=b",
    });
    expect(map({ title: "title" }, { maps: [["nr", "id"]] }, { columns: ["nr"] }).key).toBe("nr");
  });

  it("by a unique field of the related rows", () => {
    const by = (target: string) => {
      const entry = map({ writer: "x" }, { maps: [["writer", target]] }).fields.find(
        ({ fieldId }) => fieldId === id("author"),
      );
      return entry?.take.from === "column" ? entry.take.matchBy : undefined;
    };
    expect(by("author.name")).toBe(id("name"));
    expect(by("author.full name")).toBe(id("name"));
    expect(by("author.id")).toBe("key");
    expect(refusal(() => by("author.motto")).message).toBe(
      'A row of Author is found by id or name, and not by "motto".',
    );
    expect(refusal(() => by("price.name"))).toMatchObject({ code: "field_not_found", exitCode: 1 });
  });

  it("only when they are called so: what is merely like a name is asked about", () => {
    const error = refusal(() => map({ "Book title": "title" }, {}, { columns: ["Notes"] }));
    expect(error).toMatchObject({ code: "columns_without_field", exitCode: 1 });
    expect(error.details).toEqual({ columns: [{ column: "Book title", field: "title" }, { column: "Notes" }] });
    expect(takes(map({ "Book title": "title", price: "price" }, { ignored: ["*"] }))).toEqual({ price: "price" });
  });

  it("beyond the header only when that is asked for", () => {
    const extra = { extra: ["Column 3", "Column 4"] };
    expect(map({ title: "title" }, {}, extra)).toMatchObject({ onExtraCells: "refuse" });
    expect(map({ title: "title" }, { onExtraCells: "skip_row" }, extra)).toMatchObject({ onExtraCells: "skip_row" });
    expect(refusal(() => map({ title: "title" }, { onExtraCells: "columns" }, extra)).details.columns).toHaveLength(2);
    const maps = [["Column 3", "price"]] as const;
    const some = map({ title: "title" }, { onExtraCells: "columns", maps, ignored: ["Column 4"] }, extra);
    expect(some.onExtraCells).toBe("blank");
    const all = map({ title: "title" }, { onExtraCells: "columns", maps }, { extra: ["Column 3"] });
    expect(all.onExtraCells).toBe("refuse");
  });
});

it("matches rows by id or by what is unique, and tells what is", () => {
  expect(map({ isbn: "isbn" }, { match: "ISBN (13)" }).existing).toEqual({ do: "update", matchBy: id("isbn") });
  expect(map({ title: "title" }, { match: "id" }, { key: "nr", columns: ["nr"] }).existing).toMatchObject({
    matchBy: "key",
  });
  expect(refusal(() => map({ title: "title" }, { match: "title" })).message).toContain("id, isbn");
});

it("leaves no required field blank", () => {
  const { fields: entries } = map({ title: "title", price: "price" }, { onBadValue: "blank" });
  expect(entries.map(({ onBadValue }) => onBadValue)).toEqual(["refuse", "blank", "blank", "blank"]);
});

it("refuses what cannot be meant", () => {
  const ends = (choices: Partial<ColumnChoices>) => refusal(() => map({ title: "title" }, choices)).exitCode;
  expect(ends({ maps: [["title", "title"]], ignored: ["title"] })).toBe(2);
  expect(ends({ maps: [["title", "title"]], fixed: [["title", "x"]] })).toBe(2);
  expect(refusal(() => map({ title: "title" }, { maps: [["titel", "title"]] })).message).toBe(
    'The file has no column "titel". Did you mean "title"?',
  );
  expect(refusal(() => map({ title: "title" }, { maps: [["title", "pirce"]] })).message).toBe(
    'The model has no field "pirce". Did you mean "price"?',
  );
});

it("parts a column from its field, and a field from its value", () => {
  expect(pairOf("map", "a=b = price", "last")).toEqual(["a=b", "price"]);
  expect(pairOf("set", "price=a=b", "first")).toEqual(["price", "a=b"]);
  for (const wrong of ["price", "=price", "price="]) expect(() => pairOf("map", wrong, "last")).toThrow(CliError);
});

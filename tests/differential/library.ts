import type pg from "pg";
import { readDefinition } from "#engine/definition/reader";
import { modelShapes } from "#engine/expressions/scope";
import { knownFieldType, knownFieldTypeIn } from "#engine/field-types/registry";
import { identifier, printSql, sql } from "#engine/sql/sql";
import {
  app,
  bigInteger,
  boolean,
  choice,
  date,
  dateTime,
  decimal,
  field,
  float,
  integer,
  model,
  modelId,
  relation,
  text,
} from "../builders.ts";

/** The models, rows and callers that the differential test evaluates rules over. */
const definition = app(
  model(
    "book",
    text("title"),
    text("subtitle"),
    choice("kind", ["novel", "a", "😀"]),
    integer("pages"),
    integer("stock"),
    bigInteger("copies"),
    decimal("price"),
    field("weight", { name: "decimal", digits: 100, scale: 50 }),
    float("rating"),
    float("ratio"),
    boolean("sold"),
    boolean("featured"),
    date("released"),
    date("due"),
    field("opens", { name: "time" }),
    field("closes", { name: "time" }),
    dateTime("created"),
    dateTime("updated"),
    field("lasts", { name: "duration" }),
    field("grace", { name: "duration" }),
    field("code", { name: "uuid" }),
    field("other_code", { name: "uuid" }),
    field("data", { name: "json" }),
    relation("author", "author"),
    relation("editor", "author"),
  ),
  model(
    "author",
    text("name"),
    boolean("active"),
    date("born"),
    float("rating"),
    relation("country", "country"),
    // Rows of two kinds of keys, so that walks meet both.
    { key: "uuid" },
  ),
  model("country", text("name"), text("code"), bigInteger("population")),
);

export const reader = readDefinition(definition);
export const shapes = modelShapes(reader);
export const bookId = modelId("book");
export const bookFields = reader.fields(bookId);

const texts = [
  null,
  "",
  "a",
  "Dune",
  "zoë",
  "Zoë",
  "😀",
  "ﬁ",
  " b ",
  "A",
  "Éa",
  "straße",
  "editors",
  "e\u0301",
  "\t",
  "𝒜b",
  "%",
  "_",
  "\\",
  "ΑΣ",
  "Ωmega ЖЁ “x”",
  "x".repeat(50),
];
const ints = [null, 0, 1, -1, 2, 7, 100, 2147483647, -2147483648];
const dates = [null, "2026-11-22", "0001-01-01", "9999-12-31", "2024-02-29", "1970-01-01", "1999-12-31"];
const instants = [
  null,
  "2026-11-22T14:30:00Z",
  "0001-01-01T00:00:00Z",
  "9999-12-31T23:59:59.999999Z",
  "1969-12-31T23:59:59.5Z",
  "2026-11-22T00:00:00.000001Z",
  "2024-02-29T12:00:00.120Z",
];
const durations = [
  null,
  "PT0S",
  "PT1S",
  "PT-1S",
  "PT86400S",
  "PT5400S",
  "PT-0.000001S",
  "PT8640000000S",
  "PT-8640000000S",
  "PT129600.5S",
];
const uuids = [
  null,
  "0190c8e0-0000-7000-8000-000000000000",
  "ffffffff-ffff-4fff-bfff-ffffffffffff",
  "00000000-0000-4000-8000-000000000001",
];
const json = [
  null,
  "null",
  '{"color":"red","tags":["a",1]}',
  '{"color":5}',
  '{"color":null,"tags":[]}',
  "[1,2]",
  '"red"',
  "3",
  '{"size":{"w":1},"color":"😀"}',
];
const floats = [
  null,
  0,
  1,
  -1,
  2.5,
  0.1,
  0.2,
  1e150,
  1.5e151,
  -1e300,
  1e-150,
  1e-200,
  3,
  1e22,
  1e-7,
  123456789.12345679,
  24094258006432152,
  100000000000000.5,
  100000000000001.5,
  2.675,
  0.5,
  -2.5,
];

/** The keys of the authors. */
export const authorIds = [1, 2, 3, 4].map((number) => `019ad2c4-7b1e-7c3a-9d52-00000000000${number}`);

const columns: Readonly<Record<string, readonly unknown[]>> = {
  title: texts,
  subtitle: texts,
  kind: [null, "novel", "a", "😀"],
  pages: ints,
  stock: ints,
  copies: [null, "0", "1", "-1", "9223372036854775807", "-9223372036854775808", "5", "9007199254740993"],
  price: [null, "0", "0.5", "2.50", "-0.10", "1000000", "9999999999.99", "12.75", "-12.75"],
  weight: [
    null,
    "0",
    "0.00000000000000000001",
    "99999999999999999999999999999999999999999999.5",
    "-1.5",
    "3",
    "0.3333333333333333333333333333333333333333",
    "49999999999999999999999999999999999999999999999999",
  ],
  rating: floats,
  ratio: floats,
  sold: [null, true, false],
  featured: [null, true, false],
  released: dates,
  due: dates,
  opens: [null, "00:00:00", "14:30:05.5", "23:59:59.999999"],
  closes: [null, "00:00:00", "14:30:05", "23:59:59.999999"],
  created: instants,
  updated: instants,
  lasts: durations,
  grace: durations,
  code: uuids,
  other_code: uuids,
  data: json,
  author: [null, ...authorIds],
  editor: [null, ...authorIds.slice(0, 3)],
};

const countries = [
  { name: "France", code: "FR", population: "68000000" },
  { name: null, code: "😀", population: "9223372036854775807" },
  { name: "ﬁ", code: null, population: null },
];
const authors = [
  { name: "Zoë", active: true, born: "1970-01-01", rating: 2.5, country: 1 },
  { name: "😀", active: null, born: null, rating: null, country: 2 },
  { name: null, active: false, born: "2024-02-29", rating: -1, country: null },
  { name: "a", active: true, born: "9999-12-31", rating: 0.1, country: 3 },
];

export interface Caller {
  readonly user: null | {
    readonly id: number | null;
    readonly key: number | null;
    readonly name: string | null;
    readonly group: string | null;
    readonly groups: readonly string[] | null;
    readonly numbers: readonly (number | null)[] | null;
  };
  readonly request: { readonly method: string; readonly path: string; readonly time: string };
}

const request = { method: "GET", path: "/books/", time: "2026-11-22T12:00:00.123Z" };
export const callers: readonly Caller[] = [
  { user: null, request },
  { user: { id: 1, key: null, name: "Zoë", group: "editors", groups: ["editors", "b"], numbers: [1, 2, 3] }, request },
  {
    user: { id: null, key: 2, name: null, group: "a", groups: [], numbers: [null, 2] },
    request: { ...request, method: "POST", time: "2026-11-22T14:30:00Z" },
  },
  { user: { id: 3, key: null, name: "😀", group: null, groups: null, numbers: null }, request },
];

/** The values of the slots that a caller fills. */
export const slotsOf = ({
  user,
  request: asked,
}: Caller): Readonly<Record<string, string | number | boolean | null | readonly (string | number | null)[]>> => ({
  user: user === null ? null : true,
  "user.id": user?.id ?? null,
  "user.key": user?.key ?? null,
  "user.name": user?.name ?? null,
  "user.group": user?.group ?? null,
  "user.groups": user?.groups ?? null,
  "user.numbers": user?.numbers ?? null,
  request: true,
  "request.method": asked.method,
  "request.path": asked.path,
  "request.time": asked.time,
});

/** Makes the tables in schema `library` and fills them; `random` gives a number below its argument. */
export async function fillLibrary(client: pg.Client, rows: number, random: (below: number) => number): Promise<void> {
  await client.query('CREATE SCHEMA "library"');
  for (const { id, name, key } of reader.models) {
    const defined = reader.fields(id).map((entry) => {
      const sqlType = knownFieldTypeIn(reader, entry).sqlType(entry.type);
      return `"${entry.name}" ${sqlType}${sqlType === "text" ? ' COLLATE "C"' : ""}`;
    });
    await client.query(`CREATE TABLE "library"."${name}" (id ${key ?? "bigint"} PRIMARY KEY, ${defined.join(", ")})`);
  }
  const insert = async (table: string, id: number | string, row: Readonly<Record<string, unknown>>) => {
    const names = Object.keys(row);
    await client.query(
      `INSERT INTO "library"."${table}" (id, ${names.map((name) => `"${name}"`).join(", ")}) VALUES ($1, ${names.map((_, index) => `$${index + 2}`).join(", ")})`,
      [id, ...names.map((name) => row[name])],
    );
  };
  for (const [index, row] of countries.entries()) await insert("country", index + 1, row);
  for (const [index, row] of authors.entries()) await insert("author", authorIds[index] as string, row);
  for (let id = 1; id <= rows; id++) {
    // The first row has nothing but its key.
    const row = Object.fromEntries(
      Object.entries(columns).map(([name, choices]) => [name, id === 1 ? null : choices[random(choices.length)]]),
    );
    await insert("book", id, row);
  }
}

/** The books as the engine sees them in JavaScript: JSON that Postgres made, relations expanded. */
export async function readBooks(client: pg.Client): Promise<Map<number, unknown>> {
  const objectOf = (name: "book" | "author" | "country", alias: string): string =>
    reader
      .fields(modelId(name))
      .map((entry) => {
        if (entry.type.name === "relation") {
          const target = entry.name === "country" ? "country" : "author";
          const inner = `${alias}${entry.name}`;
          return `(SELECT row_to_json(x) FROM (SELECT ${inner}.id, ${objectOf(target, inner)} FROM "library"."${target}" ${inner} WHERE ${inner}.id = ${alias}."${entry.name}") x) AS "${entry.name}"`;
        }
        return `${printSql(sql`${knownFieldType(entry.type).jsonSql(identifier(alias, entry.name))} AS ${identifier(entry.name)}`).text}`;
      })
      .join(", ");
  const found = await client.query<{ id: string; row: string }>(
    `SELECT id, row_to_json(x)::text AS row FROM (SELECT b.id, ${objectOf("book", "b")} FROM "library"."book" b) x ORDER BY id`,
  );
  return new Map(found.rows.map((entry) => [Number(entry.id), JSON.parse(entry.row) as unknown]));
}

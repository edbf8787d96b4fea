import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import { functionNamed, functionNames } from "#engine/expressions/functions/registry";
import { readRowCondition } from "#engine/expressions/row-condition";
import { modelShapes } from "#engine/expressions/scope";
import { identifier, printSql, sql } from "#engine/sql/sql";
import {
  app,
  boolean,
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
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

/**
 * What a constraint may say, compared with what Postgres takes in the WHERE of an index, which is the strictest place:
 * every expression that the check lets through must be immutable.
 */
const definition = app(
  model("author", text("name")),
  model(
    "book",
    text("title"),
    integer("pages"),
    decimal("price"),
    float("weight"),
    boolean("signed"),
    date("due"),
    dateTime("starts"),
    field("at", { name: "time" }),
    field("took", { name: "duration" }),
    field("code", { name: "uuid" }),
    field("data", { name: "json" }),
    relation("author", "author"),
  ),
);
const shapes = modelShapes(readDefinition(definition));
const read = (source: string) => readRowCondition(source, modelId("book"), shapes);

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    `CREATE TABLE book (id bigint, title text COLLATE "C", pages integer, price numeric(10,2), weight double precision, signed boolean,
       due date, starts timestamptz, at time, took interval, code uuid, data jsonb, author bigint)`,
  );
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

const nameById = new Map(
  readDefinition(definition)
    .fields(modelId("book"))
    .map(({ id, name }) => [id, name]),
);
async function isTaken(source: string): Promise<boolean> {
  const result = read(source);
  if (!result.ok) return false;
  const condition = result.condition.toSql((id) => nameById.get(id) ?? "");
  await client.query(printSql(sql`CREATE INDEX ON ${identifier("book")} ("id") WHERE (${condition})`).text);
  await client.query(printSql(sql`ALTER TABLE ${identifier("book")} ADD CHECK (${condition})`).text);
  return true;
}

const operands = [
  "title",
  "pages",
  "price",
  "weight",
  "signed",
  "due",
  "starts",
  "at",
  "took",
  "code",
  "data",
  "author",
];
const literals = [
  '"x"',
  "1",
  "1.5",
  "true",
  'date("2026-01-01")',
  'timestamp("2026-01-01T00:00:00Z")',
  'duration("P1D")',
];

describe("a condition over one row", () => {
  it("is taken by Postgres in an index and in a check, whichever function it calls [CON-05]", async () => {
    const taken: string[] = [];
    for (const name of functionNames) {
      const { minArguments = 1, maxArguments = 1 } = functionNamed(name) ?? {};
      const first = operands.map((operand) => [operand]);
      const calls = [
        ...(minArguments <= 1 ? first : []),
        ...(maxArguments >= 2 ? operands.flatMap((a) => [...literals, a].map((b) => [a, b])) : []),
      ];
      for (const given of calls) {
        const source = `${name}(${given.join(", ")}) == ${name}(${given.join(", ")}) or title != null`;
        if (await isTaken(source)) taken.push(source);
      }
    }
    expect(taken.length).toBeGreaterThan(60);
  });

  it("is taken with every operator [CON-05]", async () => {
    const taken: string[] = [];
    for (const operator of ["+", "-", "*", "/", "%"]) {
      for (const a of operands) {
        for (const b of [...literals, ...operands]) {
          const source = `(${a} ${operator} ${b}) != null`;
          if (await isTaken(source)) taken.push(source);
        }
      }
    }
    for (const operator of ["==", "!=", "<", "<=", ">", ">="]) {
      for (const a of operands) for (const b of literals) if (await isTaken(`${a} ${operator} ${b}`)) taken.push(a);
    }
    for (const source of [
      'title in ["a", "b\'c"]',
      "pages in [1, 2]",
      "signed ? pages > 1 : price > 2",
      "not signed",
      'title == "\\\\"',
    ])
      if (await isTaken(source)) taken.push(source);
    expect(taken.length).toBeGreaterThan(60);
  });

  it.each([
    ["author.name == title", "A constraint looks at one row only"],
    ["text(starts) == title", "Postgres does not take this"],
    ['starts + duration("P1D") > starts', "Postgres does not take this"],
    ["lower(title + title) == title", "a calculated value is used inside another"],
  ])("is refused with a reason: %s [CON-05]", (source, message) => {
    const result = read(source);
    expect(result.ok ? "" : result.message).toContain(message);
  });
});

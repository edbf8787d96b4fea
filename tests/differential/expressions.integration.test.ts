import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkExpression } from "#engine/expressions/check-expression";
import { compileToFunction } from "#engine/expressions/compile-to-function";
import { compileToSql } from "#engine/expressions/compile-to-sql";
import { parseExpression } from "#engine/expressions/parse-expression";
import { type ExpressionScope, requestType } from "#engine/expressions/scope";
import { rowContext, type SqlContext } from "#engine/expressions/sql-context";
import { knownFieldTypeIn } from "#engine/field-types/registry";
import { bindParameters, identifier, joinSql, literal, printSql, type Sql, sql } from "#engine/sql/sql";
import { titleFunction, titlePlan, titleSql } from "#engine/title-template";
import { listOf, recordOf, scalar, type ValueType } from "#engine/value-types/value-type";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import {
  bookFields,
  bookId,
  type Caller,
  callers,
  fillLibrary,
  readBooks,
  reader,
  shapes,
  slotsOf,
} from "./library.ts";
import { randomRule, randomText } from "./random-expressions.ts";

/**
 * The permanent differential test (docs/mechanics.md, 2 and 3): random expressions over random rows and callers; what the
 * evaluator says is what Postgres says, unknown included. RULES=20000 soaks.
 */
const RUNS = Math.ceil(Number(process.env.RULES ?? 1600) / 40);

const scope: ExpressionScope = {
  variables: {
    record: recordOf(bookId, shapes),
    user: {
      kind: "object",
      members: {
        ...(shapes.user as ValueType & { kind: "object" }).members,
        groups: listOf(scalar("text")),
        numbers: listOf(scalar("int")),
      },
    },
    request: requestType,
  },
  bareModelId: bookId,
  model: shapes,
};

const slots = ["record", "user", "request"];

function compileBoth(source: string, context: SqlContext, expected: ValueType) {
  const parsed = parseExpression(source);
  if (!parsed.ok) throw new Error(`${source}\n${parsed.problem.message}`);
  const checked = checkExpression(parsed.expression, scope, expected);
  if (!checked.ok) throw new Error(`${source}\n${checked.problems.map((problem) => problem.message).join("\n")}`);
  return {
    run: compileToFunction(checked.typed, (name) => slots.indexOf(name)),
    sql: compileToSql(checked.typed, context),
  };
}

const ODD_SETTINGS =
  "SET TimeZone = 'America/New_York'; SET DateStyle = 'German, DMY'; SET IntervalStyle = 'sql_standard'";

let database: TestDatabase;
let client: pg.Client;
let books: Map<number, unknown>;

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  // The language must not lean on the session's settings.
  await client.query(ODD_SETTINGS);
  let state = 12345;
  await fillLibrary(client, 60, (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  });
  books = await readBooks(client);
});

afterAll(async () => {
  await client?.end();
  await database?.drop();
});

/** Evaluates every source over every book in one statement; expects what JavaScript says. */
async function compare(input: {
  sources: readonly string[];
  caller: Caller;
  expected: ValueType;
  from: Sql;
  context: SqlContext;
  rows: Map<number, unknown>;
}) {
  const compiled = input.sources.map((source) => ({ source, ...compileBoth(source, input.context, input.expected) }));
  const selected = joinSql(
    compiled.map((entry, index) => sql`${entry.sql} AS ${identifier(`e${index}`)}`),
    ", ",
  );
  const printed = printSql(sql`SELECT "k"."key" AS "key", ${selected} FROM ${input.from} ORDER BY 1`);
  const found = await client
    .query<Record<string, unknown>>(
      printed.text,
      bindParameters(printed.parameters, slotsOf(input.caller)) as unknown[],
    )
    .catch((error: unknown) => {
      throw new Error(`Postgres refused: ${(error as Error).message}\n${input.sources.join("\n")}`);
    });
  for (const row of found.rows) {
    const record = input.rows.get(Number(row.key));
    for (const [index, { source, run }] of compiled.entries()) {
      const inJs = run([record, input.caller.user, input.caller.request]);
      const inSql = row[`e${index}`];
      if (!Object.is(inJs, inSql)) {
        throw new Error(
          `${source}\nJavaScript: ${JSON.stringify(inJs)}\nPostgres:   ${JSON.stringify(inSql)}\nrow: ${JSON.stringify(record)}\nuser: ${JSON.stringify(input.caller.user)}`,
        );
      }
    }
  }
  expect(found.rows).toHaveLength(input.rows.size);
}

const table = sql`"library"."book" AS "r" CROSS JOIN LATERAL (SELECT "r"."id" AS "key") AS "k"`;
const onTable = rowContext({ alias: "r", schemaName: "library", model: shapes });

const batch = (source: fc.Arbitrary<string>) =>
  fc.record({ sources: fc.array(source, { minLength: 40, maxLength: 40 }), caller: fc.constantFrom(...callers) });

describe("an expression in JavaScript and in Postgres", () => {
  it("gives the same verdict for every rule, row and caller", async () => {
    await fc.assert(
      fc.asyncProperty(batch(fc.oneof(randomRule(2), randomRule(3), randomRule(4))), ({ sources, caller }) =>
        compare({ sources, caller, expected: scalar("bool"), from: table, context: onTable, rows: books }),
      ),
      { numRuns: RUNS },
    );
  }, 600_000);

  it("gives the same value, to the last digit", async () => {
    await fc.assert(
      fc.asyncProperty(batch(fc.oneof(randomText(1), randomText(2), randomText(3))), ({ sources, caller }) =>
        compare({ sources, caller, expected: scalar("text"), from: table, context: onTable, rows: books }),
      ),
      { numRuns: RUNS },
    );
  }, 600_000);

  it("gives the same verdict over the VALUES of a create, where there is no id yet", async () => {
    const { values, rows } = await valuesOf([1, 2, 3, 4, 5, 6, 7, 8]);
    const names = bookFields.map((field) => field.name);
    const context = rowContext({ alias: "v", schemaName: "library", model: shapes, columns: new Set(names) });
    const from = sql`(VALUES ${values}) AS "v"(${joinSql(
      ["_key", ...names].map((name) => identifier(name)),
      ", ",
    )}) CROSS JOIN LATERAL (SELECT "v"."_key" AS "key") AS "k"`;
    await fc.assert(
      fc.asyncProperty(batch(randomRule(3)), ({ sources, caller }) =>
        compare({ sources, caller, expected: scalar("bool"), from, context, rows }),
      ),
      { numRuns: Math.ceil(RUNS / 8) },
    );
  }, 600_000);
});

describe("a title in JavaScript and in Postgres", () => {
  it.each([
    "{{ title }} ({{ pages }})",
    "{{ subtitle }}",
    " {{ rating }} · {{ price }}",
    "{{ author.name|upper }}{{ created }}",
    "{{ lasts }}{{ text(data.color) }}",
  ])("is the same by %s", async (titleTemplate) => {
    const shape = shapes(bookId);
    if (!shape) throw new Error("There is no book.");
    const plan = titlePlan({ ...shape, titleTemplate }, shapes);
    const titleInJs = titleFunction(plan);
    const printed = printSql(sql`SELECT "r"."id", ${titleSql(plan, onTable)} AS "title" FROM "library"."book" AS "r"`);
    const found = await client.query<{ id: string; title: string }>(
      printed.text,
      bindParameters(printed.parameters, {}) as unknown[],
    );
    expect(found.rows.map((row) => row.title)).toEqual(found.rows.map((row) => titleInJs(books.get(Number(row.id)))));
  });
});

describe("small and capital letters", () => {
  it("are the same for every letter of every alphabet that has both", async () => {
    const sources = ["lower(record.title)", "upper(record.title)"];
    const [small, capital] = sources.map((source) =>
      compileBoth(source, rowContext({ alias: "v", schemaName: "library", model: shapes }), scalar("text")),
    );
    if (!small || !capital) throw new Error("not compiled");
    const printed = printSql(
      sql`SELECT "code", ${small.sql} AS "small", ${capital.sql} AS "capital" FROM (SELECT "code", chr("code") AS "title" FROM generate_series(1, 1114111) AS "code" WHERE "code" NOT BETWEEN 55296 AND 57343 AND ("code" < 12000 OR "code" BETWEEN 40000 AND 45000 OR "code" BETWEEN 60000 AND 70000)) AS "v"`,
    );
    const found = await client.query<{ code: number; small: string; capital: string }>(
      printed.text,
      bindParameters(printed.parameters, {}) as unknown[],
    );
    const differing = found.rows.filter((row) => {
      const frame = [{ title: String.fromCodePoint(row.code) }];
      return small.run(frame) !== row.small || capital.run(frame) !== row.capital;
    });
    expect(differing).toEqual([]);
  });
});

/** Rows of the table as a VALUES list, and what the evaluator sees of them: all but the id. */
async function valuesOf(ids: readonly number[]): Promise<{ values: Sql; rows: Map<number, unknown> }> {
  // The texts of the values are read and written under plain settings; these odd ones do not read all they write.
  await client.query("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'");
  const texts = await client.query<Record<string, string | null>>(
    `SELECT id::text AS "_key", ${bookFields.map((field) => `"${field.name}"::text AS "${field.name}"`).join(", ")} FROM "library"."book" WHERE id = ANY($1)`,
    [ids],
  );
  await client.query(ODD_SETTINGS);
  const tuples = texts.rows.map((row) => {
    const cells = bookFields.map((field) => {
      const content = row[field.name] ?? null;
      const cast = literalCast(knownFieldTypeIn(reader, field).cast);
      return content === null ? sql`NULL${cast}` : sql`${literal(content)}${cast}`;
    });
    return sql`(${joinSql([sql`${literal(row._key ?? "")}::bigint`, ...cells], ", ")})`;
  });
  const rows = new Map(
    [...books].filter(([id]) => ids.includes(id)).map(([id, row]) => [id, { ...(row as object), id: null }]),
  );
  return { values: joinSql(tuples, ", "), rows };
}

const casts: Readonly<Record<string, Sql>> = {
  bigint: sql`::bigint`,
  integer: sql`::integer`,
  numeric: sql`::numeric`,
  "double precision": sql`::double precision`,
  text: sql`::text`,
  boolean: sql`::boolean`,
  date: sql`::date`,
  time: sql`::time`,
  timestamptz: sql`::timestamptz`,
  interval: sql`::interval`,
  uuid: sql`::uuid`,
  jsonb: sql`::jsonb`,
};
const literalCast = (cast: string): Sql => casts[cast] ?? sql``;

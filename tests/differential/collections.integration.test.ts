import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import { checkExpression } from "#engine/expressions/check-expression";
import { compileRuleToFilter, compileToSql } from "#engine/expressions/compile-to-sql";
import { parseExpression } from "#engine/expressions/parse-expression";
import { modelShapes, ruleScope } from "#engine/expressions/scope";
import { rowContext } from "#engine/expressions/sql-context";
import { bindParameters, printSql, type Sql, sql } from "#engine/sql/sql";
import { scalar } from "#engine/value-types/value-type";
import { app, boolean, integer, model, modelId, relation } from "../builders.ts";
import { createTestDatabase } from "../support/database.ts";

/**
 * exists, all and count in Postgres against a plain evaluator over the same rows, with absent values everywhere: three
 * values of truth, as docs/expressions.md says.
 */
type Truth = boolean | null;
interface Row {
  readonly id: number;
  readonly rating: number | null;
  readonly flag: Truth;
  /** The row that it belongs to. */
  readonly parent: number | null;
}
type Model = "film" | "review" | "answer";
type Rows = Readonly<Record<Model, readonly Row[]>>;

const ROWS: Rows = {
  film: [1, 2, 3, 4, 5].map((id) => ({
    id,
    rating: id === 4 ? null : id,
    flag: [true, false, null][id % 3] as Truth,
    parent: null,
  })),
  review: Array.from({ length: 14 }, (_, index) => ({
    id: index + 1,
    rating: [1, 3, null, 5][index % 4] as number | null,
    flag: [true, null, false][index % 3] as Truth,
    // Film 5 has none, and film 4 only those without a rating.
    parent: index === 13 ? null : index % 4 === 2 ? 4 : (index % 3) + 1,
  })),
  answer: Array.from({ length: 18 }, (_, index) => ({
    id: index + 1,
    rating: [null, 2, 4][index % 3] as number | null,
    flag: [null, false, true, true][index % 4] as Truth,
    parent: index === 17 ? null : (index % 9) + 1,
  })),
};
const LISTS: Partial<Record<Model, readonly [name: string, of: Model]>> = {
  film: ["reviews", "review"],
  review: ["answers", "answer"],
};

const and = (a: Truth, b: Truth): Truth =>
  a === false || b === false ? false : a === null || b === null ? null : true;
const not = (a: Truth): Truth => (a === null ? null : !a);
const or = (a: Truth, b: Truth): Truth => not(and(not(a), not(b)));

type Environment = Readonly<Record<string, Row>>;
interface Condition {
  readonly source: string;
  evaluate(environment: Environment): Truth;
}

/** mulberry32: the same conditions in every run. */
function randomFrom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** A random condition over rows by name; `walks` counts how many questions are left. */
function condition(
  random: (bound: number) => number,
  known: readonly (readonly [name: string, model: Model])[],
  left: { walks: number; depth: number },
): Condition {
  const [name, of] = known[random(known.length)] as readonly [string, Model];
  const list = LISTS[of];
  const kind = random(left.depth > 3 ? 4 : 10);
  if (kind < 4 || (kind > 6 && (!list || left.walks === 0 || known.length > 2))) {
    if (kind === 0) return { source: `${name}.flag`, evaluate: (rows) => rows[name]?.flag ?? null };
    if (kind === 1) return { source: `${name}.rating == null`, evaluate: (rows) => rows[name]?.rating === null };
    const bound = random(6);
    const evaluate = (rows: Environment): Truth => {
      const rating = rows[name]?.rating ?? null;
      return rating === null ? null : rating > bound;
    };
    return { source: `${name}.rating > ${bound}`, evaluate };
  }
  const inner = { ...left, depth: left.depth + 1 };
  if (kind === 4) {
    const one = condition(random, known, inner);
    left.walks = inner.walks;
    return { source: `not (${one.source})`, evaluate: (rows) => not(one.evaluate(rows)) };
  }
  if (kind < 7) {
    const one = condition(random, known, inner);
    const other = condition(random, known, inner);
    left.walks = inner.walks;
    const [word, join] = kind === 5 ? (["and", and] as const) : (["or", or] as const);
    return {
      source: `(${one.source} ${word} ${other.source})`,
      evaluate: (rows) => join(one.evaluate(rows), other.evaluate(rows)),
    };
  }
  const [listName, target] = list as readonly [string, Model];
  const rowsOf = (rows: Environment): readonly Row[] => ROWS[target].filter(({ parent }) => parent === rows[name]?.id);
  left.walks--;
  if (random(4) === 0) {
    const bound = random(4);
    return { source: `${name}.${listName}.count() > ${bound}`, evaluate: (rows) => rowsOf(rows).length > bound };
  }
  const row = `x${known.length}`;
  const nested = { walks: left.walks, depth: left.depth + 1 };
  const one = condition(random, [...known, [row, target]], nested);
  left.walks = nested.walks;
  const isExists = random(2) === 0;
  return {
    source: `${name}.${listName}.${isExists ? "exists" : "all"}(${row}, ${one.source})`,
    evaluate: (rows) => {
      const truths = rowsOf(rows).map((item) => one.evaluate({ ...rows, [row]: item }));
      return isExists ? truths.reduce(or, false) : truths.reduce(and, true);
    },
  };
}

const definition = app(
  model("film", integer("rating"), boolean("flag")),
  model("review", integer("rating"), boolean("flag"), relation("film", "film", { reverse: "reviews" })),
  model("answer", integer("rating"), boolean("flag"), relation("review", "review", { reverse: "answers" })),
);
const shapes = modelShapes(readDefinition(definition));

let client: pg.Client;
beforeAll(async () => {
  const database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`CREATE SCHEMA app;
    CREATE TABLE app.film (id bigint PRIMARY KEY, rating integer, flag boolean);
    CREATE TABLE app.review (id bigint PRIMARY KEY, rating integer, flag boolean, film bigint);
    CREATE TABLE app.answer (id bigint PRIMARY KEY, rating integer, flag boolean, review bigint);`);
  for (const { id, rating, flag } of ROWS.film)
    await client.query("INSERT INTO app.film VALUES ($1, $2, $3)", [id, rating, flag]);
  for (const { id, rating, flag, parent } of ROWS.review)
    await client.query("INSERT INTO app.review VALUES ($1, $2, $3, $4)", [id, rating, flag, parent]);
  for (const { id, rating, flag, parent } of ROWS.answer)
    await client.query("INSERT INTO app.answer VALUES ($1, $2, $3, $4)", [id, rating, flag, parent]);
});
afterAll(() => client?.end());

const typedOf = (source: string, of: Model = "film") => {
  const parsed = parseExpression(source);
  if (!parsed.ok) throw new Error(`${source}: ${parsed.problem.message}`);
  const checked = checkExpression(parsed.expression, ruleScope(modelId(of), shapes), scalar("bool"));
  if (!checked.ok) throw new Error(`${source}: ${checked.problems[0]?.message}`);
  return checked.typed;
};
const context = rowContext({ alias: "_r", schemaName: "app", model: shapes });
const rowsOf = async (query: Sql): Promise<Record<string, unknown>[]> => {
  const { text, parameters } = printSql(query);
  return (await client.query(text, bindParameters(parameters, {}) as unknown[])).rows;
};

describe("exists, all and count", () => {
  it("are the same in Postgres and in a plain evaluator, absent values included", async () => {
    const random = randomFrom(20261130);
    let walked = 0;
    for (let round = 0; round < 400; round++) {
      const made = condition(random, [["record", "film"]], { walks: 4, depth: 0 });
      const typed = typedOf(made.source);
      if (made.source.includes("s.")) walked++;
      const expected = ROWS.film.map((film) => made.evaluate({ record: film }));
      const values = await rowsOf(
        sql`SELECT ${compileToSql(typed, context)} AS _value FROM app.film AS _r ORDER BY _r.id`,
      );
      expect([made.source, values.map((row) => row._value)]).toEqual([made.source, expected]);
      const found = await rowsOf(
        sql`SELECT _r.id::int FROM app.film AS _r WHERE ${compileRuleToFilter(typed, context)} ORDER BY _r.id`,
      );
      const allowed = ROWS.film.filter((_film, index) => expected[index] === true).map(({ id }) => id);
      expect([made.source, found.map((row) => row.id)]).toEqual([made.source, allowed]);
    }
    expect(walked).toBeGreaterThan(100);
  });

  it("are unknown for a row that is not there", async () => {
    const source = "film.reviews.count() >= 0";
    const orphans = await rowsOf(
      sql`SELECT ${compileToSql(typedOf(source, "review"), context)} AS _value FROM app.review AS _r WHERE _r.film IS NULL`,
    );
    expect(orphans).toEqual([{ _value: null }]);
    const all = "film.reviews.all(r, r.rating > 0)";
    const denied = await rowsOf(
      sql`SELECT _r.id FROM app.review AS _r WHERE _r.film IS NULL AND ${compileRuleToFilter(typedOf(all, "review"), context)}`,
    );
    expect(denied).toEqual([]);
  });
});

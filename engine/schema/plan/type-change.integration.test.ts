import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../../tests/support/database.ts";
import { identifier, printSql } from "../../sql/sql.ts";
import { typeChange } from "./type-change.ts";

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.url, max: 1 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** The texts that could not become a value of the type. */
async function misfits(sqlType: string, values: readonly string[]): Promise<string[]> {
  const change = typeChange("text", sqlType);
  if (change.kind !== "checked") throw new Error(`text to ${sqlType} is ${change.kind}`);
  const { text } = printSql(change.misfit(identifier("v")));
  const { rows } = await pool.query<{ v: string }>(`SELECT v FROM unnest($1::text[]) AS given(v) WHERE ${text}`, [
    values,
  ]);
  return rows.map(({ v }) => v);
}

it("takes a text for a number only when the number gives the text back", async () => {
  const numbers = ["0", "7", "-12", "2147483647"];
  const others = ["007", "+5", "00", "-07", "", " 7", "7 ", "1e3", "1,000", "٣", "0x10", "2147483648", "5.0", "-0"];
  expect(await misfits("integer", [...numbers, ...others])).toEqual(others);
  expect(
    await misfits("numeric(12,2)", ["0.5", "-1.25", "-0.5", "12", "1.0", "-0.0", "-0", "1.255", "01.5", "+1.5", ".5"]),
  ).toEqual(["-0.0", "-0", "1.255", "01.5", "+1.5", ".5"]);
});

it("lets no text through that Postgres does not cast", async () => {
  const texts = ["-", "0", "-0", "5", "5.0", "5.", ".5", "1e3", "-12.50", "0.00", "99999999999", "1".repeat(60)];
  for (const sqlType of ["integer", "bigint", "numeric(12,2)", "numeric(60,0)"]) {
    const wrong = new Set(await misfits(sqlType, texts));
    const fitting = texts.filter((text) => !wrong.has(text));
    expect(fitting).not.toEqual([]);
    await pool.query(`SELECT v::${sqlType} FROM unnest($1::text[]) AS given(v)`, [fitting]);
  }
});

it("names lists whose items would be others on the way back from text", async () => {
  const change = typeChange("text[]", "text");
  if (change.kind !== "checked") throw new Error(`A list of texts to text is ${change.kind}.`);
  const { text } = printSql(change.misfit(identifier("v")));
  const lists = [["red", "dark blue"], ["b,c"], ['q"x'], ["a;b"], ["a\nb"], []];
  const { rows } = await pool.query<{ v: string[] }>(
    `SELECT ARRAY(SELECT jsonb_array_elements_text(given.j)) AS v FROM jsonb_array_elements($1::jsonb) AS given(j) WHERE ${text.replaceAll('"v"', "ARRAY(SELECT jsonb_array_elements_text(given.j))")}`,
    [JSON.stringify(lists)],
  );
  expect(rows.map(({ v }) => v)).toEqual([["b,c"], ['q"x'], ["a;b"], ["a\nb"]]);
});

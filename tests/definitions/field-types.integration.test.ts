import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonValue } from "#engine/definition/json";
import { type AnyFieldType, type FieldTypeName, fieldTypeNames, knownFieldType } from "#engine/field-types/registry";
import { bindParameters, identifier, printSql, type Sql, sql, value } from "#engine/sql/sql";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

/**
 * The conformance suite of field types: each passes it, and a type without a row here fails it. A value goes in as
 * JSON and as text, through Postgres, and comes out as JSON, whatever the session's settings are.
 */
interface Samples {
  /** JSON in → JSON out; one value when it comes out as it went in. */
  readonly accepted: readonly (readonly [JsonValue, JsonValue] | JsonValue)[];
  readonly text: readonly (readonly [string, JsonValue])[];
  readonly refused: readonly JsonValue[];
  readonly refusedText: readonly string[];
}
const pair = (input: JsonValue, output: JsonValue) => [input, output] as const;

const SAMPLES: Readonly<Record<FieldTypeName, Samples>> = {
  text: {
    accepted: ["", "Robert'); DROP TABLE students;--", "𝕏 🎬", "a\nb", " kept "],
    text: [["x", "x"]],
    refused: [1, true, "a\0b", "\ud800", "x".repeat(201), {}],
    refusedText: ["x".repeat(201)],
  },
  long_text: { accepted: ["", "x".repeat(5000)], text: [["y", "y"]], refused: [1, "\0"], refusedText: ["\0"] },
  markdown: { accepted: ["", "# a\n\n**b** <script>"], text: [["y", "y"]], refused: [1, "\0"], refusedText: ["\0"] },
  list: {
    accepted: [
      pair(["b", "a", "a"], ["b", "a", "a"]),
      pair(["  x ", 'q"\\,{}', "NULL"], ["x", 'q"\\,{}', "NULL"]),
      pair([], null),
    ],
    text: [
      ['a, "b, c"', ["a", "b, c"]],
      ["a, b\nc", ["a, b", "c"]],
      ["", null as never],
    ],
    refused: [
      "a",
      [1],
      [""],
      ["x".repeat(201)],
      Array.from({ length: 101 }, () => "x"),
      [["a"]],
      [null as never],
      ["a\0"],
    ],
    refusedText: ['"a', '"a" b'],
  },
  integer: {
    accepted: [0, -2147483648, 2147483647],
    text: [["+7", 7]],
    refused: [1.5, 2147483648, "1", null as never, Number.NaN],
    refusedText: ["", "1.0", "1e3", "0x10", "٣"],
  },
  big_integer: {
    accepted: [
      pair(7, "7"),
      pair("9223372036854775807", "9223372036854775807"),
      pair("-9223372036854775808", "-9223372036854775808"),
      pair("9007199254740993", "9007199254740993"),
    ],
    text: [["+0012", "12"]],
    refused: [1.5, 2 ** 53, "9223372036854775808", "1e3"],
    refusedText: ["", "x"],
  },
  decimal: {
    accepted: [
      pair("1.5", "1.50"),
      pair(0.1, "0.10"),
      pair("-0.01", "-0.01"),
      pair("9999999999.99", "9999999999.99"),
      pair("007", "7.00"),
      pair("1.5000", "1.50"),
    ],
    text: [[".5", "0.50"]],
    refused: ["1.234", "10000000000", "NaN", "1e5", 1e21, true],
    refusedText: ["", ".", "-", "Infinity"],
  },
  money: {
    accepted: [
      pair("12.5", "12.50"),
      pair(12, "12.00"),
      pair("0.0125", "0.0125"),
      pair("-999999999999999.9999", "-999999999999999.9999"),
    ],
    text: [[".5", "0.50"]],
    refused: ["1.23456", "1000000000000000", "NaN", "12.50 EUR", true],
    refusedText: ["", "€ 12"],
  },
  float: {
    accepted: [0.1, -1.5e300, 5e-324, 3],
    text: [
      ["1e3", 1000],
      [".5", 0.5],
    ],
    refused: ["1", Number.NaN as never, true],
    refusedText: ["NaN", "Infinity", "1e999", "", "."],
  },
  boolean: {
    accepted: [true, false],
    text: [
      ["yes", true],
      ["OFF", false],
    ],
    refused: ["true", 1, 0],
    refusedText: ["", "maybe"],
  },
  date: {
    accepted: ["2024-02-29", "0001-01-01", "9999-12-31"],
    text: [["2026-11-22", "2026-11-22"]],
    refused: ["2023-02-29", "2026-13-01", "infinity", "22/11/2026", 20261122],
    refusedText: ["today", "2026-1-1"],
  },
  time: {
    accepted: [pair("14:30", "14:30:00"), pair("23:59:59.999999", "23:59:59.999999")],
    text: [["00:00", "00:00:00"]],
    refused: ["24:00", "14:60", "2pm"],
    refusedText: ["now"],
  },
  date_time: {
    accepted: [
      pair("2026-11-22T14:30:00Z", "2026-11-22T14:30:00Z"),
      pair("2026-11-22T14:30:00.123456+02:00", "2026-11-22T12:30:00.123456Z"),
      pair("0001-01-02T00:00:00Z", "0001-01-02T00:00:00Z"),
    ],
    text: [["2026-11-22 14:30:00+00:00", "2026-11-22T14:30:00Z"]],
    refused: [
      "2026-11-22T14:30:00",
      "2026-02-30T00:00:00Z",
      "9999-12-31T23:59:59-01:00",
      "0001-01-01T00:00:00+00:01",
      "now",
      "infinity",
      0,
    ],
    refusedText: ["yesterday"],
  },
  duration: {
    accepted: [
      pair("PT1H30M", "PT5400S"),
      pair("P1D", "PT86400S"),
      pair("-PT0.5S", "PT-0.5S"),
      "PT-5S",
      pair("PT0S", "PT0S"),
    ],
    text: [["2 03:04:05.000001", "PT183845.000001S"]],
    refused: ["P1M", "P1Y", "P", "PT", "1h", 5],
    refusedText: ["", "25"],
  },
  email: {
    accepted: ["a@example.test", "jörg+x@bücher.example"],
    text: [["b@c.de", "b@c.de"]],
    refused: ["a", "a@b", '"a b"@c.de', "a@c.de, b@c.de", "a@@c.de", "a(b)@c.de"],
    refusedText: ["a@[127.0.0.1]"],
  },
  link: {
    accepted: ["https://example.test/a?b=c#d", "http://localhost:4000/"],
    text: [["https://e.test", "https://e.test"]],
    refused: ["javascript:alert(1)", "//evil.test", "ftp://x.y", "https://a b", "https://u:p@evil.test/"],
    refusedText: ["data:text/html,x"],
  },
  phone: {
    accepted: [pair("+43 1 580-58", "+43158058"), pair("0043 (0)1/58058", "+43158058"), "+15551234567"],
    text: [["+49 (0)30 901820", "+4930901820"]],
    refused: ["01 58058", "+43", "+0123456789", "+1234567890123456", "+43 1 58058 ext. 3", "", 43158058],
    refusedText: ["phone", "+43x158058", "++43158058"],
  },
  slug: { accepted: ["my-first_Post-1"], text: [["a", "a"]], refused: ["a b", "", "ä"], refusedText: ["/"] },
  uuid: {
    accepted: [pair("0190A1B2-C3D4-7E5F-8A9B-0C1D2E3F4A5B", "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b")],
    text: [["0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b", "0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"]],
    refused: ["x", "0190a1b2c3d47e5f8a9b0c1d2e3f4a5b"],
    refusedText: ["{}"],
  },
  ip: {
    accepted: [
      "192.0.2.1",
      "0.0.0.0",
      "255.255.255.255",
      "::",
      "::1",
      pair("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
      pair("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
      pair("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
      pair("::ffff:c000:201", "::ffff:192.0.2.1"),
      pair("0:0:0:0:0:0:102:304", "::1.2.3.4"),
      pair("fe80::", "fe80::"),
    ],
    text: [[" 10.0.0.1 ", "10.0.0.1"]],
    refused: [
      "256.1.1.1",
      "1.2.3",
      "01.2.3.4",
      "10.0.0.0/8",
      "1::2::3",
      "1:2:3:4:5:6:7",
      "fe80::1%eth0",
      ":::",
      "1.2.3.4.",
      "",
      1,
    ],
    refusedText: ["host", "1:2:3:4:5:6:7:8:9", "::1.2.3"],
  },
  choice: { accepted: ["draft", "it's"], text: [["draft", "draft"]], refused: ["Draft", "", 1], refusedText: ["nope"] },
  colour: {
    accepted: ["#1f6feb", pair("#ABC", "#aabbcc"), pair(" #00FF7f ", "#00ff7f")],
    text: [["#FFF", "#ffffff"]],
    refused: ["red", "#12", "#1f6feb80", "1f6feb", "url(#a)", "", 255],
    refusedText: ["rgb(1,2,3)"],
  },
  json: {
    accepted: [{ a: [1, null, "x"] }, [], "text", 1.5, true, { "\\u0000": "a literal backslash-u" }],
    text: [['{"b":2}', { b: 2 }]],
    refused: [{ a: "\0" }, { "\0": 1 }, ["\ud800"]],
    refusedText: ["{", ""],
  },
  relation: {
    accepted: [1, Number.MAX_SAFE_INTEGER],
    text: [["42", 42]],
    refused: [0, -1, 1.5, 2 ** 53, "x", true],
    refusedText: ["", "1.0"],
  },
  // Of text, which it is without a result; each result is tried as a formula in tests/rest/formulas.integration.test.ts.
  formula: { accepted: ["", "x"], text: [["x", "x"]], refused: [1, "\0"], refusedText: ["\0"] },
  // It is never sent: rows are moved (tests/rest/moves.integration.test.ts).
  position: { accepted: [pair(1, "1")], text: [["7", "7"]], refused: ["1", 0, {}], refusedText: ["a", "0"] },
  created_at: {
    accepted: [pair("2026-11-22T14:30:00Z", "2026-11-22T14:30:00Z")],
    text: [["2026-11-22T14:30:00Z", "2026-11-22T14:30:00Z"]],
    refused: ["x"],
    refusedText: ["x"],
  },
  updated_at: {
    accepted: [pair("2026-11-22T14:30:00Z", "2026-11-22T14:30:00Z")],
    text: [["2026-11-22T14:30:00Z", "2026-11-22T14:30:00Z"]],
    refused: ["x"],
    refusedText: ["x"],
  },
};

const context = { choices: ["draft", "it's"] };

describe.each(fieldTypeNames.map((name) => [name] as const))("field type %s", (name) => {
  const type: AnyFieldType = knownFieldType({ name });
  const options = type.initial;
  const samples = SAMPLES[name];
  let database: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    // Settings that change the text forms of careless SQL.
    await client.query("SET TimeZone = 'Asia/Kathmandu'");
    await client.query("SET DateStyle = 'German, DMY'");
    await client.query("SET IntervalStyle = 'postgres_verbose'");
    await client.query("SET extra_float_digits = 1");
    await client.query(`CREATE TABLE sample (v ${type.sqlType(options)})`);
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  const run = async (statement: Sql): Promise<pg.QueryResult> => {
    const printed = printSql(statement);
    return client.query(printed.text, bindParameters(printed.parameters, {}) as unknown[]);
  };
  const throughPostgres = async (stored: Parameters<typeof value>[0]): Promise<JsonValue> => {
    await client.query("TRUNCATE sample");
    await run(sql`INSERT INTO sample VALUES (${value(stored, type.cast)})`);
    const result = await run(
      sql`SELECT row_to_json(t)::text AS body FROM (SELECT ${type.jsonSql(identifier("v"))} AS v FROM sample) t`,
    );
    return (JSON.parse(result.rows[0].body) as { v: JsonValue }).v;
  };

  it("accepts its own initial options", () => {
    expect(type.options.safeParse(options).success).toBe(true);
    expect(type.options.safeParse({ ...options, surprise: 1 }).success).toBe(false);
  });

  it("lets the builder say whether empty text is a value, if it takes any", () => {
    const takes = type.automatic === undefined && type.cast === "text" && type.parseJson("", options, context).ok;
    expect(type.options.safeParse({ ...options, emptyText: true }).success).toBe(takes);
  });

  it("brings JSON values through Postgres unharmed", async () => {
    for (const sample of samples.accepted) {
      const [input, output] =
        Array.isArray(sample) && sample.length === 2 && name !== "json"
          ? (sample as [JsonValue, JsonValue])
          : ([sample, sample] as [JsonValue, JsonValue]);
      const outcome = type.parseJson(input, options, context);
      expect(outcome, JSON.stringify(input)).toMatchObject({ ok: true });
      if (outcome.ok) expect(await throughPostgres(outcome.value), JSON.stringify(input)).toEqual(output);
    }
  });

  it("reads text values", async () => {
    for (const [input, output] of samples.text) {
      const outcome = type.parseText(input, options, context);
      expect(outcome, input).toMatchObject({ ok: true });
      if (outcome.ok) expect(await throughPostgres(outcome.value), input).toEqual(output);
    }
  });

  it("brings NULL through", async () => {
    expect(await throughPostgres(null)).toBeNull();
  });

  it("refuses what does not fit with a sentence, never with an exception", () => {
    for (const input of samples.refused) {
      const outcome = type.parseJson(input, options, context);
      expect(outcome, JSON.stringify(input)).toMatchObject({ ok: false });
      if (!outcome.ok) expect(outcome.message).toMatch(/^(?:must|has|is|may) /);
    }
    for (const input of samples.refusedText)
      expect(type.parseText(input, options, context), input).toMatchObject({ ok: false });
  });
});

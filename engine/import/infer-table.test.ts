import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../definition/json.ts";
import type { Cell } from "./cells.ts";
import { cellConverter } from "./convert-cell.ts";
import { type InferredTable, TableAccumulator } from "./infer-table.ts";
import { singularOf } from "./model-label.ts";

const currentYear = 2026;
const data = (file: string) => readFileSync(path.join("node_modules/vega-datasets/data", file), "utf8");

function infer(sources: readonly string[], rows: readonly (readonly Cell[])[], fileName = "file.csv"): InferredTable {
  const table = new TableAccumulator({ currentYear, sources });
  for (const row of rows) table.add(sources, row);
  return table.finish(fileName);
}
const column = (cells: readonly Cell[], source = "Value") => {
  const table = infer(
    [source],
    cells.map((cell) => [cell]),
  );
  return {
    ...(table.columns[0] as InferredTable["columns"][number]),
    ...(table.facts[0] as InferredTable["facts"][number]),
    reading: table.readings.get(source),
  };
};
const typeOf = (...cells: Cell[]) => column(cells).type.name;
const times = (count: number, ...cells: Cell[]) => Array.from({ length: count }, () => cells).flat();

function readCsv(file: string): { sources: string[]; rows: string[][] } {
  const [sources = [], ...rows] = parse(data(file), { bom: true }) as string[][];
  return { sources, rows };
}
function readJson(file: string): { sources: string[]; rows: JsonValue[][] } {
  const records = JSON.parse(data(file)) as Record<string, JsonValue>[];
  const sources = Object.keys(records[0] ?? {});
  return { sources, rows: records.map((record) => sources.map((source) => record[source] ?? null)) };
}

/** Every cell that does not convert to what was inferred from it. */
function misfits(table: InferredTable, sources: readonly string[], rows: readonly (readonly Cell[])[]): string[] {
  const found: string[] = [];
  table.columns.forEach((inferred, index) => {
    const convert = cellConverter({
      type: inferred.type,
      required: inferred.required,
      choices: table.values.get(sources[index] as string) ?? [],
      reading: table.readings.get(inferred.source) as never,
      currentYear,
    });
    for (const row of rows) {
      const result = convert(row[index]);
      if (!result.ok) found.push(`${inferred.source}: ${JSON.stringify(row[index])} ${result.message}`);
    }
  });
  return found.slice(0, 5);
}

describe("real files", () => {
  const summary = (table: InferredTable) =>
    table.columns.map(({ name, type, required, unique, isKey }) =>
      [
        name,
        type.name,
        ...(required ? ["required"] : []),
        ...(unique ? ["unique"] : []),
        ...(isKey ? ["key"] : []),
      ].join(" "),
    );

  it("understands movies.json", () => {
    const { sources, rows } = readJson("movies.json");
    const table = infer(sources, rows, "movies.json");
    expect(summary(table)).toMatchInlineSnapshot(`
      [
        "title text",
        "us_gross integer",
        "worldwide_gross big_integer",
        "us_dvd_sales integer",
        "production_budget integer",
        "release_date date required",
        "mpaa_rating choice",
        "running_time_min integer",
        "distributor text",
        "source choice",
        "major_genre choice",
        "creative_type choice",
        "director text",
        "rotten_tomatoes_rating integer",
        "imdb_rating float",
        "imdb_votes integer",
      ]
    `);
    expect(table).toMatchObject({ modelLabel: "Movie", modelName: "movie", pluralLabel: "Movies", rows: 3201 });
    expect(table.facts.find(({ source }) => source === "Title")?.reason).toMatchInlineSnapshot(
      `"3,200 of 3,201 rows have text, up to 66 characters. 9 of them are numbers; others, such as “The Land Girls”, are not."`,
    );
    expect(table.facts.find(({ source }) => source === "Release Date")?.reason).toMatchInlineSnapshot(
      `"All 3,201 rows have dates. Written such as Jun 12 1998."`,
    );
    expect(misfits(table, sources, rows)).toEqual([]);
  });

  it("understands airports.csv, zipcodes.csv and birdstrikes.csv", () => {
    const summaries = ["airports.csv", "zipcodes.csv", "birdstrikes.csv"].map((file) => {
      const { sources, rows } = readCsv(file);
      const table = infer(sources, rows, file);
      expect(misfits(table, sources, rows)).toEqual([]);
      return [table.modelLabel, ...summary(table)];
    });
    expect(summaries).toMatchInlineSnapshot(`
      [
        [
          "Airport",
          "iata text required unique",
          "name text required",
          "city text required",
          "state text required",
          "country choice required",
          "latitude float required",
          "longitude float required",
        ],
        [
          "Zipcode",
          "zip_code text required unique",
          "latitude float required",
          "longitude float required",
          "city text required",
          "state text required",
          "county text required",
        ],
        [
          "Birdstrike",
          "airport_name text required",
          "aircraft_make_model text required",
          "effect_amount_of_damage choice required",
          "flight_date date required",
          "aircraft_airline_operator text required",
          "origin_state choice required",
          "phase_of_flight choice required",
          "wildlife_size choice required",
          "wildlife_species text required",
          "time_of_day choice required",
          "cost_other integer required",
          "cost_repair integer required",
          "cost_total integer required",
          "speed_ias integer",
        ],
      ]
    `);
  });
});

describe("what a column is", () => {
  it.each([
    ["whole numbers", ["1", "-20", "300"], "integer"],
    ["numbers beyond two billion", ["1", "3000000000"], "big_integer"],
    ["numbers beyond nineteen digits", ["1", "12345678901234567890"], "decimal"],
    ["numbers with grouping", ["1,234", "12,345,678"], "integer"],
    ["fractions of any length", ["1.5", "2.25"], "float"],
    ["two places each", ["1.50", "2.25"], "decimal"],
    ["money", ["$1,234.50", "($3)", "$12"], "money"],
    ["amounts in accountants’ brackets", ["1,234.50", "(3)"], "decimal"],
    ["more digits than a float keeps", ["0.12345678901234567", "1.5"], "decimal"],
    ["decimal commas", ["1.234,5", "2,25", "7"], "float"],
    ["exponents", ["6.02e23", "1"], "float"],
    ["codes that begin with zero", ["00501", "90210"], "text"],
    ["numbers and a word", ["1776", "Slam"], "text"],
    ["numbers and a word for nothing", ["1", "N/A", "3"], "integer"],
    ["yes and no", ["yes", "no", "Yes"], "boolean"],
    ["booleans of JSON", [true, false, null], "boolean"],
    ["one mark only", ["Y", "", "Y"], "text"],
    ["days of ISO", ["2026-11-22", "1998-06-12"], "date"],
    [
      "days in several forms",
      ["Jun 12 1998", "12-Jun-98", "June 12, 1998", "1998/6/12", "Friday, 12 June 1998"],
      "date",
    ],
    ["days that are none", ["2026-02-30"], "text"],
    ["instants", ["2026-11-22T14:30:00Z", "2026-11-22 14:30"], "date_time"],
    ["instants with half days", ["11/22/2026 2:30 PM", "1/2/2026 12:00 am"], "date_time"],
    ["times", ["14:30", "2:05 pm"], "time"],
    ["addresses", ["ada@example.com", "ben@example.org"], "email"],
    ["links", ["https://example.com/a?b=c", "http://example.org"], "link"],
    ["UUIDs", ["019355a0-0000-7000-8000-000000000000"], "uuid"],
    ["elapsed times, as workbooks have them under [h]:mm:ss", ["PT5400S", "PT90061.5S"], "duration"],
    ["lists", [[1, 2], null], "json"],
    ["nothing", ["", null], "text"],
    ["lines", ["one\ntwo"], "long_text"],
    ["long text", ["x".repeat(3000)], "long_text"],
    ["few words, often", times(30, "red", "green"), "choice"],
    ["few words, seldom", ["red", "green"], "text"],
  ])("%s", (_what, cells, expected) => expect(typeOf(...cells)).toBe(expected));

  it("tells day from month by the rows that can tell, and says how it read them", () => {
    expect(column(["12/06/1998", "25/06/1998"])).toMatchObject({
      type: { name: "date" },
      reading: { dateOrder: "day_first" },
    });
    expect(column(["06/12/1998", "06/25/1998"])).toMatchObject({
      type: { name: "date" },
      reading: { dateOrder: "month_first" },
    });
    expect(column(["25/06/1998", "06/25/1998"]).type.name).toBe("text");
    expect(column(["12/06/1998"]).reason).toContain("read as month/day/year");
  });

  it("is required when no row is empty, and says how many are", () => {
    expect(column(["1", "2"])).toMatchObject({ required: true, empty: 0 });
    expect(column(["1", " ", "N/A"])).toMatchObject({
      required: false,
      empty: 2,
      reason: expect.stringContaining("“N/A” counts as empty"),
    });
    expect(column(["NA", "DE", "FR"])).toMatchObject({ required: true, empty: 0 });
  });

  it("takes a column of ids for the rows' own ids, and one at most", () => {
    const rows = Array.from({ length: 30 }, (_, index) => [String(index + 1), String(index + 1), `a${index}`]);
    expect(
      infer(["id", "value_id", "code"], rows, "values.csv").columns.map(({ isKey, unique }) => [isKey, unique]),
    ).toEqual([
      [true, true],
      [false, true],
      [false, true],
    ]);
    const uuid = (last: number) => `019355A0-0000-7000-8000-00000000000${last}`;
    for (const [header, isKey] of [
      ["id", true],
      ["UUID", true],
      ["other", false],
    ] as const)
      expect(
        infer(
          [header, "name"],
          [
            [uuid(1), "a"],
            [uuid(2), "b"],
          ],
        ).columns[0],
      ).toMatchObject({
        type: { name: "uuid" },
        isKey,
      });
    expect(infer(["id"], [[uuid(1)], [uuid(1)]]).columns[0]).toMatchObject({ isKey: false });
    expect(infer(["id"], [["1"], ["1"]]).columns[0]).toMatchObject({ isKey: false, name: "id_value" });
    expect(infer(["count"], rows).columns[0]).toMatchObject({ isKey: false, unique: false });
  });
});

describe("numbers and dates that could be read in both ways", () => {
  const read = (
    options: { readonly localeHasDecimalComma?: boolean; readonly delimiter?: string },
    cells: string[][],
  ) => {
    const sources = (cells[0] ?? []).map((_cell, index) => `c${index}`);
    const table = new TableAccumulator({ currentYear, sources, ...options });
    for (const row of cells) table.add(sources, row);
    const { columns, facts, readings } = table.finish("file.tsv");
    return { types: columns.map(({ type }) => type.name), reason: facts[0]?.reason ?? "", readings };
  };
  const comma = [["1,250"], ["2,500"]];
  const point = [["1.250"], ["2.500"]];
  const locale = { localeHasDecimalComma: true };

  it.each([
    [{ delimiter: "\t" }, comma, false, "The comma in 1,250 is read as what groups thousands."],
    [{ delimiter: "\t", ...locale }, comma, true, "read as the decimal sign, as the language writes numbers."],
    [{ delimiter: ";" }, point, false, "The point in 1.250 is read as the decimal sign."],
    [{ delimiter: ";", ...locale }, point, true, "read as what groups thousands, as the language writes numbers."],
    [{ delimiter: ";" }, comma, true, "The comma in 1,250 is read as the decimal sign."],
  ])("follow the language where no number of the file tells: %j %j", (options, cells, decimalComma, reason) => {
    const found = read(options, cells);
    expect(found.readings.get("c0")?.decimalComma).toBe(decimalComma);
    expect(found.reason).toContain(reason);
  });

  it("do not follow it where another number tells, or a comma divides the cells", () => {
    const told = read({ delimiter: "\t", ...locale }, [
      ["1,250", "3.75"],
      ["2,500", "4.5"],
    ]);
    expect(told.types).toEqual(["integer", "float"]);
    expect(read({ delimiter: ",", ...locale }, point).readings.get("c0")?.decimalComma).toBe(false);
  });

  it("names one of the dates that could be read in both orders, and no other", () => {
    const found = column(["01.02.2025", "3/4/2025", "13.2.2025"]);
    expect([found.openDate, found.openDateOrder]).toEqual(["3/4/2025", "month_first"]);
    expect(found.reason).toContain("Written such as 3/4/2025, read as month/day/year.");
    expect(column(["01.02.2025", "02.03.2025"]).openDateOrder).toBeUndefined();
  });

  it("are read with the apostrophes of the Swiss", () => {
    expect(column(["1'250.50", "2’300'000.75"]).type.name).toBe("decimal");
    expect(typeOf("1'250", "17")).toBe("integer");
    expect(typeOf("1'25", "17")).toBe("text");
  });
});

describe("codes that look like numbers with an exponent stay text", () => {
  const typeOf = (header: string, ...cells: readonly string[]) =>
    infer(
      [header],
      cells.map((cell) => [cell]),
    ).columns[0]?.type.name;
  it.each(["Artikelnummer", "Bestell-Nr.", "Código", "Référence", "Kód", "Room", "License plate"])(
    "under %s",
    (header) => {
      expect(typeOf(header, "1e5", "2E10")).toBe("text");
    },
  );
  it("under any name beside digits alone, and nowhere else", () => {
    expect(typeOf("商品", "1e5", "200")).toBe("text");
    expect(typeOf("mass", "1e5", "2.5")).toBe("float");
    expect(typeOf("mass", "1e5", "2e7")).toBe("float");
    expect(typeOf("mass", "1.5e3", "200")).toBe("float");
  });
});

describe("names that are words", () => {
  it("are no booleans and no missing values", () => {
    const named = infer(["Last name"], [["Null"], ["True"], ["None"]]);
    expect(named.columns[0]).toMatchObject({ type: { name: "text" }, required: true });
    expect(named.facts[0]).toMatchObject({ empty: 0 });
    expect(infer(["Paid"], [["true"], ["None"]]).columns[0]?.type.name).toBe("boolean");
  });
});

describe("names", () => {
  const hostile = [
    '"quoted"',
    "'; drop table book; --",
    "x".repeat(200),
    "🎬",
    "select",
    "order",
    "__proto__",
    "constructor",
    "Größe",
    "Grosse",
    "id",
    "",
    "a b",
    "a_b",
    "in\nside",
  ];

  it("are legal and different, and what the file says stays as the label", () => {
    const table = infer(hostile, [hostile.map((_, index) => `v${index}`)]);
    const names = table.columns.map(({ name }) => name);
    for (const name of names) expect(name).toMatch(/^[a-z](?!.*__)[a-z0-9_]{0,47}(?<!_)$/);
    expect(new Set(names).size).toBe(hostile.length);
    expect(table.columns.map(({ label }) => label)).toEqual(
      hostile.map((source, index) => (source === "" ? `Column ${index + 1}` : source.replace("\n", " "))),
    );
    expect(Object.keys(table.preview[0] ?? {})).toEqual(hostile);
  });

  it("are singular where a file is called by a plural", () => {
    expect(
      [
        "Movies",
        "Cities",
        "Boxes",
        "Addresses",
        "Series",
        "Status",
        "News",
        "Bus",
        "People",
        "Bird strikes",
        "Churches",
      ].map(singularOf),
    ).toEqual([
      "Movie",
      "City",
      "Box",
      "Address",
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      "Bird strike",
      "Church",
    ]);
  });
});

describe("converting", () => {
  const convert = (
    type: { name: string; [option: string]: unknown },
    cell: Cell,
    rest: { required?: boolean; choices?: string[]; order?: "day_first" | "month_first" } = {},
  ) =>
    cellConverter({
      type,
      required: rest.required ?? false,
      choices: rest.choices ?? [],
      reading: { dateOrder: rest.order ?? "month_first", decimalComma: false },
      currentYear,
    })(cell);

  it.each([
    ["date", "Jun 12 1998", "1998-06-12"],
    ["date", "12-Jun-46", "1946-06-12"],
    ["date", "12-Jun-36", "2036-06-12"],
    ["date", "1998-06-12", "1998-06-12"],
    ["date_time", "6/12/98 2:05 PM", "1998-06-12T14:05:00"],
    ["date_time", "1998-06-12T14:05:00.25+02:00", "1998-06-12T14:05:00.25+02:00"],
    ["date_time", "Jun 12 1998", "1998-06-12T00:00:00"],
    ["date_time", "6/12/98 5pm", "1998-06-12T17:00:00"],
    ["date", "01. 02. 2025", "2025-02-01"],
    ["link", "acme.com/shop", "https://acme.com/shop"],
    ["integer", "1,234", 1234],
    ["integer", 12, 12],
    ["float", "$1.5", 1.5],
    ["float", 6.1, 6.1],
    ["boolean", " Yes ", true],
    ["big_integer", "9007199254740993", "9007199254740993"],
    ["time", "2:05 pm", "14:05:00"],
    ["long_text", "  as it is ", "  as it is "],
    ["integer", "N/A", null],
    ["integer", null, null],
  ])("%s %j → %j", (name, cell, value) => expect(convert({ name }, cell)).toEqual({ ok: true, value }));

  it("says why a cell does not fit, and never throws", () => {
    expect(convert({ name: "integer" }, "many")).toEqual({ ok: false, message: "must be a whole number" });
    expect(convert({ name: "integer" }, "1.5")).toMatchObject({ ok: false });
    expect(convert({ name: "integer" }, [1])).toMatchObject({ ok: false });
    expect(convert({ name: "date" }, "2026-02-30")).toMatchObject({ ok: false });
    expect(convert({ name: "date" }, "2026-02-03 10:00")).toMatchObject({ ok: false });
    expect(convert({ name: "choice" }, "blue", { choices: ["red"] })).toMatchObject({
      ok: false,
      message: "must be one of: red",
    });
    expect(convert({ name: "text", maxLength: 3 }, "four")).toMatchObject({ ok: false });
    expect(convert({ name: "text", maxLength: 30 }, "a\0b")).toMatchObject({ ok: false });
    expect(convert({ name: "text", maxLength: 30 }, "", { required: true })).toMatchObject({
      ok: false,
      message: expect.stringContaining("required"),
    });
    expect(convert({ name: "no such" }, "x")).toMatchObject({ ok: false });
  });
});

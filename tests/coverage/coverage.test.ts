import { describe, expect, it } from "vitest";
import { parseSource } from "../support/source-code.ts";
import { differences } from "./differences.ts";
import { EXCEPTIONS } from "./exceptions.ts";
import { GAPS } from "./gaps.ts";
import { readReports, type VitestReport } from "./read-reports.ts";
import { type CoverageInput, renderCoverage } from "./render-coverage.ts";
import { AREAS, ROWS } from "./rows.ts";
import { taggedTests, tagsOf } from "./tagged-tests.ts";

const row = { id: "FLD-05", priority: "P0", title: "Whole numbers" } as const;
const reads = { id: "FLD-05", side: "app", file: "tests/rest/reads.integration.test.ts" } as const;
const data = { id: "FLD-05", side: "browser", file: "tests/e2e/data.spec.ts" } as const;
const input = (rest: Partial<CoverageInput>): CoverageInput => ({
  rows: [row],
  passed: [],
  exceptions: [],
  gaps: {},
  ...rest,
});
const lineOf = (rest: Partial<CoverageInput>) =>
  renderCoverage(input(rest))
    .split("\n")
    .find((line) => line.startsWith("| FLD-05"));

describe("the state of a row", () => {
  it("is done when tests of both sides passed", () => {
    expect(lineOf({ passed: [reads, data] })).toBe(
      "| FLD-05 | P0 | Whole numbers | done | tests/rest/reads | tests/e2e/data |  |",
    );
  });
  it("is partly when a side is missing, and no when both are", () => {
    expect(lineOf({ passed: [reads] })).toContain("| partly | tests/rest/reads |  |");
    expect(lineOf({ passed: [data] })).toContain("| partly |  | tests/e2e/data |");
    expect(lineOf({ passed: [{ ...reads, id: "FLD-06" }] })).toContain("| no |  |  |");
  });
  it("is done when it is said why the missing side does not apply", () => {
    const exceptions = [{ id: "FLD-05", side: "browser", why: "Nothing is seen." }] as const;
    expect(lineOf({ passed: [reads], exceptions })).toContain(
      "| done | tests/rest/reads | does not apply | Nothing is",
    );
    expect(lineOf({ exceptions })).toContain("| no |");
  });
  it("is partly as long as a part of it is known to be missing", () => {
    expect(lineOf({ passed: [reads, data], gaps: { "FLD-05": "No step." } })).toContain("| partly |");
  });
});

describe("reading the reports of a run", () => {
  const vitest = (...results: readonly [string, string][]): VitestReport => ({
    testResults: [
      { name: reads.file, assertionResults: results.map(([fullName, status]) => ({ fullName, status })) },
      { name: "engine/a.test.ts", assertionResults: [{ fullName: "a unit [FLD-05]", status: "passed" }] },
    ],
  });
  const browser = (status: string) => ({
    config: { rootDir: "tests/e2e" },
    suites: [
      {
        title: "data.spec.ts",
        file: "data.spec.ts",
        specs: [{ title: "edits [FLD-05]", tests: [{ status }] }],
      },
    ],
  });
  it("takes what passed, of tests that carry an id", () => {
    expect(readReports([vitest(["a row [FLD-05]", "passed"], ["another", "failed"]), browser("expected")])).toEqual([
      reads,
      data,
    ]);
  });
  it("takes nothing of a file in which a test with the id failed, was skipped or needed a second try", () => {
    expect(readReports([vitest(["a [FLD-05]", "passed"], ["b [FLD-05]", "failed"])])).toEqual([]);
    expect(readReports([vitest(["a [FLD-05]", "pending"])])).toEqual([]);
    expect(readReports([browser("flaky")])).toEqual([]);
  });
});

describe("the tags in the sources", () => {
  const tags = (file: string, text: string) => tagsOf(parseSource(file, text)).map(({ id, side }) => `${id} ${side}`);
  it("stand in titles, also of tables, of templates and of groups, and nowhere else", () => {
    const text = `
      // [FLD-09]
      const row = "[FLD-10]";
      describe("numbers [FLD-05]", () => {
        it.each([["[FLD-11]"]])("%s [FLD-06]", () => undefined);
        test(\`\${row} [FLD-07]\`, () => undefined);
        it.skipIf(false)("[FLD-08]", () => undefined);
      });`;
    expect(tags("tests/a.integration.test.ts", text)).toEqual(["FLD-05 app", "FLD-06 app", "FLD-07 app", "FLD-08 app"]);
    expect(tags("tests/e2e/a.spec.ts", 'test.describe("[FLD-05]", () => undefined)')).toEqual(["FLD-05 browser"]);
  });
  it("are refused in unit tests, which show neither the API nor a browser", () => {
    expect(() => tags("engine/a.test.ts", 'it("[FLD-05]", () => undefined)')).toThrow("is a unit test");
  });
  it("name rows that there are", () => {
    const known = new Set(ROWS.map(({ id }) => id));
    const named = [...taggedTests(), ...EXCEPTIONS].map(({ id }) => id);
    expect([...named, ...Object.keys(GAPS)].filter((id) => !known.has(id))).toEqual([]);
  });
});

it("lists each row once, in an area that is there", () => {
  expect(new Set(ROWS.map(({ id }) => id)).size).toBe(ROWS.length);
  expect(ROWS.filter(({ id }) => !(id.slice(0, id.lastIndexOf("-")) in AREAS))).toEqual([]);
});

it("shows an edit by hand, line by line", () => {
  const wanted = renderCoverage(input({ passed: [reads] }));
  expect(differences({ file: wanted, wanted })).toEqual([]);
  const edited = wanted.replace("| partly | tests/rest/reads", "| done | tests/rest/reads");
  expect(differences({ file: edited, wanted })).toEqual([
    "- | FLD-05 | P0 | Whole numbers | done | tests/rest/reads |  |  |",
    "+ | FLD-05 | P0 | Whole numbers | partly | tests/rest/reads |  |  |",
  ]);
  expect(differences({ file: `${wanted}\n`, wanted })).not.toEqual([]);
});

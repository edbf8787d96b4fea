import { relative, resolve } from "node:path";
import { idsIn, sideOf, type Tagged } from "./tagged-tests.ts";

/** What one run says: the tags of which at least one test passed, and none failed. */
export type Passed = readonly Tagged[];

interface Ran {
  readonly file: string;
  readonly title: string;
  readonly outcome: "passed" | "failed" | "skipped";
}

/** The part of vitest's JSON report that is read. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** The part of Playwright's JSON report that is read. */
export interface PlaywrightReport {
  readonly config: { readonly rootDir: string };
  readonly suites: readonly PlaywrightSuite[];
}
interface PlaywrightSuite {
  readonly title: string;
  readonly file: string;
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs: readonly { readonly title: string; readonly tests: readonly { readonly status: string }[] }[];
}

export type Report = VitestReport | PlaywrightReport;

const ROOT = resolve(import.meta.dirname, "../..");

export function readReports(reports: readonly Report[]): Passed {
  const outcomes = new Map<string, { readonly tagged: Tagged; hasPassed: boolean; hasFailed: boolean }>();
  for (const { file, title, outcome } of reports.flatMap(ranIn)) {
    const side = sideOf(file);
    if (side === undefined) continue;
    for (const id of idsIn(title)) {
      const key = `${id} ${file}`;
      const seen = outcomes.get(key) ?? { tagged: { id, side, file }, hasPassed: false, hasFailed: false };
      if (outcome === "passed") seen.hasPassed = true;
      if (outcome === "failed") seen.hasFailed = true;
      outcomes.set(key, seen);
    }
  }
  return [...outcomes.values()].flatMap(({ tagged, hasPassed, hasFailed }) =>
    hasPassed && !hasFailed ? [tagged] : [],
  );
}

function ranIn(report: Report): Ran[] {
  if ("testResults" in report) {
    return report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map(({ fullName, status }) => ({
        file: fromRoot(name),
        title: fullName,
        outcome: status === "passed" || status === "failed" ? status : "skipped",
      })),
    );
  }
  const inside = (suite: PlaywrightSuite, titles: string): Ran[] => [
    ...suite.specs.map(({ title, tests }) => ({
      file: fromRoot(resolve(report.config.rootDir, suite.file)),
      title: `${titles} ${title}`,
      outcome: outcomeOf(tests.map(({ status }) => status)),
    })),
    ...(suite.suites ?? []).flatMap((inner) => inside(inner, `${titles} ${inner.title}`)),
  ];
  return report.suites.flatMap((suite) => inside(suite, ""));
}

/** Playwright's words: expected, unexpected, flaky, skipped. One that passed only at a later try has not passed. */
function outcomeOf(statuses: readonly string[]): Ran["outcome"] {
  if (statuses.some((status) => status === "unexpected" || status === "flaky")) return "failed";
  return statuses.includes("expected") ? "passed" : "skipped";
}

const fromRoot = (path: string): string => relative(ROOT, path).replaceAll("\\", "/");

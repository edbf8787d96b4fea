import type { Exception } from "./exceptions.ts";
import type { Passed } from "./read-reports.ts";
import { AREAS, type Row } from "./rows.ts";
import type { Side } from "./tagged-tests.ts";

export type State = "done" | "partly" | "no";

export interface CoverageInput {
  readonly rows: readonly Row[];
  readonly passed: Passed;
  readonly exceptions: readonly Exception[];
  /** By row: what of it does not work yet. Such a row is not done, whatever passed. */
  readonly gaps: Readonly<Record<string, string>>;
}

interface Judged extends Row {
  readonly state: State;
  readonly app: string;
  readonly browser: string;
  readonly note: string;
}

/**
 * docs/coverage.md as Markdown. A row is done when a tagged test passed on both sides, or the exceptions say why a side
 * does not apply, and nothing of it is known to be missing; partly, when a side or a part is missing; else no.
 */
export function renderCoverage(input: CoverageInput): string {
  const judged = input.rows.map((row) => judge(row, input));
  return [
    "# What of Django works here",
    "",
    "<!-- Written by npm test from the reports of its run. Do not edit: npm run check refuses other changes. -->",
    "",
    "Tests carry the ids of these rows in their titles. A row is **done** when a tagged test of the API or a hosted app",
    "and a tagged test in a browser passed, or the note says why one of them does not apply. It is **partly** there when",
    "one of the two is missing, or a part of the feature, which the note names. P0: a visual Django is a toy without it.",
    "P1: people who come from Django expect it.",
    "",
    ...summary(judged),
    ...Object.entries(AREAS).flatMap(([area, title]) => section(title, inArea(judged, area))),
    "",
  ].join("\n");
}

function judge(row: Row, { passed, exceptions, gaps }: CoverageInput): Judged {
  const filesOf = (side: Side) =>
    [
      ...new Set(passed.filter((one) => one.id === row.id && one.side === side).map(({ file }) => shortName(file))),
    ].sort();
  const excused = (side: Side) => exceptions.find((one) => one.id === row.id && one.side === side);
  const gap = gaps[row.id];
  const isShown = (side: Side) => filesOf(side).length > 0;
  const isEnough = (side: Side) => isShown(side) || excused(side) !== undefined;
  const isAny = isShown("app") || isShown("browser");
  const cell = (side: Side) => filesOf(side).join(", ") || (excused(side) ? "does not apply" : "");
  return {
    ...row,
    state: !isAny ? "no" : isEnough("app") && isEnough("browser") && gap === undefined ? "done" : "partly",
    app: cell("app"),
    browser: cell("browser"),
    note: isAny
      ? [gap, excused("app")?.why, excused("browser")?.why].filter((words) => words !== undefined).join(" ")
      : "",
  };
}

function summary(judged: readonly Judged[]): string[] {
  const count = (priority: Row["priority"], state: State) =>
    judged.filter((row) => row.priority === priority && row.state === state).length;
  return [
    "| | done | partly | no |",
    "|---|---:|---:|---:|",
    ...(["P0", "P1"] as const).map(
      (priority) =>
        `| ${priority} | ${count(priority, "done")} | ${count(priority, "partly")} | ${count(priority, "no")} |`,
    ),
  ];
}

const inArea = (judged: readonly Judged[], area: string) => judged.filter(({ id }) => id.startsWith(`${area}-`));

function section(title: string, judged: readonly Judged[]): string[] {
  if (judged.length === 0) return [];
  return [
    "",
    `## ${title}`,
    "",
    "| row | | what | state | API or hosted app | browser | note |",
    "|---|---|---|---|---|---|---|",
    ...judged.map((row) => {
      const cells = [row.id, row.priority, row.title, row.state, row.app, row.browser, row.note];
      return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
    }),
  ];
}

/** `tests/rest/reads.integration.test.ts` is `tests/rest/reads`. */
const shortName = (file: string): string => file.replace(/\.(?:integration\.test|spec)\.ts$/, "");

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lineOf, type Node, parseSource, type Source, testCode, textOf, walk } from "./support/source-code.ts";

/**
 * No test judges how long something took in milliseconds: that fails on a busy machine and says nothing on a quick one.
 * Speed is judged as a ratio to another time of the same run (support/cpu-time.ts, support/traffic.ts) or measured by
 * `npm run bench`. So a test reads no clock, except where it is said why here; giving up at a deadline is no judgement.
 */
const MAY_READ_THE_CLOCK: Readonly<Record<string, string>> = {
  "server/releases/thread-turns.test.ts": "keeps the thread busy for a while, judged by nothing",
  "tests/reliability/huge-answers.integration.test.ts": "printed, judged by nothing",
  "tests/reliability/large-drafts.integration.test.ts":
    "how long answers take meanwhile, by how long they take when idle",
  "server/imports/reading/hostile-files.test.ts": "how long the process is held up, by one pass over a text",
  "tests/e2e/together.spec.ts": "the way of an edit, by a bare request",
  "tests/reliability/failpoints.integration.test.ts": "printed on request, judged by nothing",
  "tests/access/people.integration.test.ts": "two answers, by each other",
  "tests/reliability/postgres-faults.integration.test.ts":
    "how long it refuses, by how slow the machine is when nothing is wrong",
  "tests/reliability/several-processes.integration.test.ts": "the way to another process, by the way within one",
  "tests/support/draft-window.ts": "when an edit was sent and seen",
  "tests/support/traffic.ts": "how long answers take, for who compares them",
  "workers/imports/live-imports.integration.test.ts": "the slowest write of others, by the whole import",
  "workers/publish/releases.integration.test.ts": "the slowest read of others, by how long a table is held",
};

const isMember = (node: Node | undefined, object: string, property: string): boolean =>
  node?.type === "MemberExpression" &&
  (node.object as Node).name === object &&
  ((node.property as Node).name ?? (node.property as Node).value) === property;
const isCallOf = (node: Node | undefined, object: string, property: string): boolean =>
  node?.type === "CallExpression" && isMember(node.callee as Node, object, property);

/** A clock that is read to measure. `Date.now()` gives a deadline too, so only a difference counts. */
function clockRead(node: Node, parent: Node | undefined): boolean {
  if (isMember(node, "process", "hrtime")) return true;
  // `() => performance.now()` hands a clock to what is tested.
  if (isCallOf(node, "performance", "now")) return parent?.type !== "ArrowFunctionExpression";
  if (node.type !== "BinaryExpression" || node.operator !== "-") return false;
  const [left, right] = [node.left as Node, node.right as Node];
  // Some seconds ago is an instant.
  return (isCallOf(left, "Date", "now") && right.type !== "Literal") || isCallOf(right, "Date", "now");
}

const DURATION =
  /(?:^|[a-z])(?:Ms|Millis|Seconds)\b|\b(?:ms|took|seconds|elapsed|duration)\b|percentile\(|performance\.now/;
const COMPARES = /^to(?:BeLessThan|BeGreaterThan)(?:OrEqual)?$/;

/** `expect(tookMs).toBeLessThan(500)`: a duration, by its name, compared with a number that is written there. */
function judgesDuration(node: Node, source: Source): boolean {
  if (node.type !== "CallExpression") return false;
  const { callee, arguments: compared } = node as unknown as { callee: Node; arguments: readonly Node[] };
  const property = (callee.property as Node | undefined)?.name;
  if (callee.type !== "MemberExpression" || !COMPARES.test(String(property))) return false;
  const [limit] = compared;
  if (limit?.type !== "Literal" || limit.value === 0) return false;
  const [judged] = ((callee.object as Node).arguments ?? []) as Node[];
  // A quotient is a ratio.
  return judged !== undefined && judged.operator !== "/" && DURATION.test(textOf(source, judged));
}

function findings(source: Source): string[] {
  const found: string[] = [];
  walk(source, (node, parent) => {
    if (!clockRead(node, parent) && !judgesDuration(node, source)) return;
    found.push(`${source.file}:${lineOf(source, node)}: ${textOf(source, node).slice(0, 80)}`);
  });
  return found;
}
const inText = (text: string) => findings(parseSource("snippet.ts", text));

describe("tests judge no durations", () => {
  it.each([
    "const began = performance.now();",
    "const took = Date.now() - began;",
    "const left = until - Date.now();",
    "const began = process.hrtime.bigint();",
    "expect(release.tookMs).toBeLessThan(400);",
    "expect(took[3]).toBeLessThan(500);",
    "expect(traffic.percentile(0.99)).toBeLessThan(1_000);",
    "expect(seconds).toBeLessThanOrEqual(90);",
  ])("%s is found", (text) => expect(inText(text)).toHaveLength(1));

  it.each([
    "const deadline = Date.now() + 15_000;",
    "while (Date.now() < deadline) await pause(20);",
    "const past = new Date(Date.now() - 1_000);",
    "const pool = openPool({ now: () => performance.now() });",
    "expect(release.tookMs).toBeGreaterThanOrEqual(0);",
    "expect(took / reference).toBeLessThan(3);",
    "expect(rows.length).toBeLessThan(10);",
  ])("%s passes", (text) => expect(inText(text)).toEqual([]));

  const judged = testCode().map(({ file, path }) => {
    const source = parseSource(file, readFileSync(path, "utf8"));
    return { file, found: findings(source) };
  });
  it("except where it is said why", () => {
    expect(judged.flatMap(({ file, found }) => (file in MAY_READ_THE_CLOCK ? [] : found))).toEqual([]);
  });
  it("and nothing is said in vain", () => {
    const needed = new Set(judged.flatMap(({ file, found }) => (found.length > 0 ? [file] : [])));
    expect(Object.keys(MAY_READ_THE_CLOCK).filter((file) => !needed.has(file))).toEqual([]);
  });
});

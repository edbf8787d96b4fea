import { readFileSync } from "node:fs";
import { COVERAGE_FILE, coverageOf } from "./coverage.ts";
import { differences } from "./differences.ts";
import { taggedTests } from "./tagged-tests.ts";

/**
 * `tsx tests/coverage/check.ts` fails when docs/coverage.md is not what a run in which all tagged tests pass writes. So
 * it finds an edit by hand, a tag that came or went since, and a tagged test that failed in the run, and runs nothing.
 */
const found = differences({ file: readFileSync(COVERAGE_FILE, "utf8"), wanted: coverageOf(taggedTests()) });
if (found.length > 0) {
  console.error(`docs/coverage.md is not what the tagged tests say. Let “npm test” write it.\n\n${found.join("\n")}`);
  process.exitCode = 1;
}

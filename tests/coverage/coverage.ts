import { resolve } from "node:path";
import { EXCEPTIONS } from "./exceptions.ts";
import { GAPS } from "./gaps.ts";
import type { Passed } from "./read-reports.ts";
import { renderCoverage } from "./render-coverage.ts";
import { ROWS } from "./rows.ts";

export const COVERAGE_FILE = resolve(import.meta.dirname, "../../docs/coverage.md");

/** The text of docs/coverage.md after a run in which these tags passed. */
export const coverageOf = (passed: Passed): string =>
  renderCoverage({ rows: ROWS, passed, exceptions: EXCEPTIONS, gaps: GAPS });

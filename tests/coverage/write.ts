import { readFileSync, writeFileSync } from "node:fs";
import { COVERAGE_FILE, coverageOf } from "./coverage.ts";
import { type Report, readReports } from "./read-reports.ts";

/** `tsx tests/coverage/write.ts REPORT…` writes docs/coverage.md from the JSON reports of one run of all tests. */
const reports = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")) as Report);
writeFileSync(COVERAGE_FILE, coverageOf(readReports(reports)));

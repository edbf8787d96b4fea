import { readFileSync } from "node:fs";
import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tests/support/longest-first.ts";
import { testFiles } from "./tests/support/source-code.ts";

const conditions = ["quintet-source", ...defaultServerConditions];

/** Tests that put a module in place of another: they need the modules to themselves. */
const mocking = testFiles()
  .filter(({ path }) => /^vi\.mock\(/m.test(readFileSync(path, "utf8")))
  .map(({ file }) => file);
const mockingUnits = mocking.filter((file) => !file.endsWith(".integration.test.ts"));
const mockingIntegrations = mocking.filter((file) => file.endsWith(".integration.test.ts"));
/** They compare times of one run with each other, which the browser tests beside them would disturb. */
const ratios = [
  "tests/access/people.integration.test.ts",
  "tests/publishing/publish-under-load.integration.test.ts",
  "tests/reliability/huge-answers.integration.test.ts",
  "tests/reliability/large-drafts.integration.test.ts",
  "tests/reliability/postgres-faults.integration.test.ts",
  "tests/reliability/several-processes.integration.test.ts",
  "tests/rest/writes.integration.test.ts",
  "workers/imports/live-imports.integration.test.ts",
  "workers/publish/releases.integration.test.ts",
];
const integrations = {
  globalSetup: ["tests/support/global-postgres.ts"],
  // Twice the two cores that the tests are for: what takes longest waits for processes that it ended.
  maxWorkers: 4,
};
const units = {
  include: ["{engine,server,workers,studio,tests}/**/*.test.ts"],
  exclude: ["**/*.integration.test.ts", "**/node_modules/**", "dist/**"],
};

/**
 * `unit` is pure and needs nothing; `integration` starts the embedded Postgres once (tests/support/global-postgres.ts).
 * The files of each share the modules that they load, which is half of the time of many; `unit-mocks` and
 * `integration-mocks` are those that may not. `integration-ratios` are those that judge times: `npm test` runs them
 * before the browser tests, and the other integration tests beside these.
 */
export default defineConfig({
  resolve: { conditions: ["quintet-source", ...defaultClientConditions] },
  ssr: { resolve: { conditions } },
  test: {
    // When a test is given up. It judges nothing: a busy machine takes several times as long as an idle one.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          ...units,
          name: "unit",
          exclude: [...units.exclude, ...mockingUnits],
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { ...units, name: "unit-mocks", include: mockingUnits, maxWorkers: 2, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          ...integrations,
          name: "integration",
          isolate: false,
          // After the units: a mistake that they find is found sooner.
          sequence: { groupOrder: 2 },
          include: ["{engine,server,workers,tests}/**/*.integration.test.ts"],
          exclude: ["**/node_modules/**", "dist/**", ...mockingIntegrations, ...ratios],
        },
      },
      {
        extends: true,
        test: {
          ...integrations,
          name: "integration-ratios",
          isolate: false,
          sequence: { groupOrder: 2 },
          include: ratios,
        },
      },
      {
        extends: true,
        test: {
          ...integrations,
          name: "integration-mocks",
          sequence: { groupOrder: 2 },
          include: mockingIntegrations,
        },
      },
    ],
  },
});

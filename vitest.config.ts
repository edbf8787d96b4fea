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
 * `integration-mocks` are those that may not.
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
          exclude: ["**/node_modules/**", "dist/**", ...mockingIntegrations],
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

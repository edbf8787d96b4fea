import { readFileSync } from "node:fs";
import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tests/support/longest-first.ts";
import { testFiles } from "./tests/support/source-code.ts";

const conditions = ["quintet-source", ...defaultServerConditions];

/** Unit tests that put a module in place of another: they need the modules to themselves. */
const mocking = testFiles()
  .filter(({ path }) => /^vi\.mock\(/m.test(readFileSync(path, "utf8")))
  .map(({ file }) => file);
const units = {
  include: ["{engine,server,workers,studio,tests}/**/*.test.ts"],
  exclude: ["**/*.integration.test.ts", "**/node_modules/**", "dist/**"],
};

/**
 * `unit` is pure and needs nothing, so its files share what they load, which is half of their time; `unit-mocks` are
 * those that may not. `integration` starts the embedded Postgres once (tests/support/global-postgres.ts).
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
          exclude: [...units.exclude, ...mocking],
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { ...units, name: "unit-mocks", include: mocking, maxWorkers: 2, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          name: "integration",
          // After the units: a mistake that they find is found sooner.
          sequence: { groupOrder: 2 },
          include: ["{engine,server,workers,tests}/**/*.integration.test.ts"],
          globalSetup: ["tests/support/global-postgres.ts"],
          fileParallelism: true,
          // Twice the two cores that the tests are for: what takes longest waits for processes that it ended.
          maxWorkers: 4,
        },
      },
    ],
  },
});

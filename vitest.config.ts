import { defaultClientConditions, defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";

const conditions = ["quintet-source", ...defaultServerConditions];

/** Two projects: `unit` is pure and needs nothing; `integration` starts the embedded Postgres once (tests/support/global-postgres.ts). */
export default defineConfig({
  resolve: { conditions: ["quintet-source", ...defaultClientConditions] },
  ssr: { resolve: { conditions } },
  test: {
    // When a test is given up. It judges nothing: a busy machine takes several times as long as an idle one.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          sequence: { groupOrder: 0 },
          include: ["{engine,server,workers,studio,tests}/**/*.test.ts"],
          exclude: ["**/*.integration.test.ts", "**/node_modules/**", "dist/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          // After the units: a mistake that they find is found sooner.
          sequence: { groupOrder: 1 },
          include: ["{engine,server,workers,tests}/**/*.integration.test.ts"],
          globalSetup: ["tests/support/global-postgres.ts"],
          fileParallelism: true,
          maxWorkers: 2,
        },
      },
    ],
  },
});

import { defineConfig } from "@playwright/test";
import { findChromium } from "./tests/support/find-chromium.mjs";

const executablePath = findChromium();
if (!executablePath) {
  throw new Error(
    "The browser tests need a Chromium. Install one (on Debian: apt-get install chromium) or name it in QUINTET_CHROMIUM.",
  );
}

const wantsSnapshots = process.env.QUINTET_TRACE === "1";

/**
 * The browser tests, on the machine's own Chromium. Each file starts a Quintet of its own (tests/support/quintet.ts)
 * on a copy of an empty installation, from the compiled files: run `npm run build` first, or `npm test`, which does.
 */
export default defineConfig({
  testDir: "tests/e2e",
  globalSetup: "./tests/support/quintet-template.ts",
  outputDir: "test-results",
  // When a test and a wait are given up. They judge nothing: a busy machine takes several times as long as an idle one.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // Every file has a server, a Postgres and a browser of its own. Twice the two cores that the tests are for: most of a
  // test is waiting for an answer, a frame or the next look at the page.
  workers: 4,
  fullyParallel: false,
  // What passes only then is printed at the end of `npm test`.
  retries: 1,
  forbidOnly: process.env.CI !== undefined,
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE === undefined ? "list" : [["list"], ["json"]],
  use: {
    browserName: "chromium",
    viewport: { width: 1280, height: 800 },
    // The steps of a failed test. Pictures and snapshots of each step take almost half of the processor time of a run, so
    // QUINTET_TRACE=1 asks for them.
    trace: { mode: "retain-on-failure", screenshots: wantsSnapshots, snapshots: wantsSnapshots, sources: false },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath,
      args: [
        // Chromium's sandbox refuses to run as root; the pages are ours.
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        // It calls home otherwise, which slows a machine without a network by seconds.
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-domain-reliability",
        "--disable-sync",
        "--no-first-run",
        "--no-pings",
        "--disable-features=OptimizationHints,MediaRouter,DialMediaRouteProvider,Translate,AutofillServerCommunication",
      ],
    },
  },
});

#!/usr/bin/env node
// The commands of package.json and `npx quintet`, before anything is installed: this file may import nothing but Node
// itself.
//
//   start   installs what is missing, builds what is stale, and becomes the server (in this very process, so that a
//           signal has one receiver: a wrapper that is killed would leave Postgres behind)
//   test    the same, then every test there is, and one last line that counts them
//   bench   the same, then the five scenarios
//   …       the same, then that command of server/cli
//
// It is not a `prestart` script, because `--ignore-scripts` skips those without a word.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.dirname(fileURLToPath(import.meta.url));
const calledFrom = process.cwd();
process.chdir(root);
const [task = "start", ...rest] = process.argv.slice(2);

const SOURCES = ["engine", "server", "studio", "workers", "migrations"];
const BUILD_FILES = ["package.json", "package-lock.json", "tsconfig.base.json", "tsconfig.json", "vite.config.ts"];

checkNode();
if (task === "start") await start();
else if (task === "test") await test();
else if (task === "bench") bench();
else await commandLine();

async function start() {
  prepare();
  process.setSourceMapsEnabled(true);
  process.argv = [process.argv[0], path.join(root, "dist/server/main.js"), ...rest];
  await import(pathToFileURL(process.argv[1]).href);
}

async function test() {
  prepare();
  haveRedis();
  const reports = fs.mkdtempSync(path.join(root, ".quintet-reports-"));
  // What is not built (tests, the studio's types) is checked too; a mistake counts, and the rest still runs.
  const typesFit = node(["node_modules/typescript/bin/tsc", "-b"]) === 0;
  if (!typesFit) console.error("\nThe types do not fit (above).\n");
  const results = [{ passed: 0, failed: typesFit ? 0 : 1 }];
  let repeated = [];
  try {
    const vitest = (name, options) => runVitest(path.join(reports, `${name}.json`), options);
    if (rest.length > 0) {
      // Arguments choose test files of vitest; then the browser is not meant, and the run says nothing of the whole.
      results.push(vitest("chosen", rest));
    } else {
      const browser = path.join(reports, "playwright.json");
      results.push(vitest("vitest", []), await runPlaywright(browser));
      repeated = passedWhenRepeated(readJson(browser));
      writeCoverage([path.join(reports, "vitest.json"), browser]);
    }
  } finally {
    fs.rmSync(reports, { recursive: true, force: true });
  }
  if (repeated.length > 0) {
    console.log("\nPassed only when repeated, which is a fault to mend, of the test or of what it tests:");
    for (const title of repeated) console.log(`  ${title}`);
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  process.exitCode = sum("failed") > 0 || sum("passed") === 0 ? 1 : 0;
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
}

async function commandLine() {
  prepare();
  const { runCli } = await import(pathToFileURL(path.join(root, "dist/server/cli/main.js")).href);
  process.exitCode = await runCli([task, ...rest], { folder: calledFrom, home: root });
}

function bench() {
  prepare();
  const script = ["tests/bench/run.mjs", "tests/bench/run.ts"].find((file) => fs.existsSync(file));
  if (!script) stop("There is no benchmark in tests/bench.");
  const loader = script.endsWith(".ts") ? ["node_modules/tsx/dist/cli.mjs"] : [];
  process.exitCode = node([...loader, script, ...rest]);
}

// --- Installing and building ---------------------------------------------------------------------------------------

/** Everything that must be there before the code runs; what is up to date costs milliseconds. */
function prepare() {
  const wanted = `${hashOf(["package-lock.json"])} ${process.platform}-${process.arch}`;
  // A link is somebody else's folder, which `npm ci` would empty: what is in it is theirs to say.
  const installed = () => isLink("node_modules") || read("node_modules/.bootstrap") === wanted;
  const sources = () => hashOf([...SOURCES, ...BUILD_FILES]);
  const built = () => read("dist/.bootstrap") === sources();
  if (!(installed() && built())) {
    withLock(() => {
      if (!installed()) {
        say("Installing what is missing …");
        must(
          [npmCli(), "ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"],
          "The installation failed.",
        );
        fs.writeFileSync("node_modules/.bootstrap", wanted);
      }
      if (!built()) {
        say("Building …");
        const state = sources();
        fs.rmSync("dist", { recursive: true, force: true });
        must(["node_modules/typescript/bin/tsc", "-b", "server", "workers", "migrations"], "The build failed.");
        must(["node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], "The build of the studio failed.");
        fs.writeFileSync("dist/.bootstrap", state); // last, so that a broken build is repeated
      }
    });
  }
}

/** Two first starts at once: one does the work, the other waits for it. A folder is made by one process only. */
function withLock(work) {
  const lock = path.join(root, ".quintet-bootstrap");
  const owner = path.join(lock, "pid");
  for (let told = false; ; ) {
    try {
      fs.mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const pid = Number(read(owner) ?? Number.NaN);
    const age = Date.now() - (fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (Number.isNaN(pid) ? age > 5_000 : !isAlive(pid)) {
      // Taken away under another name first: of two who find it dead, one succeeds and neither removes a fresh lock.
      const dead = `${lock}-dead-${process.pid}`;
      try {
        fs.renameSync(lock, dead);
        fs.rmSync(dead, { recursive: true, force: true });
      } catch (error) {
        if (error.code !== "ENOENT") throw error;
      }
      continue;
    }
    if (!told) say("Another start is installing or building; waiting for it …");
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  fs.writeFileSync(owner, String(process.pid));
  try {
    work();
  } finally {
    fs.rmSync(lock, { recursive: true, force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Names and contents of files and folders, tests left out: they are not in what is built. */
function hashOf(names) {
  const hash = createHash("sha256");
  const add = (name) => {
    const stats = fs.statSync(name, { throwIfNoEntry: false });
    if (!stats) return;
    if (stats.isDirectory()) for (const child of fs.readdirSync(name).sort()) add(path.join(name, child));
    else if (!/\.test\.tsx?$|\.md$/.test(name)) hash.update(`${name}\0${stats.size}\0`).update(fs.readFileSync(name));
  };
  for (const name of names) add(name);
  return hash.digest("hex");
}

/** npm's own program: what runs us, or what stands beside node. Not `npm` by name, which Windows needs a shell for. */
function npmCli() {
  const beside = path.dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath,
    path.join(beside, "../lib/node_modules/npm/bin/npm-cli.js"),
    path.join(beside, "node_modules/npm/bin/npm-cli.js"),
    ...(process.env.PATH ?? "").split(path.delimiter).map((folder) => realPath(path.join(folder, "npm"))),
    "/usr/share/nodejs/npm/bin/npm-cli.js",
  ];
  const found = candidates.find((file) => file && /npm-cli\.c?js$/.test(file) && fs.existsSync(file));
  return found ?? stop("npm was not found. Install Node with npm, or run “npm ci” yourself.");
}

// --- The browser ---------------------------------------------------------------------------------------------------

function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("apt-get", args, { stdio: "inherit", env }).status === 0;
}

/** Of root on Debian, where it may be installed; else what is about Redis is skipped, and the report says so. */
function haveRedis() {
  if (spawnSync("redis-server", ["--version"]).status === 0) return;
  if (process.getuid?.() === 0 && fs.existsSync("/usr/bin/apt-get")) {
    say("Installing Redis for its tests …");
    const install = ["install", "-y", "-qq", "--no-install-recommends", "redis-tools", "redis-server"];
    if (apt(install) || (apt(["update", "-qq"]) && apt(install))) return;
  }
  say("There is no redis-server on this machine: what is about Redis is skipped.");
}

/**
 * A Chromium; as root on Debian it is installed, and the quicker headless shell is installed even where there is another.
 * Without one the tests fail with a sentence and are never skipped.
 */
async function haveChromium() {
  const { findChromium, HEADLESS_SHELL } = await import("./tests/support/find-chromium.mjs");
  const isQuick = (program) => process.env.QUINTET_CHROMIUM !== undefined || program.endsWith(HEADLESS_SHELL);
  const found = findChromium();
  if (found && isQuick(found)) return found;
  if (process.getuid?.() === 0 && fs.existsSync("/usr/bin/apt-get")) {
    const packages = found ? [HEADLESS_SHELL] : [HEADLESS_SHELL, "chromium"];
    say("Installing Chromium for the browser tests …");
    for (const name of packages) {
      const install = ["install", "-y", "-qq", "--no-install-recommends", name];
      if (apt(install) || (apt(["update", "-qq"]) && apt(install))) return findChromium();
    }
  }
  if (found) return found;
  console.error(
    "\nThe browser tests need a Chromium, and none was found. Install one (on Debian: apt-get install chromium) or name it in QUINTET_CHROMIUM.",
  );
  return undefined;
}

// --- Counting ------------------------------------------------------------------------------------------------------

/** A file that could not be loaded has no tests to count, so it counts as a failed one; likewise a runner that died. */
function countVitest(file, status) {
  const report = readJson(file);
  const passed = report?.numPassedTests ?? 0;
  const broken = (report?.testResults ?? []).filter(
    (suite) => suite.status === "failed" && !suite.assertionResults.some((test) => test.status === "failed"),
  );
  return atLeastOne({ passed, failed: (report?.numFailedTests ?? 0) + broken.length }, status);
}

function runVitest(report, options) {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  return countVitest(report, node(["node_modules/vitest/vitest.mjs", "run", ...reporters, ...options]));
}

async function runPlaywright(report) {
  const chromium = await haveChromium();
  if (chromium === undefined) return { passed: 0, failed: 1 };
  const environment = { PLAYWRIGHT_JSON_OUTPUT_FILE: report, QUINTET_CHROMIUM: chromium };
  return countPlaywright(report, node(["node_modules/@playwright/test/cli.js", "test"], environment));
}

function countPlaywright(file, status) {
  const { stats, errors = [] } = readJson(file) ?? {};
  return atLeastOne(
    { passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: (stats?.unexpected ?? 0) + errors.length },
    status,
  );
}

/** "file › title" of each browser test that failed and then passed. */
function passedWhenRepeated(report) {
  const inSuite = ({ file, specs = [], suites = [] }) => [
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === "flaky"))
      .map(({ title }) => `${file} › ${title}`),
    ...suites.flatMap(inSuite),
  ];
  return (report?.suites ?? []).flatMap(inSuite);
}

/** docs/coverage.md, from the reports of a whole run. */
function writeCoverage(reports) {
  if (reports.some((report) => read(report) === undefined)) return;
  const status = node(["node_modules/tsx/dist/cli.mjs", "tests/coverage/write.ts", ...reports]);
  if (status !== 0) say("docs/coverage.md could not be written.");
}

function atLeastOne(result, status) {
  return status !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
}

// --- Small things --------------------------------------------------------------------------------------------------

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    stop(`Quintet needs Node 20.19 or newer; this is ${process.version}. Node 24 is the one to have.`);
  if (major === 20)
    say("Node 20 gets no security fixes any more. Quintet runs on it, and faster and safer on Node 24.");
}

/** Runs a script on this Node and gives its exit status. No shell, so it is the same everywhere. */
function node(args, environment = {}) {
  const { status, error } = spawnSync(process.execPath, args, {
    stdio: "inherit",
    env: { ...process.env, ...environment },
  });
  if (error) throw error;
  return status ?? 1;
}

function must(args, sentence) {
  if (node(args) !== 0) stop(sentence);
}

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function isLink(name) {
  return fs.lstatSync(name, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function readJson(file) {
  const text = read(file);
  return text === undefined || text === "" ? undefined : JSON.parse(text);
}

function realPath(file) {
  try {
    return fs.realpathSync(file);
  } catch {
    return undefined;
  }
}

/** On standard error: the output of a command is its result. */
function say(text) {
  console.error(`  ${text}`);
}

function stop(sentence) {
  console.error(`\n${sentence}`);
  if (task === "test") console.log("\n0 passed, 1 failed");
  process.exit(1);
}

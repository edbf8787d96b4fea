import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { openApiDocument } from "#engine/export/openapi/openapi-document";
import { bookshop, hostileApi } from "../support/open-apis.ts";

/** OpenAPI documents of apps before a judge that is not ours: Redocly with redocly.yaml. */
const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "quintet-openapi-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function lint(definition: AppDefinition): Promise<string> {
  const file = join(folder, "openapi.json");
  const options = { serverUrl: "https://shop.quintet.test", version: "7" };
  writeFileSync(file, JSON.stringify(openApiDocument(readDefinition(definition), options)));
  const command = [
    join(root, "node_modules/@redocly/cli/bin/cli.js"),
    "lint",
    file,
    "--config",
    join(root, "redocly.yaml"),
  ];
  const run = promisify(execFile)(process.execPath, [...command, "--format", "json"], {
    timeout: 60_000,
    maxBuffer: 32 * 1024 * 1024,
    env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
  });
  const { stdout } = await run.catch((error: { stdout: string; stderr: string }) => {
    if (!error.stdout.includes('"totals"')) throw new Error(error.stderr);
    return error;
  });
  const report = JSON.parse(stdout.slice(stdout.indexOf("{"))) as {
    totals: { errors: number; warnings: number };
    problems: { ruleId: string; message: string; location: { pointer: string }[] }[];
  };
  return report.problems
    .slice(0, 10)
    .map(({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer}: ${message}`)
    .join("\n");
}

describe("OpenAPI documents before a linter", () => {
  it("passes with every field type, relations, and models called like components [SER-05]", async () => {
    expect(await lint(bookshop())).toBe("");
  }, 90_000);

  it("passes when every label is hostile", async () => {
    expect(await lint(hostileApi())).toBe("");
  }, 90_000);
});

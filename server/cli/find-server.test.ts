import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCliEnvironment } from "../config/cli-environment.ts";
import { announceLocalServer, newLocalKey } from "../operations/local-server.ts";
import type { CliError } from "./cli-error.ts";
import { findServer } from "./find-server.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(`${tmpdir()}/quintet-find-`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const find = (variables: Record<string, string>) => findServer(readCliEnvironment(variables), folder);
const QUINTET_TOKEN = `qt_${"A".repeat(43)}`;

function refusalOf(variables: Record<string, string>): CliError {
  try {
    find(variables);
  } catch (error) {
    return error as CliError;
  }
  throw new Error("It was not refused.");
}

describe("a token over plain http", () => {
  it.each([
    "http://quintet.example",
    "HTTP://quintet.example:4000/",
    "http://192.168.1.7:4000",
    "http://127.0.0.1.example",
    "http://localhost.example",
    "http://localhost@quintet.example",
    "http://[2001:db8::1]:4000",
    "http://0.0.0.0:4000",
  ])("is not sent off this machine: %s", (QUINTET_URL) => {
    const refusal = refusalOf({ QUINTET_URL, QUINTET_TOKEN });
    expect(refusal).toMatchObject({ code: "insecure_http", exitCode: 2 });
    expect(refusal.message).toContain("https");
    expect(refusal.message).toContain("QUINTET_INSECURE_HTTP=1");
    expect(refusal.message).not.toContain(QUINTET_TOKEN);
  });

  it.each([
    "http://localhost:4000",
    "http://studio.localhost:4000",
    "http://127.0.0.1:4000",
    "http://127.1:4000",
    "http://[::1]:4000",
    "https://quintet.example",
  ])("is no matter at %s", (QUINTET_URL) => {
    expect(find({ QUINTET_URL, QUINTET_TOKEN })).toMatchObject({ url: QUINTET_URL, token: QUINTET_TOKEN });
  });

  it("goes where it is allowed in so many words, and nothing else allows it", () => {
    const there = { QUINTET_URL: "http://192.168.1.7:4000", QUINTET_TOKEN };
    for (const yes of ["1", "true"])
      expect(find({ ...there, QUINTET_INSECURE_HTTP: yes })).toMatchObject({ url: there.QUINTET_URL });
    for (const no of ["0", "false", ""])
      expect(refusalOf({ ...there, QUINTET_INSECURE_HTTP: no }).code, no).toBe("insecure_http");
    // The server's own setting, which may stand in the same shell, is not about this.
    expect(refusalOf({ ...there, INSECURE_HTTP: "1" }).code).toBe("insecure_http");
    const wrong = refusalOf({ ...there, QUINTET_INSECURE_HTTP: "yes" });
    expect(wrong).toMatchObject({ code: "usage", exitCode: 2 });
    expect(wrong.message).toContain("1 or 0");
  });

  it("is not sent either where a server of this data folder listens at another address of the machine", () => {
    announceLocalServer(folder, { url: "http://192.168.1.7:4000", host: "192.168.1.7:4000", key: newLocalKey() });
    expect(refusalOf({ QUINTET_DATA: ".", QUINTET_TOKEN })).toMatchObject({ code: "insecure_http", exitCode: 2 });
  });
});

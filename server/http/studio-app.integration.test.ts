import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestPlatform, type TestPlatform } from "../../tests/support/platform.ts";
import { createApi } from "./mount-endpoint.ts";
import { beginRequest } from "./request-state.ts";
import { createStudioApp } from "./studio-app.ts";

const folder = mkdtempSync(path.join(tmpdir(), "quintet-studio-"));
const LARGE = "const words = 1;\n".repeat(500);
let platform: TestPlatform;
const servers: Server[] = [];

beforeAll(async () => {
  mkdirSync(path.join(folder, "assets"));
  writeFileSync(path.join(folder, "assets", "index-abc.js"), "1;\n//# sourceMappingURL=index-abc.js.map\n");
  writeFileSync(path.join(folder, "assets", "index-abc.js.map"), '{"version":3}');
  for (const [name, content] of [
    ["large-abc.js", LARGE],
    ["large-abc.js.br", brotliCompressSync(LARGE)],
    ["large-abc.js.gz", gzipSync(LARGE)],
  ] as const)
    writeFileSync(path.join(folder, "assets", name), content);
  platform = await createTestPlatform();
});
afterAll(async () => {
  for (const server of servers) server.close();
  await platform?.close();
  rmSync(folder, { recursive: true });
});

async function serve(production: boolean): Promise<string> {
  const context = { ...platform.context, config: { ...platform.context.config, production } };
  const app = createStudioApp({ api: createApi(context), studioFolder: folder });
  const server = createServer((request, response) => {
    beginRequest(request, { log: context.log, address: "127.0.0.1" });
    app(request, response);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("the sources behind the studio's files", () => {
  it("are served to developers, and not in production, however they are asked for", async () => {
    const [development, production] = await Promise.all([serve(false), serve(true)]);
    const status = async (base: string, file: string) => (await fetch(`${base}/assets/${file}`)).status;
    expect(await status(development, "index-abc.js.map")).toBe(200);
    expect(await status(production, "index-abc.js")).toBe(200);
    for (const file of ["index-abc.js.map", "index-abc.js%2emap", "index-abc.js.ma%70", "./index-abc.js.map?x=.js"])
      expect(await status(production, file)).toBe(404);
  });
});

describe("the studio's files", () => {
  it.each([
    ["br, gzip", "br"],
    ["gzip, deflate, br;q=0.5", "br"],
    ["gzip", "gzip"],
    ["identity", null],
    ["zstd", null],
  ])("come in a coding that is taken: %s", async (accepted, coding) => {
    const base = await serve(true);
    const answer = await fetch(`${base}/assets/large-abc.js`, { headers: { "accept-encoding": accepted } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-encoding")).toBe(coding);
    expect(answer.headers.get("content-type")).toMatch(/^text\/javascript/);
    expect(answer.headers.get("vary")).toBe("Accept-Encoding");
    expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(answer.headers.get("content-security-policy")).toBeTruthy();
    expect(await answer.text()).toBe(LARGE);
  });

  it("are refused in a problem where the path cannot be read", async () => {
    const base = await serve(true);
    for (const broken of ["/assets/%ff.js", "/%e0%a4%a.js"]) {
      const answer = await fetch(`${base}${broken}`, { headers: { accept: "application/json" } });
      expect(answer.status).toBe(404);
      expect(answer.headers.get("content-type")).toMatch(/problem\+json/);
    }
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestPlatform, type TestPlatform } from "../../tests/support/platform.ts";
import { createApi } from "./mount-endpoint.ts";
import { beginRequest } from "./request-state.ts";
import { createStudioApp } from "./studio-app.ts";

const folder = mkdtempSync(path.join(tmpdir(), "quintet-studio-"));
let platform: TestPlatform;
const servers: Server[] = [];

beforeAll(async () => {
  mkdirSync(path.join(folder, "assets"));
  writeFileSync(path.join(folder, "assets", "index-abc.js"), "1;\n//# sourceMappingURL=index-abc.js.map\n");
  writeFileSync(path.join(folder, "assets", "index-abc.js.map"), '{"version":3}');
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

import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { listApps } from "#contract/http/apps";
import type { CliError } from "./cli-error.ts";
import { PlatformClient } from "./platform-client.ts";

const token = `qt_${"A".repeat(43)}`;
const open: http.Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await new Promise((done) => server.close(done));
});

/** A server that notes what it is sent. */
async function serve(answer: (response: http.ServerResponse) => void) {
  const heard: (string | undefined)[] = [];
  const server = http.createServer((request, response) => {
    heard.push(request.headers.authorization);
    response.setHeader("connection", "close");
    answer(response);
  });
  open.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const refusalOf = (client: PlatformClient): Promise<CliError> =>
  client.call(listApps, {}).then(
    () => Promise.reject(new Error("It was answered.")),
    (error: CliError) => error,
  );

it.each([301, 302, 303, 307, 308])("does not follow a redirect, which would hear the token: %d", async (status) => {
  const elsewhere = await serve((response) => response.end("{}"));
  const here = await serve((response) =>
    response.writeHead(status, { location: `${elsewhere.url}/platform/v1/apps` }).end(),
  );
  const refusal = await refusalOf(new PlatformClient({ url: here.url, token }));
  expect(refusal).toMatchObject({ code: "redirected", exitCode: 3 });
  expect(refusal.message).toContain(elsewhere.url);
  expect(here.heard).toEqual([`Bearer ${token}`]);
  expect(elsewhere.heard).toEqual([]);
});

it("says so of a redirect to nowhere, without control characters of the server's on the terminal", async () => {
  for (const location of [undefined, "::", "https://a.example/\u009b31m"]) {
    const here = await serve((response) => response.writeHead(302, location === undefined ? {} : { location }).end());
    const refusal = await refusalOf(new PlatformClient({ url: here.url, token }));
    expect(refusal.code).toBe("redirected");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(refusal.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  }
});

it("asks a .localhost name on this machine, whatever a resolver says of it", async () => {
  const here = await serve((response) => response.setHeader("content-type", "application/json").end('{"results":[]}'));
  const client = new PlatformClient({ url: here.url.replace("127.0.0.1", "no-such-name.localhost"), token });
  await expect(client.call(listApps, {})).resolves.toEqual({ results: [] });
});

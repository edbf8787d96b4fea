import { createServer, request, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { boundConnections } from "./bound-connections.ts";

let server: Server | undefined;
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.close();
});

async function serve(
  limits: { total: number; ofOneAddress: number },
  proxies: readonly string[] = [],
): Promise<number> {
  const made = createServer((_request, response) => response.end("answered"));
  server = made;
  boundConnections(made, { limits, isProxy: (address) => proxies.includes(address) });
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  return (made.address() as AddressInfo).port;
}

/** Opens connections that say nothing, from one address of this machine; gives how many the server left open. */
async function idle(port: number, count: number, localAddress: string): Promise<number> {
  const made = Array.from({ length: count }, () => {
    const socket = connect({ port, host: "127.0.0.1", localAddress });
    socket.on("error", () => undefined);
    sockets.push(socket);
    return socket;
  });
  await Promise.all(made.map((socket) => new Promise((done) => socket.once("connect", done).once("close", done))));
  expect(await get(port, "127.0.0.9")).toBe("answered");
  return made.filter(({ closed, destroyed }) => !closed && !destroyed).length;
}

function get(port: number, localAddress: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: "127.0.0.1", localAddress, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
      });
      response.on("end", () => resolve(text));
    });
    asked.on("error", reject);
    asked.end();
  });
}

// Other systems have one loopback address.
describe.runIf(process.platform === "linux")("connections that say nothing", () => {
  it("of one address keep nobody else out, and are taken again when it has closed some", async () => {
    const port = await serve({ total: 100, ofOneAddress: 10 });
    expect(await idle(port, 60, "127.0.0.2")).toBe(10);
    await expect(get(port, "127.0.0.2")).rejects.toThrow();
    expect(await get(port, "127.0.0.3")).toBe("answered");
    for (const socket of sockets.splice(0)) socket.destroy();
    for (let tries = 0; ; tries++) {
      const answer = await get(port, "127.0.0.2").catch(() => undefined);
      if (answer === "answered") break;
      expect(tries).toBeLessThan(1_000);
    }
  });

  it("of many addresses make room when it gets crowded", async () => {
    const port = await serve({ total: 50, ofOneAddress: 10 });
    for (let host = 10; host < 20; host++) await idle(port, 10, `127.0.0.${host}`);
    for (let round = 0; round < 5; round++) expect(await get(port, "127.0.0.9")).toBe("answered");
  });

  it("of a trusted proxy are those of many", async () => {
    const port = await serve({ total: 100, ofOneAddress: 10 }, ["127.0.0.2"]);
    expect(await idle(port, 60, "127.0.0.2")).toBe(60);
  });
});

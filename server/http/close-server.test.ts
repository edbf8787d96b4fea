import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { boundConnections } from "./bound-connections.ts";
import { closeServer } from "./close-server.ts";

const LARGE = Buffer.alloc(20_000_000, "a");
let server: Server;
const clients: Socket[] = [];

async function serve(): Promise<void> {
  server = createServer((request, response) => response.end(request.url === "/large" ? LARGE : "small"));
  boundConnections(server, { isProxy: () => true });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
}
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  server.closeAllConnections();
});

/** A connection that has asked and received the first bytes of the answer, and reads on when it is told to. */
async function ask(path: string): Promise<{ socket: Socket; received: () => number; ended: Promise<void> }> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  clients.push(socket);
  let received = 0;
  const ended = new Promise<void>((done) => socket.once("close", () => done()));
  await new Promise<void>((done) => {
    socket.on("data", (piece: Buffer) => {
      received += piece.length;
      done();
    });
    socket.once("data", () => path === "/large" && socket.pause());
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  });
  return { socket, received: () => received, ended };
}

it("sends a large answer to its end, however slowly its client reads", async () => {
  await serve();
  const { socket, received, ended } = await ask("/large");
  const closed = closeServer(server);
  socket.resume();
  await ended;
  await closed;
  expect(received()).toBeGreaterThan(LARGE.length);
});

it("closes connections that have their answer, also after others were sent one", async () => {
  await serve();
  const [small, large] = [await ask("/"), await ask("/large")];
  const closed = closeServer(server);
  large.socket.resume();
  await Promise.all([small.ended, large.ended, closed]);
});

import { Agent, createServer, get, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { UnreadAnswers, type UnreadLimits } from "./unread-answers.ts";

/** More than the buffers of two sockets hold. */
const BODY = "x".repeat(16_000_000);

let server: Server;
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
});

async function serve(limits: Partial<UnreadLimits>) {
  let answered = 0;
  const unread = new UnreadAnswers(limits);
  server = createServer((request, response) => {
    response.end(request.url === "/small" ? "small" : BODY);
    unread.written(response, request.socket);
    answered++;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, unread, answered: () => answered };
}

/** Sends a request, and reads nothing until it is told to. */
async function ask(port: number, times = 1): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  socket.pause();
  socket.on("error", () => undefined);
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(times));
  return socket;
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((done) => setTimeout(done, 20));
};
const untilNoConnection = async (): Promise<void> => {
  const count = () =>
    new Promise<number>((resolve, reject) => server.getConnections((error, n) => (error ? reject(error) : resolve(n))));
  while ((await count()) > 0) await new Promise((done) => setTimeout(done, 20));
};

describe("a client that asks and does not read", () => {
  it("is given up, and what was kept for it is free again", async () => {
    const { port, unread, answered } = await serve({ stalledMs: 400 });
    await Promise.all(Array.from({ length: 20 }, () => ask(port)));
    await until(() => answered() === 20);
    await untilNoConnection();
    await until(() => unread.heldBytes === 0);
  });

  it("is given up at once when all of them hold more than they may, the oldest first", async () => {
    const { port, unread, answered } = await serve({ stalledMs: 600_000, heldBytes: 50_000_000 });
    for (let count = 1; count <= 12; count++) {
      await ask(port);
      await until(() => answered() === count);
      expect(unread.heldBytes).toBeLessThanOrEqual(50_000_000);
    }
    const last = sockets.at(-1) as Socket;
    let size = 0;
    last.on("data", (piece: Buffer) => {
      size += piece.length;
    });
    last.resume();
    await until(() => size > BODY.length);
  });

  it("cannot hold more by asking again and again on one connection", async () => {
    const { port, unread } = await serve({ stalledMs: 600_000, heldBytes: 50_000_000 });
    await ask(port, 40);
    // Only the closing of the connection ends what is queued on it.
    await untilNoConnection();
    expect(unread.heldBytes).toBe(0);
  });
});

describe("a client that reads slowly", () => {
  it("gets its whole answer, and the connection stays for the next", async () => {
    const { port } = await serve({ stalledMs: 400 });
    const socket = await ask(port);
    let size = 0;
    let allowed = 0;
    socket.on("data", (piece: Buffer) => {
      size += piece.length;
      if (size > allowed) socket.pause();
    });
    const reading = setInterval(() => {
      allowed += 300_000;
      socket.resume();
    }, 20);
    await until(() => size > BODY.length);
    clearInterval(reading);
    socket.resume();
    await new Promise((done) => setTimeout(done, 1_000));
    let text = "";
    socket.on("data", (piece: Buffer) => {
      text += piece.toString();
    });
    socket.write("GET /small HTTP/1.1\r\nHost: x\r\n\r\n");
    await until(() => text.endsWith("small"));
  });

  it("does not get all the time in the world", async () => {
    const { port } = await serve({ stalledMs: 600_000, wholeMs: 300 });
    const socket = await ask(port);
    const drip = setInterval(() => socket.read(1_000), 20);
    await untilNoConnection();
    clearInterval(drip);
  });

  it("leaves nothing on a connection that it reads many large answers from", async () => {
    const { port, answered } = await serve({});
    let listeners: number | undefined;
    server.on("request", ({ socket }) => {
      listeners ??= socket.listenerCount("close");
      expect(socket.listenerCount("close")).toBeLessThanOrEqual(listeners + 1);
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let count = 0; count < 12; count++) {
      await new Promise<void>((resolve, reject) => {
        get({ port, host: "127.0.0.1", agent }, (response) => response.resume().on("end", resolve)).on("error", reject);
      });
    }
    agent.destroy();
    expect(answered()).toBe(12);
  });
});

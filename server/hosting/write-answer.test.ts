import { createServer, get, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { AppResponse } from "#engine/runtime/http/app-request";
import { writeAnswer } from "./write-answer.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Serves one answer; returns its address, and the result of sending it. */
async function serve(answer: () => AppResponse): Promise<{ port: number; sent: Promise<unknown> }> {
  let done: (outcome: unknown) => void = () => undefined;
  const sent = new Promise<unknown>((resolve) => {
    done = resolve;
  });
  server = createServer((_request, response) => {
    const sending = writeAnswer(response, answer(), { id: "r-1", isHttps: false });
    Promise.resolve(sending).then(() => done("sent"), done);
  });
  await new Promise<void>((ready) => server?.listen(0, "127.0.0.1", ready));
  return { port: (server.address() as AddressInfo).port, sent };
}

const ask = (port: number, method = "GET") =>
  new Promise<{ response: IncomingMessage; text: string }>((resolve, reject) => {
    const sent = httpRequest({ port, host: "127.0.0.1", method, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ response, text }));
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end();
  });

const stream = (chunks: AsyncIterable<Uint8Array>, length?: number): AppResponse => ({
  status: 200,
  headers: { "content-type": "text/plain" },
  body: { chunks, ...(length === undefined ? {} : { length }) },
});

describe("an answer", () => {
  it("sends a header of several values several times, and keeps a policy of its own", async () => {
    const { port } = await serve(() => ({
      status: 200,
      headers: { "set-cookie": ["a=1", "b=2"], "cross-origin-resource-policy": "cross-origin" },
      body: "x",
    }));
    const { headers } = (await ask(port)).response;
    expect(headers["set-cookie"]).toEqual(["a=1", "b=2"]);
    expect(headers["cross-origin-resource-policy"]).toBe("cross-origin");
  });

  it("is for its own host alone unless it says otherwise", async () => {
    const { port } = await serve(() => ({ status: 200, headers: {}, body: "x" }));
    const { headers } = (await ask(port)).response;
    expect(headers).toMatchObject({
      "cross-origin-resource-policy": "same-origin",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "permissions-policy": expect.stringContaining("camera=()"),
      "x-request-id": "r-1",
    });
  });
});

describe("an answer that is made while it is sent", () => {
  it("comes whole, with its length where that is known, and without its body to HEAD", async () => {
    let made = 0;
    async function* chunks() {
      for (const word of ["one ", "two ", "three"]) {
        made++;
        yield Buffer.from(word);
      }
    }
    const { port } = await serve(() => stream(chunks(), 13));
    const { response, text } = await ask(port);
    expect([text, response.headers["content-length"]]).toEqual(["one two three", "13"]);
    made = 0;
    const head = await ask(port, "HEAD");
    expect([head.text, head.response.headers["content-length"], made]).toEqual(["", "13", 0]);
  });

  it("is made no faster than it is taken, and no further when the client has left", async () => {
    let made = 0;
    let ended = false;
    async function* endless() {
      try {
        for (;;) {
          made++;
          yield Buffer.alloc(64_000, "x");
        }
      } finally {
        ended = true;
      }
    }
    const { port, sent } = await serve(() => stream(endless()));
    const client = get({ port, host: "127.0.0.1", agent: false });
    const response = await new Promise<IncomingMessage>((resolve) => client.on("response", resolve));
    response.pause();
    // What the buffers on the way hold is made, and then nothing more.
    let before = -1;
    await expect
      .poll(
        () => {
          const isStill = made === before;
          before = made;
          return isStill;
        },
        { interval: 200 },
      )
      .toBe(true);
    expect(made).toBeLessThan(1_000);
    client.destroy();
    expect(await sent).toBe("sent");
    expect(ended).toBe(true);
  });

  it("breaks off when it fails on the way, so that nobody takes a part for the whole", async () => {
    async function* failing() {
      yield Buffer.from("half");
      throw new Error("the other half is lost");
    }
    const { port, sent } = await serve(() => stream(failing()));
    await expect(ask(port)).rejects.toThrow();
    expect(await sent).toMatchObject({ message: "the other half is lost" });
  });
});

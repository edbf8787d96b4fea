import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { OperationalError } from "#engine/errors";
import { bodyReader } from "./read-body.ts";

const MAX_BODY_BYTES = 1_000_000;
const incoming = (headers: Record<string, string> = {}) =>
  Object.assign(new PassThrough(), { headers }) as unknown as IncomingMessage & PassThrough;

describe("a body", () => {
  it("is read whole", async () => {
    const request = incoming();
    const read = bodyReader()(request, MAX_BODY_BYTES);
    request.write("ab");
    request.end("cd");
    expect((await read).toString()).toBe("abcd");
  });

  it("is refused when it is announced or turns out to be too large", async () => {
    await expect(bodyReader()(incoming({ "content-length": "1000001" }), MAX_BODY_BYTES)).rejects.toMatchObject({
      status: 413,
    });
    const request = incoming();
    const read = bodyReader()(request, MAX_BODY_BYTES);
    request.write(Buffer.alloc(MAX_BODY_BYTES + 1));
    await expect(read).rejects.toMatchObject({ status: 413, headers: { connection: "close" } });
  });

  it("is refused when it is packed, before a byte of it is read", async () => {
    for (const encoding of ["gzip", "identity, br", "x"])
      await expect(bodyReader()(incoming({ "content-encoding": encoding }), MAX_BODY_BYTES)).rejects.toMatchObject({
        status: 415,
      });
    const request = incoming({ "content-encoding": "identity" });
    const read = bodyReader()(request, MAX_BODY_BYTES);
    request.end("ab");
    expect((await read).toString()).toBe("ab");
  });

  it("is refused when it comes too slowly, however often a byte arrives", async () => {
    const request = incoming();
    const drip = setInterval(() => request.write("x"), 5);
    await expect(bodyReader({ deadlineMs: 60 })(request, MAX_BODY_BYTES)).rejects.toMatchObject({ status: 408 });
    clearInterval(drip);
  });

  it("is refused while others fill the memory, and taken again when they are gone", async () => {
    const reader = bodyReader({ maxHeldBytes: 1000 });
    const read = (request: IncomingMessage) => reader(request, MAX_BODY_BYTES);
    const slow = incoming();
    const first = read(slow);
    slow.write(Buffer.alloc(900));
    await new Promise((done) => setImmediate(done));
    const second = incoming();
    const refused = read(second);
    second.end(Buffer.alloc(200));
    await expect(refused).rejects.toBeInstanceOf(OperationalError);
    slow.emit("aborted");
    await expect(first).rejects.toMatchObject({ status: 400 });
    const third = incoming();
    const taken = read(third);
    third.end(Buffer.alloc(900));
    expect((await taken).length).toBe(900);
  });
});

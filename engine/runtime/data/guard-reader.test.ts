import { PassThrough } from "node:stream";
import type pg from "pg";
import { describe, expect, it } from "vitest";
import { guardReader } from "./guard-reader.ts";

const clientOf = (stream: PassThrough) => ({ connection: { stream } }) as unknown as pg.ClientBase;
const endOf = (stream: PassThrough) => new Promise<Error>((resolve) => stream.once("error", resolve));

describe("what a database sends", () => {
  it("ends its connection and not the process, when the driver throws while it reads", async () => {
    const stream = new PassThrough();
    stream.on("data", () => {
      throw new RangeError("Cannot create a string longer than 0x1fffffe8 characters");
    });
    guardReader(clientOf(stream));
    const ended = endOf(stream);
    stream.write("x");
    expect((await ended).message).toContain("longer than");
    expect(stream.destroyed).toBe(true);
  });

  it("reaches the driver as it came, until it is refused", async () => {
    const stream = new PassThrough();
    let read = "";
    stream.on("data", (piece: Buffer) => {
      read += piece.toString();
    });
    let size = 0;
    guardReader(clientOf(stream), (bytes) => {
      size += bytes;
      return size > 4 ? new Error("too much") : undefined;
    });
    const ended = endOf(stream);
    stream.write("ab");
    await new Promise((done) => setImmediate(done));
    stream.write("cde");
    expect((await ended).message).toBe("too much");
    expect(read).toBe("ab");
  });
});

import type { IncomingMessage } from "node:http";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { RequestClient } from "#engine/runtime/data/request-client";
import { AppSlots } from "./app-directory.ts";
import { HostedRequest } from "./hosted-request.ts";
import { bodyReader } from "./read-body.ts";

const tools = { readBody: bodyReader(), addressOf: () => "203.0.113.7" };
function hosted(headers: Record<string, string> = { "content-length": "2" }) {
  const incoming = Object.assign(new PassThrough(), { headers, method: "POST", url: "/x" });
  const facts = { origin: "http://shop.localhost", id: "r", client: new RequestClient() };
  return { incoming, request: new HostedRequest(incoming as unknown as IncomingMessage, facts, tools) };
}

describe("the body of a hosted request", () => {
  it("is read when it is asked for, once, and kept for an answer from another release", async () => {
    const { incoming, request } = hosted();
    expect(incoming.listenerCount("data")).toBe(0);
    const first = request.body(10);
    incoming.end("ab");
    expect(Buffer.from(await first).toString()).toBe("ab");
    expect(await request.body(10)).toBe(await first);
  });

  it("is empty when none was sent, and refused over the limit that the asker sets", async () => {
    expect((await hosted({}).request.body(10)).byteLength).toBe(0);
    await expect(hosted({ "content-length": "11" }).request.body(10)).rejects.toMatchObject({ status: 413 });
  });
});

describe("the slots of an app", () => {
  it("are not held by requests whose bodies are still on their way", async () => {
    const slots = new AppSlots();
    const slow = Array.from({ length: 1_000 }, () => hosted());
    const answers = slow.map(({ request }) => request.withSlot(slots, async () => (await request.body(10)).byteLength));
    // Another request is let in meanwhile.
    expect(await hosted().request.withSlot(slots, async () => "answered")).toBe("answered");
    for (const [index, { incoming }] of slow.entries()) {
      incoming.end("ab");
      expect(await answers[index]).toBe(2);
    }
  });

  it("are limited also for requests whose bodies have come, and free again afterwards", async () => {
    const slots = new AppSlots();
    let finish: () => void = () => undefined;
    const waiting = new Promise<void>((done) => {
      finish = done;
    });
    const late = hosted();
    const refused = late.request.withSlot(slots, () => late.request.body(10));
    const busy = Array.from({ length: 400 }, () => hosted().request.withSlot(slots, () => waiting));
    late.incoming.end("ab");
    await expect(refused).rejects.toMatchObject({ status: 503, headers: { "retry-after": "1" } });
    await expect(hosted().request.withSlot(slots, async () => 1)).rejects.toMatchObject({ status: 503 });
    finish();
    await Promise.all(busy);
    expect(await hosted().request.withSlot(slots, async () => 1)).toBe(1);
  });
});

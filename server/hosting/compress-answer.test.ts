import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { AppResponse } from "#engine/runtime/http/app-request";
import { codingFor, compressor } from "./compress-answer.ts";

const page = (over: Partial<AppResponse> = {}): AppResponse => ({
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8", vary: "Authorization", etag: 'W/"a"' },
  body: "<p>é paragraph</p>".repeat(500),
  ...over,
});

describe("codingFor", () => {
  it.each([
    [undefined, undefined],
    ["", undefined],
    ["gzip, deflate, br", "br"],
    ["gzip", "gzip"],
    ["br;q=0.5, gzip;q=0.8", "gzip"],
    ["br;q=0, gzip;q=0", undefined],
    ["*", "br"],
    ["*;q=0.1, br;q=0", "gzip"],
    ["identity", undefined],
    ["br;q=x", undefined],
    ["BR", "br"],
    ["gzip,".repeat(300), undefined],
  ])("%s: %s", (header, coding) => expect(codingFor(header)).toBe(coding));
});

describe("an answer", () => {
  it("is compressed as the client asks, and says that it depends on that", async () => {
    const { compress } = compressor();
    for (const [coding, decode] of [
      ["br", brotliDecompressSync],
      ["gzip", gunzipSync],
    ] as const) {
      const sent = await compress(page(), coding);
      expect(sent.headers).toMatchObject({
        "content-encoding": coding,
        vary: "Authorization, Accept-Encoding",
        etag: 'W/"a"',
      });
      expect(decode(sent.body as Uint8Array).toString()).toBe(page().body);
      expect((sent.body as Uint8Array).byteLength).toBeLessThan(500);
    }
    expect(await compress(page({ body: Buffer.from("a".repeat(2_000)) }), "gzip")).toMatchObject({
      headers: { "content-encoding": "gzip" },
    });
  });

  it("is sent as it is to others, with the same Vary", () => {
    expect(compressor().compress(page(), undefined)).toEqual({
      ...page(),
      headers: { ...page().headers, vary: "Authorization, Accept-Encoding" },
    });
  });

  it.each([
    ["a short body", { body: "short" }],
    ["no body", { body: undefined }],
    ["a picture", { headers: { "content-type": "image/png" } }],
    ["what is coded already", { headers: { "content-type": "text/plain", "content-encoding": "gzip" } }],
    ["what no proxy may change", { headers: { "content-type": "text/plain", "cache-control": "no-transform" } }],
    ["a stream", { body: { chunks: (async function* () {})() } }],
    ["a huge body", { body: "x".repeat(10_000_001) }],
  ] satisfies [string, Partial<AppResponse>][])("is left alone: %s", (_name, over) => {
    const answer = page(over);
    expect(compressor().compress(answer, "br, gzip")).toBe(answer);
  });

  it("never waits for others that are compressed", async () => {
    const { compress } = compressor(1);
    const first = compress(page(), "br");
    expect(compress(page(), "br")).toMatchObject({ body: page().body });
    expect((await first).headers["content-encoding"]).toBe("br");
    expect(compress(page(), "br")).toBeInstanceOf(Promise);
  });
});

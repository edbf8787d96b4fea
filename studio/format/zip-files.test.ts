import { describe, expect, it } from "vitest";
import { crc32, zipFiles } from "./zip-files.ts";

/** Reads stored entries by their local headers, checking what any unzip checks. */
function read(archive: Uint8Array): Record<string, string> {
  const view = new DataView(archive.buffer);
  const decoder = new TextDecoder();
  const files: Record<string, string> = {};
  let at = 0;
  while (view.getUint32(at, true) === 0x04034b50) {
    const size = view.getUint32(at + 18, true);
    const nameLength = view.getUint16(at + 26, true);
    const name = decoder.decode(archive.subarray(at + 30, at + 30 + nameLength));
    const content = archive.subarray(at + 30 + nameLength, at + 30 + nameLength + size);
    expect(view.getUint32(at + 14, true)).toBe(crc32(content));
    files[name] = decoder.decode(content);
    at += 30 + nameLength + size;
  }
  const end = archive.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  expect(view.getUint32(end + 16, true)).toBe(at);
  expect(view.getUint16(end + 10, true)).toBe(Object.keys(files).length);
  return files;
}

describe("an archive of text files", () => {
  it("holds every file as it was, whatever its name", () => {
    const files = { "app.json": "{}\n", "models/größe.json": "Ж🎬\n", empty: "" };
    expect(read(zipFiles(new Map(Object.entries(files))))).toEqual(files);
  });

  it("is the same for the same files", () => {
    expect(zipFiles(new Map([["a", "1"]]))).toEqual(zipFiles(new Map([["a", "1"]])));
  });

  it("has the checksum that everybody else computes", () => {
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  });
});

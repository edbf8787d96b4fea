import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { png } from "../../tests/support/png.ts";
import { appThemeSchema, defaultTheme } from "./app-theme.ts";
import { base64OfBytes, bytesOfBase64 } from "./base64.ts";
import { readThemePicture } from "./theme-picture.ts";

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));
const webp = (first: string, data: readonly number[]): Uint8Array => {
  const body = Buffer.from([...Buffer.from(`WEBP${first}`), data.length, 0, 0, 0, ...data]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from("RIFF"), size, body]);
};
const reasonOf = (file: Uint8Array): string => {
  const read = readThemePicture(file);
  return read.ok ? "" : read.reason;
};

describe("a picture of the theme", () => {
  it("is a PNG or WebP file, judged by its bytes, with its size", () => {
    expect(readThemePicture(png({ width: 120, height: 40 }))).toEqual({
      ok: true,
      type: "image/png",
      width: 120,
      height: 40,
    });
    const lossy = webp("VP8 ", [0, 0, 0, 0x9d, 0x01, 0x2a, 100, 0, 50, 0]);
    expect(readThemePicture(lossy)).toEqual({ ok: true, type: "image/webp", width: 100, height: 50 });
    const lossless = webp("VP8L", [0x2f, 0b01100011, 0b01000000, 0b00001100, 0, 0, 0, 0, 0, 0]);
    expect(readThemePicture(lossless)).toEqual({ ok: true, type: "image/webp", width: 100, height: 50 });
    const extended = webp("VP8X", [0, 0, 0, 0, 99, 0, 0, 49, 0, 0]);
    expect(readThemePicture(extended)).toEqual({ ok: true, type: "image/webp", width: 100, height: 50 });
  });

  it("is refused with a reason when it is something else, too long, too large or damaged", () => {
    expect(reasonOf(bytes(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`))).toMatch(
      /^SVG can contain/,
    );
    expect(reasonOf(bytes("  <svg onload='x()'>"))).toMatch(/^SVG can contain/);
    expect(reasonOf(bytes("<script>x()</script>"))).toMatch(/^SVG can contain/);
    expect(reasonOf(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toMatch(/^It is a JPEG/);
    expect(reasonOf(bytes("GIF89a"))).toMatch(/^It is a GIF/);
    expect(reasonOf(bytes("hello"))).toBe("It is neither a PNG nor a WebP file.");
    expect(reasonOf(new Uint8Array(0))).toBe("It is neither a PNG nor a WebP file.");
    expect(reasonOf(png({ width: 4, height: 4, padding: 60_000 }))).toMatch(/^It has 60\.\d kB/);
    expect(reasonOf(png({ width: 3_000, height: 10 }))).toMatch(/^It is 3000 by 10 pixels/);
    expect(reasonOf(png({ width: 4, height: 4 }).subarray(0, 40))).toBe("The file is damaged or incomplete.");
    // A page behind the picture, which a browser that guesses types would show.
    expect(reasonOf(Buffer.concat([png({ width: 4, height: 4 }), Buffer.from("<script>")]))).toMatch(/damaged/);
  });

  it("never throws, whatever the bytes are", () => {
    const starts = [[], [...png({ width: 4, height: 4 }).subarray(0, 33)], [...Buffer.from("RIFF....WEBPVP8X")]];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 80 }), (start, rest) => {
        readThemePicture(Uint8Array.from([...start, ...rest]));
      }),
    );
  });

  it("stands in the definition as base64, and nothing else enters there", () => {
    const logo = base64OfBytes(png({ width: 120, height: 40 }));
    expect(appThemeSchema.safeParse({ ...defaultTheme, logo }).success).toBe(true);
    for (const wrong of ["", "%%%%", logo.slice(4), base64OfBytes(bytes("<svg>")), "A".repeat(64_004)])
      expect(appThemeSchema.safeParse({ ...defaultTheme, logo: wrong }).success).toBe(false);
  });

  it("has one text for its bytes, as base64 says", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (some) => {
        const text = base64OfBytes(some);
        expect(text).toBe(Buffer.from(some).toString("base64"));
        expect(bytesOfBase64(text)).toEqual(some);
      }),
    );
    expect(bytesOfBase64("AB==")).toBeUndefined();
  });
});

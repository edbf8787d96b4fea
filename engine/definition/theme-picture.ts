import { bytesOfBase64 } from "./base64.ts";

/**
 * A logo or favicon inside the definition: base64 of a PNG or WebP file. What it is, is read from its bytes, never from
 * a name. SVG is refused, since it can contain scripts.
 */
export const MAX_PICTURE_BYTES = 48_000;
/** A small file can contain a picture that takes gigabytes to show. */
const MAX_SIDE = 2_048;

export interface ThemePicture {
  readonly type: "image/png" | "image/webp";
  readonly width: number;
  readonly height: number;
}

export type PictureResult = ({ readonly ok: true } & ThemePicture) | { readonly ok: false; readonly reason: string };

/** Reasons are whole sentences for the person who chose the file. */
export function readThemePicture(bytes: Uint8Array): PictureResult {
  if (bytes.length > MAX_PICTURE_BYTES)
    return refused(`It has ${kilobytes(bytes.length)} kB, and a picture in the app has at most 48 kB.`);
  const picture = readPng(bytes) ?? readWebp(bytes);
  if (picture) {
    return picture.width >= 1 && picture.height >= 1 && picture.width <= MAX_SIDE && picture.height <= MAX_SIDE
      ? { ok: true, ...picture }
      : refused(
          `It is ${picture.width} by ${picture.height} pixels, and a picture in the app has at most 2048 by 2048.`,
        );
  }
  const start = ascii(bytes, 0, 256).toLowerCase();
  if (start.includes("<svg") || start.trimStart().startsWith("<"))
    return refused("SVG can contain scripts, so it is not taken. Save the picture as PNG or WebP.");
  if (startsWith(bytes, [0xff, 0xd8])) return refused("It is a JPEG. Save the picture as PNG or WebP.");
  if (ascii(bytes, 0, 4) === "GIF8") return refused("It is a GIF. Save the picture as PNG or WebP.");
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47]) || ascii(bytes, 8, 12) === "WEBP")
    return refused("The file is damaged or incomplete.");
  return refused("It is neither a PNG nor a WebP file.");
}

/** The same for the text in the definition. */
export function readPictureText(text: string): PictureResult & { readonly bytes?: Uint8Array } {
  const bytes = bytesOfBase64(text);
  if (!bytes) return refused("It is not base64.");
  return { ...readThemePicture(bytes), bytes };
}

const refused = (reason: string): PictureResult => ({ ok: false, reason });
const kilobytes = (bytes: number): string => (bytes / 1_000).toFixed(bytes < 100_000 ? 1 : 0);

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Walks the chunks: the first is the header, and the file ends with the last. */
function readPng(bytes: Uint8Array): ThemePicture | undefined {
  if (!startsWith(bytes, PNG) || ascii(bytes, 12, 16) !== "IHDR") return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = PNG.length; at + 12 <= bytes.length; ) {
    const next = at + 12 + view.getUint32(at);
    if (ascii(bytes, at + 4, at + 8) === "IEND")
      return next === bytes.length
        ? { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) }
        : undefined;
    at = next;
  }
  return undefined;
}

/** RIFF with one of the three kinds of a first chunk: lossy, lossless, extended. */
function readWebp(bytes: Uint8Array): ThemePicture | undefined {
  if (bytes.length < 30 || ascii(bytes, 0, 4) !== "RIFF" || ascii(bytes, 8, 12) !== "WEBP") return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(4, true) + 8;
  if (length !== bytes.length && length + 1 !== bytes.length) return undefined;
  const size = webpSize(bytes, view);
  return size && { type: "image/webp", width: size[0], height: size[1] };
}

function webpSize(bytes: Uint8Array, view: DataView): readonly [number, number] | undefined {
  switch (ascii(bytes, 12, 16)) {
    case "VP8 ":
      return startsWith(bytes.subarray(23), [0x9d, 0x01, 0x2a])
        ? [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff]
        : undefined;
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return bytes[20] === 0x2f ? [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1] : undefined;
    }
    case "VP8X":
      return [1 + (view.getUint32(24, true) & 0xffffff), 1 + (view.getUint32(26, true) >>> 8)];
    default:
      return undefined;
  }
}

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

const ascii = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to));

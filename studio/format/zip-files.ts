/**
 * A ZIP archive of text files, stored and not compressed: an app's definition is small, and any tool opens it. Names and
 * texts are UTF-8; times are left at the format's zero, so that the same app gives the same bytes.
 */
export function zipFiles(files: ReadonlyMap<string, string>): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [path, text] of files) {
    const name = encoder.encode(path);
    const content = encoder.encode(text);
    const checksum = crc32(content);
    const header = record(30 + name.length, LOCAL_HEADER, (view) =>
      describe(view, 4, { checksum, size: content.length, name }),
    );
    header.set(name, 30);
    const entry = record(46 + name.length, DIRECTORY_ENTRY, (view) => {
      view.setUint16(4, VERSION, true);
      describe(view, 6, { checksum, size: content.length, name });
      view.setUint32(42, offset, true);
    });
    entry.set(name, 46);
    parts.push(header, content);
    directory.push(entry);
    offset += header.length + content.length;
  }
  const directorySize = directory.reduce((sum, entry) => sum + entry.length, 0);
  const end = record(22, END_OF_DIRECTORY, (view) => {
    view.setUint16(8, directory.length, true);
    view.setUint16(10, directory.length, true);
    view.setUint32(12, directorySize, true);
    view.setUint32(16, offset, true);
  });
  const archive = new Uint8Array(offset + directorySize + end.length);
  let at = 0;
  for (const part of [...parts, ...directory, end]) {
    archive.set(part, at);
    at += part.length;
  }
  return archive;
}

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const VERSION = 20;
const UTF8_NAMES = 0x0800;
/** 1 January 1980, the first day that the format knows. */
const FIRST_DAY = 0x0021;

function record(length: number, signature: number, fill: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signature, true);
  fill(view);
  return bytes;
}

/** The fields that a local header and a directory entry share, from `version needed` on. */
function describe(view: DataView, at: number, file: { checksum: number; size: number; name: Uint8Array }): void {
  view.setUint16(at, VERSION, true);
  view.setUint16(at + 2, UTF8_NAMES, true);
  view.setUint16(at + 8, FIRST_DAY, true);
  view.setUint32(at + 10, file.checksum, true);
  view.setUint32(at + 14, file.size, true);
  view.setUint32(at + 18, file.size, true);
  view.setUint16(at + 22, file.name.length, true);
}

const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

export function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (table[(sum ^ byte) & 0xff] as number) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

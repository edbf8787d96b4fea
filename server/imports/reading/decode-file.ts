import { createReadStream } from "node:fs";
import type { Encoding } from "../../models/file-format.ts";

/** The file turned out not to be in the encoding that its beginning promised. */
export class WrongEncodingError extends Error {
  override readonly name = "WrongEncodingError";
}

const CHUNK_BYTES = 256 * 1024;

/** A file's text in chunks, without a byte order mark, with how far it has been read. */
export async function* decodeFile(path: string, encoding: Encoding): AsyncGenerator<{ text: string; bytes: number }> {
  const decoder = new TextDecoder(encoding, { fatal: encoding === "utf-8" });
  let bytes = 0;
  const decode = (chunk?: Buffer): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch (cause) {
      throw new WrongEncodingError("The file is not UTF-8 after all.", { cause });
    }
  };
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    yield { text: decode(chunk), bytes };
  }
  const rest = decode();
  if (rest !== "") yield { text: rest, bytes };
}

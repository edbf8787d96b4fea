import type { IncomingMessage } from "node:http";
import { OperationalError, UserError } from "#engine/errors";

/** Who sends slower than this holds memory and a connection for nothing. */
const DEADLINE_MS = 30_000;
/** Of all bodies that are being read in this process: more is refused, so that strangers cannot fill the memory. */
const MAX_HELD_BYTES = 64_000_000;

const refused = (code: "too_large" | "bad_request", message: string, status?: number) =>
  new UserError(code, message, { ...(status ? { status } : {}), headers: { connection: "close" } });

export type BodyReader = (request: IncomingMessage, limit: number) => Promise<Buffer>;

/** Reads whole bodies; refuses each as soon as it is known to be too large, too slow or one too many. */
export function bodyReader({ deadlineMs = DEADLINE_MS, maxHeldBytes = MAX_HELD_BYTES } = {}): BodyReader {
  const tooLarge = (limit: number) =>
    refused("too_large", `A request's body has at most ${limit / 1_000_000} MB here.`);
  const packed = () =>
    new UserError("unsupported_media_type", "Send the body uncompressed, without a Content-Encoding.", {
      headers: { connection: "close" },
    });
  let held = 0;
  return (request, limit) => {
    if (Number(request.headers["content-length"] ?? 0) > limit) return Promise.reject(tooLarge(limit));
    // Not unpacked: a few bytes could be gigabytes.
    if (/^(?!identity$)/i.test(request.headers["content-encoding"] ?? "identity")) return Promise.reject(packed());
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const leave = () => {
        clearTimeout(timer);
        held -= size;
        size = 0;
      };
      const stop = (why: Error) => {
        leave();
        chunks.length = 0;
        request.removeAllListeners("data");
        request.pause();
        reject(why);
      };
      const timer = setTimeout(
        () => stop(refused("bad_request", "The request's body came too slowly.", 408)),
        deadlineMs,
      );
      request.on("data", (chunk: Buffer) => {
        size += chunk.length;
        held += chunk.length;
        if (size > limit) stop(tooLarge(limit));
        else if (held > maxHeldBytes) stop(new OperationalError("Too many bodies are being read."));
        else chunks.push(chunk);
      });
      request.on("end", () => {
        leave();
        resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
      });
      request.on("error", stop);
      request.on("aborted", () => stop(refused("bad_request", "The request ended before its body did.")));
    });
  };
}

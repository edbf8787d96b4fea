import type { IncomingMessage } from "node:http";
import { UserError } from "#engine/errors";

/** A JSON body at most; files have their own way in. */
export const MAX_BODY_BYTES = 1_000_000;

const tooLarge = () =>
  new UserError("too_large", `A request's body has at most ${MAX_BODY_BYTES / 1_000_000} MB.`, {
    headers: { connection: "close" },
  });

/** The whole body; refused as soon as it is known to be too large. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > MAX_BODY_BYTES) return Promise.reject(tooLarge());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) {
        request.removeAllListeners("data");
        request.pause();
        reject(tooLarge());
        return;
      }
      chunks.push(chunk);
    });
    request.on("end", () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("aborted", () => reject(new UserError("bad_request", "The request ended before its body did.")));
  });
}

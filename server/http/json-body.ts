import type { IncomingMessage } from "node:http";
import { UserError } from "#engine/errors";
import { type JsonRules, parseJson } from "#engine/rest/parse-json";
import { mayBeUnstorable, refuseUnstorable } from "./storable-text.ts";

/**
 * Used instead of express.json: strict UTF-8, a bound on size and depth, no `__proto__` key at any depth, and, as in the
 * hosted REST API, no key that is given twice and no number that would lose digits.
 */
export const MAX_JSON_BYTES = 8 * 1024 * 1024;
/** Of a request from whom we do not know: a sign-in is small. */
export const MAX_OPEN_JSON_BYTES = 16 * 1024;
/** Who sends slower than this holds memory and a connection for nothing. */
const BODY_DEADLINE_MS = 30_000;

export async function readJsonBody(
  request: IncomingMessage,
  { maxBytes = MAX_JSON_BYTES, deadlineMs = BODY_DEADLINE_MS } = {},
): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes, deadlineMs);
  if (bytes.length === 0) return undefined;
  if (!isJson(request.headers["content-type"])) {
    throw new UserError("unsupported_media_type", "Send the body as application/json.");
  }
  if (!isPlain(request.headers["content-encoding"]))
    throw new UserError("unsupported_media_type", "Send the body uncompressed, without a Content-Encoding.");
  const text = decode(bytes);
  const body = parsePlatformJson(text);
  if (mayBeUnstorable(text)) refuseUnstorable(body);
  return body;
}

/** The values of JSON fields may have any other key. */
const platformRules: JsonRules = { maxDepth: 64, refusedKeys: new Set(["__proto__"]), isPlain: true };

/** JSON of a request to the platform, by HTTP or by a socket; throws a UserError that says what is wrong with it. */
export const parsePlatformJson = (text: string): unknown => parseJson(text, platformRules);

const isPlain = (encoding: string | undefined): boolean => encoding === undefined || /^identity$/i.test(encoding);

const isJson = (type: string | undefined): boolean =>
  /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i.test(type ?? "");

function readBytes(request: IncomingMessage, maxBytes: number, deadlineMs: number): Promise<Buffer> {
  const refusal = (code: "too_large" | "bad_request", message: string, status?: number) =>
    new UserError(code, message, { ...(status ? { status } : {}), headers: { connection: "close" } });
  const tooLarge = () => refusal("too_large", `The body is larger than ${inWords(maxBytes)}.`);
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return Promise.reject(tooLarge());
  return new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (why: UserError) => {
      clearTimeout(timer);
      chunks.length = 0;
      request.removeAllListeners("data");
      request.pause();
      reject(why);
    };
    const timer = setTimeout(() => stop(refusal("bad_request", "The body came too slowly.", 408)), deadlineMs);
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) stop(tooLarge());
      else chunks.push(chunk);
    });
    request.on("end", () => {
      clearTimeout(timer);
      resolve(Buffer.concat(chunks));
    });
    const broken = (cause?: unknown) => stop(new UserError("bad_request", "The body broke off.", { cause }));
    request.on("error", broken);
    request.on("aborted", () => broken());
  });
}

const inWords = (bytes: number): string => (bytes >= 1024 * 1024 ? `${bytes / 1024 / 1024} MB` : `${bytes / 1024} kB`);

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError("invalid_json", "The body is not valid UTF-8.", { cause });
  }
}

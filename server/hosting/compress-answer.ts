import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { AppResponse, ResponseHeaders } from "#engine/runtime/http/app-request";

/** Smaller bodies fit into a packet as they are; larger ones would hold a thread for too long. */
const MIN_BYTES = 1_400;
const MAX_BYTES = 10_000_000;
/**
 * Compression runs on the threads of the process, of which files and look-ups of names need some too. What comes while
 * so many are busy is sent as it is: an answer never waits for another one.
 */
const MAX_AT_ONCE = 2;

const TEXTUAL = /^(?:text\/|application\/(?:[\w.+-]+\+)?(?:json|xml|javascript)\b|image\/svg)/;

type Coding = "br" | "gzip";
const encoders: Readonly<Record<Coding, (body: Uint8Array) => Promise<Uint8Array>>> = {
  br: (body) =>
    promisify(brotliCompress)(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: body.byteLength },
    }),
  gzip: (body) => promisify(gzip)(body, { level: 5 }),
};

export interface Compressor {
  /**
   * The answer in a coding that the client accepts; itself where compressing would gain nothing. Its headers are changed
   * in place, as they are when it is written: a copy of them costs a tenth of the time of a list.
   */
  compress(
    answer: AppResponse,
    acceptEncoding: string | readonly string[] | undefined,
  ): AppResponse | Promise<AppResponse>;
}

export function compressor(maxAtOnce = MAX_AT_ONCE): Compressor {
  let running = 0;
  return {
    compress(answer, acceptEncoding) {
      if (!isCompressible(answer)) return answer;
      const { headers } = answer;
      headers.vary = withAcceptEncoding(headers.vary);
      if (acceptEncoding === undefined) return answer;
      const coding = codingFor(acceptEncoding.toString());
      if (!coding || running >= maxAtOnce) return answer;
      running++;
      const body = typeof answer.body === "string" ? Buffer.from(answer.body) : answer.body;
      return (
        encoders[coding](body)
          .then((encoded): AppResponse => {
            headers["content-encoding"] = coding;
            return { ...answer, body: encoded };
          })
          // It is sent as it is where the process has no memory left for a coding.
          .catch(() => answer)
          .finally(() => {
            running--;
          })
      );
    },
  };
}

type WholeAnswer = AppResponse & { readonly body: string | Uint8Array };

function isCompressible(answer: AppResponse): answer is WholeAnswer {
  const { body, headers } = answer;
  if (typeof body !== "string" && !(body instanceof Uint8Array)) return false;
  const length = typeof body === "string" ? body.length : body.byteLength;
  if (length < MIN_BYTES || length > MAX_BYTES || headers["content-encoding"] !== undefined) return false;
  if (/\bno-transform\b/.test(String(headers["cache-control"] ?? ""))) return false;
  return TEXTUAL.test(String(headers["content-type"] ?? ""));
}

const withAcceptEncoding = (vary: ResponseHeaders[string] | undefined): string =>
  vary === undefined ? "Accept-Encoding" : `${typeof vary === "string" ? vary : vary.join(", ")}, Accept-Encoding`;

/** Brotli where the client weighs both alike; undefined when it accepts neither. */
export function codingFor(header: string | undefined): Coding | undefined {
  if (header === undefined || header.length > 1_000) return undefined;
  const weights = new Map<string, number>();
  for (const part of header.toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((piece) => piece.trim());
    const quality = parameters.find((parameter) => parameter.startsWith("q="))?.slice(2);
    const weight = quality === undefined ? 1 : Number(quality);
    weights.set(name, weight >= 0 && weight <= 1 ? weight : 0);
  }
  const weightOf = (coding: Coding): number => weights.get(coding) ?? weights.get("*") ?? 0;
  const [br, gz] = [weightOf("br"), weightOf("gzip")];
  if (br === 0 && gz === 0) return undefined;
  return br >= gz ? "br" : "gzip";
}

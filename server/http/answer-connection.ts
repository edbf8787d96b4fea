import { randomBytes } from "node:crypto";
import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { UserError } from "#engine/errors";
import { answerOf } from "../problems/problem.ts";

/**
 * Answers with a problem where there is no response object: a refused handshake, or an invalid request. Closes the
 * connection.
 */
export function answerConnection(
  connection: Duplex,
  error: unknown,
  requestId = randomBytes(9).toString("base64url"),
): void {
  const { body, headers } = answerOf(error, requestId);
  const text = JSON.stringify(body);
  const lines = Object.entries({
    ...headers,
    "content-type": "application/problem+json",
    "content-length": String(Buffer.byteLength(text)),
    "cache-control": "no-store",
    "x-request-id": requestId,
    connection: "close",
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  connection.end(`HTTP/1.1 ${body.status} ${STATUS_CODES[body.status] ?? ""}\r\n${lines.join("")}\r\n${text}`);
}

/** What Node's parser refuses: `rawPacket` is what it read last. */
interface ParserError {
  readonly code?: string | undefined;
  readonly rawPacket?: Buffer;
}

/** In words and with the status of each. */
export function unreadable({ code, rawPacket }: ParserError): UserError {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return rawPacket && [startsWithLongAddress, endsLongAddress, isInsideAddress].some((isLong) => isLong(rawPacket))
        ? addressTooLong()
        : headersTooLarge();
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return new UserError("too_large", "The extensions of the request's chunks are too large.");
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new UserError("bad_request", "The request came too slowly.", { status: 408 });
    default:
      return new UserError("bad_request", "This is not a request of HTTP/1.1.");
  }
}

/** Half of what a request may have before its body. */
const LONG_ADDRESS = 8_192;

/** What the address and the headers of a request may have together, in characters. */
const MAX_HEAD = 2 * LONG_ADDRESS;

/**
 * What Node's parser reads of a head before it gives up. It is more than a head may have, because the parser does not
 * say what was too long, and the request does.
 */
export const PARSED_HEAD = 65_536;

/** Says what of a request that was parsed is too long, or nothing. */
export function tooLongHead({
  url = "",
  rawHeaders,
}: Pick<IncomingMessage, "url" | "rawHeaders">): UserError | undefined {
  let size = url.length;
  for (const text of rawHeaders) size += text.length;
  if (size <= MAX_HEAD) return undefined;
  return url.length > LONG_ADDRESS ? addressTooLong() : headersTooLarge();
}

const addressTooLong = (): UserError =>
  new UserError("too_large", "The address of the request is too long.", { status: 414 });
const headersTooLarge = (): UserError =>
  new UserError("too_large", "The request's headers are too large.", { status: 431 });

/** Whether it is the address that made the head of a request too large. */
const startsWithLongAddress = (packet: Buffer): boolean => {
  const end = packet.indexOf("\n");
  return /^[A-Z]{3,10} /.test(packet.toString("latin1", 0, 11)) && (end < 0 ? packet.length : end) > LONG_ADDRESS;
};

/**
 * The same of an address that came in several packets: the last one begins within it, and what follows it is no longer
 * than headers may be.
 */
const endsLongAddress = (packet: Buffer): boolean => {
  const end = packet.indexOf("\n");
  const line = packet.toString("latin1", 0, Math.max(0, end));
  return /^[^\s]* HTTP\/1\.[01]\r?$/.test(line) && packet.length - end < LONG_ADDRESS;
};

/**
 * A packet from the middle of a line of more than PARSED_HEAD: an address has no blanks, and headers of that length
 * (cookies) have some.
 */
const isInsideAddress = (packet: Buffer): boolean => packet.length > 0 && !/\s/.test(packet.toString("latin1"));

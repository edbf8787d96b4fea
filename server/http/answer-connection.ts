import { randomBytes } from "node:crypto";
import { STATUS_CODES } from "node:http";
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
      if (rawPacket && (startsWithLongAddress(rawPacket) || endsLongAddress(rawPacket))) {
        return new UserError("too_large", "The address of the request is too long.", { status: 414 });
      }
      return new UserError("too_large", "The request's headers are too large.", { status: 431 });
    case "HPE_CHUNK_EXTENSIONS_OVERFLOW":
      return new UserError("too_large", "The extensions of the request's chunks are too large.");
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return new UserError("bad_request", "The request came too slowly.", { status: 408 });
    default:
      return new UserError("bad_request", "This is not a request of HTTP/1.1.");
  }
}

/** Half of what a request may have before its body (maxHeaderSize). */
const LONG_ADDRESS = 8_192;

/** Whether it is the address that made the head of a request too large. */
const startsWithLongAddress = (packet: Buffer): boolean => {
  const end = packet.indexOf("\n");
  return /^[A-Z]{3,10} /.test(packet.toString("latin1", 0, 11)) && (end < 0 ? packet.length : end) > LONG_ADDRESS;
};

/**
 * The same of an address that came in several packets: the last one begins within it, and what follows it is no longer
 * than headers may be. A packet that has no end of the address looks like one of a long header, and is not recognised.
 */
const endsLongAddress = (packet: Buffer): boolean => {
  const end = packet.indexOf("\n");
  const line = packet.toString("latin1", 0, Math.max(0, end));
  return /^[^\s]* HTTP\/1\.[01]\r?$/.test(line) && packet.length - end < LONG_ADDRESS;
};

import { UserError } from "../errors.ts";
import { shortHash } from "../short-hash.ts";

/**
 * The start of a page, as an opaque text for a URL: base64url of a small JSON array. It contains the list (a hash of
 * model and order), the direction of reading, and the values of the order's columns as text. The values are data like
 * any other parameter: field types parse them, and filters and rules apply with any values.
 */
export interface Cursor {
  /** Identifies the list that made the cursor (`orderSignature`). */
  readonly signature: string;
  readonly backward: boolean;
  /** One for each term of the order; null where the row had no value. */
  readonly values: readonly (string | null)[];
}

/** The properties that must be equal for a cursor to be valid in a list. */
export const orderSignature = (modelId: string, order: readonly { name: string; descending: boolean }[]): string =>
  shortHash(`${modelId} ${order.map((term) => (term.descending ? "-" : "") + term.name).join(",")}`);

/** `values` is the JSON array that the statement made. */
export function encodeCursor(signature: string, backward: boolean, values: string): string {
  const token = toBase64Url(`[${backward ? 1 : 0},"${signature}",${toAscii(values)}]`);
  if (token.length > MAX_TOKEN) {
    throw new UserError(
      "too_large",
      'The values that this list is ordered by are too long for a cursor. Use "offset".',
    );
  }
  return token;
}

const MAX_TOKEN = 8000;

export function decodeCursor(token: string): Cursor {
  const content = token.length > MAX_TOKEN ? undefined : readJson(fromBase64Url(token));
  if (!Array.isArray(content) || content.length !== 3) throw notACursor();
  const [direction, signature, values] = content as unknown[];
  if ((direction !== 0 && direction !== 1) || typeof signature !== "string" || !Array.isArray(values))
    throw notACursor();
  if (!values.every((item) => item === null || typeof item === "string")) throw notACursor();
  return { signature, backward: direction === 1, values: values as (string | null)[] };
}

/** Refuses a cursor of another list, or with another number of values than the order has columns. */
export function checkCursor(cursor: Cursor, signature: string, terms: number): void {
  if (cursor.signature !== signature) {
    throw new UserError("invalid_cursor", "This cursor belongs to a list with another order. Start again without it.");
  }
  if (cursor.values.length !== terms || cursor.values.at(-1) === null) throw notACursor();
}

export const notACursor = () =>
  new UserError("invalid_cursor", "This is not a cursor that a list gave out. Start again without it.");

function readJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Map([...ALPHABET].map((letter, index) => [letter, index]));

/** Escapes every code unit beyond ASCII; the JSON value stays the same. */
const toAscii = (json: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the class is all of ASCII
  json.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

function toBase64Url(ascii: string): string {
  let out = "";
  for (let at = 0; at < ascii.length; at += 3) {
    const left = ascii.length - at;
    const bits = (ascii.charCodeAt(at) << 16) | (ascii.charCodeAt(at + 1) << 8) | ascii.charCodeAt(at + 2);
    out += ALPHABET[(bits >> 18) & 63];
    out += ALPHABET[(bits >> 12) & 63];
    if (left > 1) out += ALPHABET[(bits >> 6) & 63];
    if (left > 2) out += ALPHABET[bits & 63];
  }
  return out;
}

function fromBase64Url(text: string): string | undefined {
  if (text.length % 4 === 1) return undefined;
  let out = "";
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = VALUES.get(letter);
    if (value === undefined) return undefined;
    bits = ((bits << 6) | value) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      const byte = (bits >> held) & 255;
      if (byte > 127) return undefined;
      out += String.fromCharCode(byte);
    }
  }
  return out;
}

import { isPlainAddress } from "#engine/auth/plain-address";

/** A name and an address. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** `Quintet <quintet@example.com>` or a bare address, as in MAIL_FROM. */
export function parseMailbox(text: string): Mailbox | undefined {
  const [, name = "", address = text] = /^\s*"?([^"<>]*?)"?\s*<([^<>]*)>\s*$/.exec(text) ?? [];
  const trimmed = address.trim();
  return isPlainAddress(trimmed) && headerText(name, 100) === name.trim()
    ? { name: name.trim(), address: trimmed }
    : undefined;
}

/**
 * Of what goes into a header: one line, without control characters and without marks that turn the direction of text.
 */
export function headerText(text: string, maxLength: number): string {
  const line = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get into a header
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, " ")
    .replace(/ {2,}/g, " ")
    .trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).trimEnd()}…`;
}

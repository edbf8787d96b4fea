import type { SqlValue } from "../sql/sql.ts";

/** The outcome of reading a value from outside. `message` completes "Price …": a sentence without its subject. */
export type ParsedValue =
  | { readonly ok: true; readonly value: SqlValue }
  | { readonly ok: false; readonly code: ValueErrorCode; readonly message: string };

export type ValueErrorCode =
  | "wrong_type"
  | "invalid"
  | "too_long"
  | "too_small"
  | "too_large"
  | "too_many_decimals"
  | "not_a_choice"
  | "has_nul";

export const parsed = (value: SqlValue): ParsedValue => ({ ok: true, value });
export const refused = (code: ValueErrorCode, message: string): ParsedValue => ({ ok: false, code, message });

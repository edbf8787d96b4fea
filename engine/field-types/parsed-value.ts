import type { SqlValue } from "../sql/sql.ts";

/** The outcome of reading a value from outside. `message` completes "Price …": a sentence without its subject. */
export type ParsedValue =
  | { readonly ok: true; readonly value: SqlValue }
  | {
      readonly ok: false;
      readonly code: ValueErrorCode;
      readonly message: string;
      /** The limit of the field that the value does not keep, as a plain number. */
      readonly limit?: string;
    };

export type ValueErrorCode =
  | "wrong_type"
  | "invalid"
  | "too_long"
  | "too_short"
  | "too_small"
  | "too_large"
  | "not_a_step"
  | "too_many_decimals"
  | "not_a_choice"
  | "pattern_mismatch"
  | "has_nul";

export const parsed = (value: SqlValue): ParsedValue => ({ ok: true, value });
export const refused = (code: ValueErrorCode, message: string, limit?: string): ParsedValue => ({
  ok: false,
  code,
  message,
  ...(limit === undefined ? {} : { limit }),
});

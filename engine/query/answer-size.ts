import { UserError } from "../errors.ts";

/** What one answer holds of rows at most, in bytes of their values (the limit `answer_bytes`). */
export const ANSWER_BYTES = 8_000_000;

export const answerTooLarge = (): UserError =>
  new UserError(
    "too_large",
    `The answer would be larger than ${ANSWER_BYTES / 1_000_000} MB (the limit answer_bytes). Ask for fewer fields with "fields", or expand less.`,
  );

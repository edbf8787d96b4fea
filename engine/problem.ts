import * as z from "zod";
import { recordIdSchema } from "./definition/ids.ts";

/**
 * Something about a definition that is wrong or unwise. Not an exception: a value with a stable code (documented
 * beside the check that makes it), shown in the studio on the record and property that caused it.
 */
export const problemSchema = z.strictObject({
  /** `MODEL_E004`: area, E (blocks publishing) or W (does not), number. Never reused. */
  code: z.string().regex(/^[A-Z]+_[EW][0-9]{3}$/),
  severity: z.enum(["error", "warning"]),
  /** The record that the builder would change to mend it; absent for the app as a whole. */
  recordId: recordIdSchema.optional(),
  /** The property of that record: `name`, `type`, `source`. */
  property: z.string().optional(),
  /** What is wrong and where, in one sentence, with names and not ids. */
  message: z.string(),
  /** What to do. */
  hint: z.string().optional(),
  /** For sources (templates, expressions): offsets in UTF-16 units, and line and column counted from 1. */
  at: z.strictObject({ start: z.int(), end: z.int(), line: z.int(), column: z.int() }).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

export const hasErrors = (problems: readonly Problem[]): boolean =>
  problems.some((problem) => problem.severity === "error");

/** Line and column (from 1) of an offset in a source. */
export function positionOf(source: string, start: number, end: number): NonNullable<Problem["at"]> {
  const before = source.slice(0, start);
  const line = before.split("\n").length;
  return { start, end, line, column: start - (before.lastIndexOf("\n") + 1) + 1 };
}

import { RE2JS, RE2JSSyntaxException } from "re2js";
import * as z from "zod";
import { type ParsedValue, refused } from "./parsed-value.ts";

/**
 * What the whole of a text must look like: `[A-Z]{1,2}-[0-9]{1,5}`. The syntax is RE2's, which judges a text in a time that
 * grows only with its length; what needs more (looking ahead, referring back) is no part of it.
 */
export type PatternOptions = {
  pattern?: string | undefined;
  /** What people read when a text does not match: a sentence of the builder's. */
  patternMessage?: string | undefined;
};

const MOST_CHARACTERS = 200;
/** Of the compiled pattern: judging a text takes at most this times its length. */
const MOST_INSTRUCTIONS = 1_000;

type CompiledPattern = { readonly ok: true; readonly regex: RE2JS } | { readonly ok: false; readonly message: string };

/** Compiling takes longer than judging a value, and each value of a field has the same pattern. */
const compiled = new Map<string, CompiledPattern>();
const MOST_COMPILED = 500;

export function compilePattern(pattern: string): CompiledPattern {
  const known = compiled.get(pattern);
  if (known) return known;
  const result = compile(pattern);
  if (compiled.size >= MOST_COMPILED) compiled.clear();
  compiled.set(pattern, result);
  return result;
}

function compile(pattern: string): CompiledPattern {
  if (pattern.length > MOST_CHARACTERS)
    return { ok: false, message: `A pattern has at most ${MOST_CHARACTERS} characters.` };
  try {
    const regex = RE2JS.compile(pattern);
    if (regex.programSize() > MOST_INSTRUCTIONS)
      return { ok: false, message: "The pattern repeats too much. Write smaller numbers between { and }." };
    return { ok: true, regex };
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return { ok: false, message: whyNot(error.message) };
    throw error;
  }
}

function whyNot(message: string): string {
  const reason = message.replace(/^error parsing regexp: /, "");
  if (/\(\?(?:<?[=!])/.test(reason))
    return "A pattern cannot look ahead or behind, as (?= and (?<= do: such patterns can take very long.";
  if (/invalid escape sequence: `\\[1-9k]/.test(reason))
    return "A pattern cannot refer back to a group, as \\1 does: such patterns can take very long.";
  return `The pattern cannot be read: ${reason.replaceAll("`", "")}.`;
}

/** Whether the whole text matches; empty text always does. A pattern that cannot be read matches everything. */
export function matchesPattern(pattern: string, text: string): boolean {
  if (text === "") return true;
  const result = compilePattern(pattern);
  return !result.ok || result.regex.matches(text);
}

/** The options of a type of text with a pattern. */
export const patternOptions = {
  pattern: z
    .string()
    .min(1)
    .superRefine((pattern, context) => {
      const result = compilePattern(pattern);
      if (!result.ok) context.addIssue({ code: "custom", message: result.message });
    })
    .optional(),
  patternMessage: z.string().min(1).max(200, "A message has at most 200 characters.").optional(),
};

/** A value that its type takes, judged by the pattern too. */
export function matched(value: ParsedValue, { pattern, patternMessage }: PatternOptions): ParsedValue {
  if (pattern === undefined || !value.ok || typeof value.value !== "string") return value;
  if (matchesPattern(pattern, value.value)) return value;
  const message =
    patternMessage === undefined
      ? `does not match the pattern ${pattern}`
      : `does not match its pattern. ${patternMessage.replace(/\.$/, "")}`;
  return refused("pattern_mismatch", message);
}

/** A value for documentation, unless it does not match. */
export const matchingExample = (example: string, { pattern }: PatternOptions): string | undefined =>
  pattern === undefined || matchesPattern(pattern, example) ? example : undefined;

/** The pattern of a field, where it has one. */
export const patternOf = (type: { readonly [option: string]: unknown }): string | undefined =>
  typeof type.pattern === "string" ? type.pattern : undefined;

/** The builder's sentence for texts that do not match. */
export const patternMessageOf = (type: { readonly [option: string]: unknown }): string | undefined =>
  typeof type.patternMessage === "string" ? type.patternMessage : undefined;

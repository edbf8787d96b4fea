import type { JsonValue } from "../definition/json.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Reads text of at most `maxLength` characters (code points, as Postgres counts them). */
export function parseTextValue(input: JsonValue, maxLength: number): ParsedValue {
  if (typeof input !== "string") return refused("wrong_type", "must be text");
  return checkText(input, maxLength);
}

/** A text that its type takes and that is shorter than it may be. An empty one is no value, which `required` judges. */
export function longEnough(value: ParsedValue, minLength: number | undefined): ParsedValue {
  if (minLength === undefined || !value.ok || typeof value.value !== "string" || value.value === "") return value;
  const { length } = [...value.value];
  if (length >= minLength) return value;
  return refused(
    "too_short",
    `has ${length} ${length === 1 ? "character" : "characters"}; at least ${minLength} are needed`,
  );
}

export function checkText(input: string, maxLength: number): ParsedValue {
  if (input.includes("\0")) return refused("has_nul", "has a NUL character, which text cannot hold");
  if (LONE_SURROGATE.test(input)) return refused("invalid", "is not well-formed Unicode");
  // A string has at least as many UTF-16 units as code points, so most values need no count.
  if (input.length > maxLength && [...input].length > maxLength) {
    return refused("too_long", `has ${[...input].length} characters; at most ${maxLength} fit`);
  }
  return parsed(input);
}

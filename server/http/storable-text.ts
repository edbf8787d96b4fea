import { type FieldError, UserError } from "#engine/errors";

/**
 * Refuses texts and keys that no column of Postgres can hold: a NUL, or half of a surrogate pair. They can come by an
 * escape in JSON only, so this is asked where one was seen, and for what a socket sends. Names what it refuses.
 */
export function refuseUnstorable(value: unknown): void {
  const errors: FieldError[] = [];
  look(value, "", errors);
  if (errors.length === 0) return;
  throw new UserError(
    "invalid_values",
    errors.length === 1 ? (errors[0]?.message ?? "") : "Some values are not valid.",
    {
      errors,
    },
  );
}

/** Whether JSON holds an escape of such a character. */
export const mayBeUnstorable = (json: string): boolean => /\\u(?:0000|d[89a-f])/i.test(json);

const MOST = 20;

function look(value: unknown, pointer: string, errors: FieldError[]): void {
  if (errors.length >= MOST) return;
  if (typeof value === "string") {
    const problem = problemOf(value);
    if (problem !== undefined) errors.push({ pointer, code: "invalid", message: `The text ${problem}.` });
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) look(item, `${pointer}/${index}`, errors);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      const problem = problemOf(key);
      if (problem !== undefined) errors.push({ pointer, code: "invalid", message: `A key ${problem}.` });
      else look(item, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, errors);
    }
  }
}

function problemOf(text: string): string | undefined {
  if (text.includes("\0")) return "has a NUL character, which no text can hold";
  return LONE_SURROGATE.test(text) ? "is not well-formed Unicode" : undefined;
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

import { UserError } from "../errors.ts";

const MAX_WORDS = 6;

/** The words of `search=`: the row's text must contain all of them. */
export function searchTerms(text: string): readonly string[] {
  if (text.includes("\0")) throw new UserError("invalid_parameter", '"search" has a NUL character.');
  return text
    .slice(0, 300)
    .split(/\s+/u)
    .filter((word) => word !== "")
    .slice(0, MAX_WORDS);
}

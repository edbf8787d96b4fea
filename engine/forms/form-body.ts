import { UserError } from "../errors.ts";

/** The names and values of a sent form, in order. */
export interface FormBody {
  /** The last value of a name: the empty input before a checkbox has the same name. */
  last(name: string): string | undefined;
  names(): readonly string[];
}

const MAX_NAMES = 1000;
const MAX_NAME = 200;

/** A form has no names that mean something to JavaScript, and no list that one request cannot need. */
export function formBody(pairs: readonly (readonly [string, string])[]): FormBody {
  if (pairs.length > MAX_NAMES) throw new UserError("bad_request", `A form has at most ${MAX_NAMES} values.`);
  const values = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const [name, value] of pairs) {
    if (name.length > MAX_NAME || name === "__proto__")
      throw new UserError("bad_request", "A name in the form cannot be read.");
    const count = (counts.get(name) ?? 0) + 1;
    // An empty input may stand before the one that is meant; nothing else has a name twice.
    if (count > 2 || (count === 2 && values.get(name) !== ""))
      throw new UserError("bad_request", `"${name.slice(0, 60)}" stands in the form twice.`);
    counts.set(name, count);
    values.set(name, value);
  }
  return { last: (name) => values.get(name), names: () => [...values.keys()] };
}

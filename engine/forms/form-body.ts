import { UserError } from "../errors.ts";

/** The names and values of a sent form, in order. */
export interface FormBody {
  /** The last value of a name: the empty input before a checkbox has the same name. */
  last(name: string): string | undefined;
  /** All values of a name, for a list of boxes. */
  all(name: string): readonly string[];
  /** A name that stands more than once, and not only after an empty input; `isList` says for which names that is right. */
  repeated(isList: (name: string) => boolean): string | undefined;
  names(): readonly string[];
}

const MAX_NAMES = 1000;
const MAX_NAME = 200;

/** A form has no names that mean something to JavaScript, and no list that one request cannot need. */
export function formBody(pairs: readonly (readonly [string, string])[]): FormBody {
  if (pairs.length > MAX_NAMES) throw new UserError("bad_request", `A form has at most ${MAX_NAMES} values.`);
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    if (name.length > MAX_NAME || name === "__proto__")
      throw new UserError("bad_request", "A name in the form cannot be read.");
    const known = values.get(name);
    if (known) known.push(value);
    else values.set(name, [value]);
  }
  return {
    last: (name) => values.get(name)?.at(-1),
    all: (name) => values.get(name) ?? [],
    // An empty input may stand before the one that is meant.
    repeated: (isList) =>
      [...values].find(([name, [first, ...rest]]) => rest.length > (first === "" ? 1 : 0) && !isList(name))?.[0],
    names: () => [...values.keys()],
  };
}

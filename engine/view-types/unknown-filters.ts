import { isOneEditAway } from "../nearest-name.ts";

/**
 * The parameters that a page ignores although somebody meant them as filters: `prise__gte`, or `genr`, one edit away
 * from a name that the page can be asked by. `askable` has only names that the page shows, so what is said does not
 * depend on other fields: a hidden field and one that does not exist give the same.
 */
export function unknownFilters(ignored: readonly string[], askable: readonly string[]): string[] {
  const meant = ignored
    .filter((name) => NAME.test(name))
    .filter((name) => /[^_]__./.test(name) || isNear(name.replace(/!$/, ""), askable));
  return [...new Set(meant)].slice(0, MAX_NAMES);
}

/** Nothing else is repeated on a page, so that nobody can put sentences on it by a link. */
const NAME = /^[a-z][a-z0-9_]{0,59}!?$/i;
const MAX_NAMES = 3;

/** Of names as short as two letters, all are near to each other. */
const isNear = (name: string, askable: readonly string[]): boolean =>
  name.length > 2 && askable.some((known) => known.length > 2 && isOneEditAway(name, known));

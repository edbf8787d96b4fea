import { Sql } from "../sql/sql.ts";

/** A number that we counted, as text of a statement: the planner knows it, and a parameter costs a bind. */
export function digits(content: number): Sql {
  if (!Number.isSafeInteger(content) || content < 0) throw new Error(`${content} is not a count.`);
  return new Sql([String(content)]);
}

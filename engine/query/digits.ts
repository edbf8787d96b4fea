import { Sql } from "../sql/sql.ts";

/**
 * A number from our own code, as text of the statement: the planner knows its value, and a parameter has a cost at
 * every bind.
 */
export function digits(content: number): Sql {
  if (!Number.isSafeInteger(content) || content < 0) throw new Error(`${content} is not a count.`);
  return new Sql([String(content)]);
}

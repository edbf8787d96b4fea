import { printSql } from "../../sql/sql.ts";
import type { ConstraintDesign, ConstraintObject } from "../design/constraint-design.ts";
import type { CurrentTable } from "../plan/current-tables.ts";
import type { InspectedConstraint, InspectedIndex } from "./inspect-query.ts";

/** An object that should keep a constraint of a table, and what the catalog says of the one with its name. */
export interface FoundObject {
  readonly table: CurrentTable;
  readonly constraint: ConstraintDesign;
  readonly object: ConstraintObject;
  readonly is: InspectedIndex | InspectedConstraint;
}

/** Expressions may read them, and they are no columns of fields. */
const OWN_COLUMNS: ReadonlySet<string> = new Set(["id", "_version"]);

/**
 * Whether an object is the one that its name promises. The name ends in a hash of our printing, but what is made by hand
 * can have any name. Postgres prints an expression in its own words, so the texts are not compared: the columns that our
 * printing reads, its condition, and what it says of empty values must be so in the catalog.
 */
export function isSameObject({ table, constraint, object, is }: FoundObject): boolean {
  const printed = printSql(object.body((fieldId) => fieldId)).text;
  const reads = [...table.columns.values()]
    .filter(({ column }) => printed.includes(`"${column.fieldId}"`))
    .map(({ column }) => column.name)
    .sort();
  const found = is.reads.filter((name) => !OWN_COLUMNS.has(name)).toSorted();
  const { breaking, emptyEqual } = constraint;
  const isPartial = object.kind !== "check" && "scope" in breaking && breaking.scope !== undefined;
  if (reads.join() !== found.join() || is.partial !== isPartial) return false;
  return "kind" in is ? is.kind === object.kind : is.unique && is.nullsNotDistinct === emptyEqual;
}

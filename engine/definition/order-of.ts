import type { DefinitionRecord } from "./app-definition.ts";

/** The order key of a record; empty for those without one. A step has it in its place. */
export function orderOf(record: DefinitionRecord): string {
  if ("order" in record) return record.order;
  return record.kind === "step" ? record.place.order : "";
}

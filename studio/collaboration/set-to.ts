import type { Overwritten } from "#contract/http/drafts";
import type { JsonValue } from "#engine/definition/json";
import type { EditOperation } from "#engine/edits/edit";

/** The edit that gives a property a value again, or takes it away where there was none. */
export const setTo = (
  { recordId, property }: Pick<Overwritten, "recordId" | "property">,
  value: JsonValue | undefined,
): EditOperation =>
  value === undefined
    ? { op: "update", id: recordId, set: {}, unset: [property] }
    : { op: "update", id: recordId, set: { [property]: value }, unset: [] };

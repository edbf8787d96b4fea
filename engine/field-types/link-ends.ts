import type { LinkedCollection } from "../definition/collections.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { hasDefault } from "../definition/records/field.ts";
import { knownFieldType } from "./registry.ts";

/** Whether a link can be made of its two ends alone: it has no further field that must be sent. */
export function isMadeOfItsEnds(reader: DefinitionReader, { link, via }: LinkedCollection): boolean {
  const details = reader.fields(link.model.id).filter(({ id }) => id !== via.id && id !== link.far.id);
  return details.every((field) => !field.required || hasDefault(field) || knownFieldType(field.type).automatic);
}

import { isLinked, type LinkedCollection } from "../definition/collections.ts";
import { identifierFromLabel } from "../definition/identifiers.ts";
import type { FieldId, ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { isMadeOfItsEnds } from "../field-types/link-ends.ts";
import type { FormField } from "./form-plan.ts";

/** The lists of linked rows of a model that a form can ask for: each link is made of its two ends alone. */
export const linkedLists = (reader: DefinitionReader, modelId: ModelId): readonly LinkedCollection[] =>
  reader
    .collections(modelId)
    .filter(isLinked)
    .filter((list) => isMadeOfItsEnds(reader, list));

/** The list of a model whose links hold this relation to it. */
export const linkedList = (
  reader: DefinitionReader,
  modelId: ModelId,
  linkFieldId: FieldId,
): LinkedCollection | undefined => linkedLists(reader, modelId).find(({ via }) => via.id === linkFieldId);

/** What people read beside it: the plural of its rows where that is its name too, else its name. */
export function listLabel({ name, target }: Pick<LinkedCollection, "name" | "target">): string {
  const plural = target.pluralLabel ?? target.label;
  if (identifierFromLabel(plural, "list") === name) return plural;
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A list of linked rows as a form asks for it: its value is their keys. */
export const listField = (list: LinkedCollection): FormField => ({
  name: list.name,
  label: listLabel(list),
  type: list.link.far.type,
  list,
  choices: [],
  target: list.target.id,
  required: false,
  mustBeSent: false,
  isReadOnly: false,
  fromAddress: false,
});

import { isLinked, type LinkedCollection } from "../definition/collections.ts";
import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { choicesWhereOf } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { isMadeOfItsEnds } from "../field-types/link-ends.ts";

/**
 * The lists of linked rows that a column of a file can fill: each link is made of its two ends alone, and no rule of the
 * builder's judges it. Other links are imported as rows of their own model, which judges each of them.
 */
export const importedLists = (reader: DefinitionReader, modelId: ModelId): readonly LinkedCollection[] =>
  reader
    .collections(modelId)
    .filter(isLinked)
    .filter((list) => isMadeOfItsEnds(reader, list) && !isJudged(reader, list.link.model));

/** That no row is linked with itself is the one check of mutual links, and is judged as the file is read. */
const isJudged = (reader: DefinitionReader, { id, link }: ModelRecord): boolean =>
  !link?.mutual &&
  (reader.validations(id).length > 0 ||
    reader.constraints(id).some(({ type }) => type.kind === "check") ||
    reader.fields(id).some((field) => choicesWhereOf(field) !== undefined));

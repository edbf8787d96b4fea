import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import { canSearch, isTotal } from "../expressions/totals.ts";
import { fieldTypeOf, holdsChoices, listedValues } from "../field-types/registry.ts";

/** The controls of a list for visitors, without JavaScript: search, filter, sort. All state is in the query string. */
export interface ListControls {
  /** Whether there is a text to search in: `?search=`. */
  readonly isSearchable: boolean;
  /** A choice or yes/no field becomes a select: `?genre=drama`. */
  readonly filters: readonly FieldRecord[];
  /** `?ordering=name`, `?ordering=-name`. */
  readonly sortable: readonly FieldRecord[];
}

const MAX_FILTERS = 4;

export function listControls(reader: DefinitionReader, modelId: ModelId): ListControls {
  const fields = reader.fields(modelId);
  return {
    isSearchable: fields.some((field) => canSearch(reader, field) && !holdsChoices(field)),
    filters: fields
      .filter((field) => !isTotal(reader, field) && (listedValues(field, reader.choices(field.id)) ?? []).length > 0)
      .slice(0, MAX_FILTERS),
    sortable: fields.filter((field) => fieldTypeOf(field.type)?.can.order === "natural" && !isTotal(reader, field)),
  };
}

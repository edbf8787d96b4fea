import type { FieldId } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { pointsTo } from "../../definition/records/field.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { choicesOf } from "../../expressions/choices.ts";
import { limitValues, type OptionLimit } from "../../query/option-limit.ts";

/** Rows that a builder looks for by their title. */
export interface FindTitles {
  readonly search: string;
  readonly limit: number;
  /** The relation that is to be set to one of them. */
  readonly relation?: FieldId | undefined;
  /** Values of the row that holds the relation. */
  readonly record?: Readonly<Record<string, JsonValue>> | undefined;
}

/** Which rows of the model the relation may be set to; undefined where it may be set to all, or is not live yet. */
export function titlesLimit(
  reader: DefinitionReader,
  model: ModelRecord,
  { relation: id, record = {} }: FindTitles,
): OptionLimit | undefined {
  const relation = id && reader.field(id);
  const choices = relation && pointsTo(relation) === model.id ? choicesOf(reader, relation) : undefined;
  const owner = relation && reader.model(relation.modelId);
  if (!choices || !owner) return undefined;
  const limited = { choices, owner, relation };
  return { ...limited, sent: limitValues(reader, limited, record), stored: undefined };
}

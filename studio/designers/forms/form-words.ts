import type { DefinitionReader } from "#engine/definition/reader";
import type { FormRecord } from "#engine/definition/records/form";

/** "Adds a row to Messages". */
export function whatItDoes(reader: DefinitionReader, { modelId, action }: FormRecord): string {
  const model = reader.model(modelId)?.label ?? "row";
  const plural = reader.model(modelId)?.pluralLabel ?? model;
  return { create: `Adds a row to ${plural}`, update: `Changes one ${model}`, delete: `Deletes one ${model}` }[action];
}

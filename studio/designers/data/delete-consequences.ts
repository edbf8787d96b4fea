import type * as z from "zod";
import type { previewDelete } from "#contract/http/data";
import type { FieldId, ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ModelRecord } from "#engine/definition/records/model";

type Preview = z.infer<typeof previewDelete.response>;

/** What else a delete does, in sentences with counts. */
export function deleteConsequences(
  preview: Preview,
  about: { readonly live: DefinitionReader; readonly model: ModelRecord; readonly count: number },
): readonly string[] {
  const { live, model, count } = about;
  const deleted = Object.entries(preview.deleted).flatMap(([modelId, all]) => {
    const rows = modelId === model.id ? all - count : all;
    const other = live.model(modelId as ModelId);
    if (rows > 0 && other?.link)
      return [
        `${rows.toLocaleString("en")} ${rows === 1 ? "link" : "links"} of ${other.label} ${rows === 1 ? "is" : "are"} removed too.`,
      ];
    return rows > 0 && other ? [`${counted(rows, other)} ${rows === 1 ? "is" : "are"} deleted too.`] : [];
  });
  const emptied = Object.entries(preview.emptied).flatMap(([fieldId, rows]) => {
    const field = live.field(fieldId as FieldId);
    const owner = field && live.model(field.modelId);
    return field && owner ? [`${counted(rows, owner)} ${rows === 1 ? "loses its" : "lose their"} ${field.label}.`] : [];
  });
  const keeping = preview.keptBy === null ? undefined : live.field(preview.keptBy as FieldId);
  const keeper = keeping && live.model(keeping.modelId);
  const kept = keeping && keeper ? [keptSentence(keeping.label, keeper, count)] : [];
  const blocking = Object.entries(preview.blocking).flatMap(([fieldId, { count: all, rows }]) => {
    const field = live.field(fieldId as FieldId);
    const owner = field && live.model(field.modelId);
    if (!field || !owner) return [];
    const named = rows.slice(0, 3).map(({ title }) => `“${title}”`);
    const more = all > named.length ? ` and ${(all - named.length).toLocaleString("en")} more` : "";
    return [
      `${counted(all, owner)} ${all === 1 ? "stops" : "stop"} it, by ${field.label}: ${named.join(", ")}${more}.`,
    ];
  });
  // Nothing goes along with a row that stays.
  if (count === 1 && kept.length > 0) {
    return blocking.length > 0 ? ["It cannot be deleted. Delete or change these first:", ...blocking] : kept;
  }
  const all = [...kept, ...blocking, ...deleted, ...emptied];
  return all.length > 0 ? all : [`No other row points to ${count === 1 ? "it" : "them"}.`];
}

const pluralOf = (model: ModelRecord): string => model.pluralLabel ?? `${model.label} rows`;

const counted = (rows: number, model: ModelRecord): string =>
  rows === 1 ? `1 ${model.label}` : `${rows.toLocaleString("en")} ${pluralOf(model)}`;

const keptSentence = (label: string, keeper: ModelRecord, count: number): string =>
  count === 1
    ? `It cannot be deleted: ${pluralOf(keeper)} point to it by ${label}. Delete or change those first.`
    : `Rows that ${pluralOf(keeper)} point to by ${label} are kept.`;

import { reverseNameOf } from "../definition/collections.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, pointsTo } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { Problem } from "../problem.ts";
import { type Check, problem } from "./check.ts";

/** Link models: two required relations of their own, and names that are free at both ends. */
export const checkLinks: Check = (reader) =>
  reader.models.flatMap((model) => (model.link ? problemsOf(reader, model, model.link) : []));

function problemsOf(
  reader: DefinitionReader,
  model: ModelRecord,
  { fields, names, hidden, mutual }: NonNullable<ModelRecord["link"]>,
): readonly Problem[] {
  const ends = fields.map((id) => reader.field(id));
  const isLink =
    fields[0] !== fields[1] &&
    ends.every(
      (field) => field?.modelId === model.id && pointsTo(field) && field.required && field.type.onDelete === "cascade",
    );
  if (!isLink) {
    const message = `${model.label} links rows by two relations of its own, both required and deleted with their rows, and has not both.`;
    const hint = "Make both relations required and let a delete take them along, or let it be no link.";
    return [problem("LINK_E001", { on: model.id, property: "link", message, hint })];
  }
  if (mutual && (!isOfOneModel(ends) || !hidden || names[1] !== null)) {
    const message = `${model.label} holds both ways, which needs two ends at one model, one name and no details.`;
    const hint = "Let it hold one way, or remove its details and its second name.";
    return [problem("LINK_E003", { on: model.id, property: "link", message, hint })];
  }
  return ends.flatMap((field, side) => {
    const name = names[side];
    const target = field && reader.model(pointsTo(field) as ModelRecord["id"]);
    if (!field || !target || name === null || name === undefined) return [];
    const isMade = reader.collections(target.id).some(({ via, kind }) => kind === "linked" && via.id === field.id);
    if (isMade && reverseNameOf(field) === undefined) return [];
    const message = isMade
      ? `${target.label} sees ${model.label} by two names, "${name}" and "${reverseNameOf(field)}".`
      : `${model.label} is to be seen from ${target.label} as "${name}", which is already something else there.`;
    const hint = isMade ? "Remove the name that the relation has at its target." : "Choose another name.";
    return [problem("LINK_E002", { on: model.id, property: "link", message, hint })];
  });
}

const isOfOneModel = ([one, other]: readonly (FieldRecord | undefined)[]): boolean =>
  one !== undefined && other !== undefined && pointsTo(one) === pointsTo(other);

import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, pointsTo } from "../definition/records/field.ts";
import type { Problem } from "../problem.ts";
import { type Check, problem } from "./check.ts";

/**
 * Models that require each other, in a circle of any length, or one that requires itself: each row needs another that is
 * there already, so the first can never be made. Told once a circle, at the first relation of it.
 */
export const checkRequiredCircles: Check = (reader) => {
  const problems: Problem[] = [];
  const told = new Set<ModelId>();
  for (const model of reader.models) {
    for (const field of requiredRelations(reader, model.id)) {
      const target = pointsTo(field) as ModelId;
      if (told.has(model.id) || !requiredBy(reader, target).has(model.id)) continue;
      const circle = [...requiredBy(reader, model.id)].filter((id) => requiredBy(reader, id).has(model.id));
      for (const id of circle) told.add(id);
      problems.push(circleProblem(reader, field, circle));
    }
  }
  return problems;
};

const requiredRelations = (reader: DefinitionReader, modelId: ModelId): readonly FieldRecord[] =>
  reader.fields(modelId).filter((field) => field.required && pointsTo(field) !== undefined);

/** The models of which rows must be there before a row of this one can be, and itself only in a circle. */
function requiredBy(reader: DefinitionReader, modelId: ModelId): ReadonlySet<ModelId> {
  return reader.derive(`required by ${modelId}`, () => {
    const found = new Set<ModelId>();
    const open = [modelId];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      for (const field of requiredRelations(reader, id)) {
        const target = pointsTo(field) as ModelId;
        if (found.has(target)) continue;
        found.add(target);
        open.push(target);
      }
    }
    return found;
  });
}

function circleProblem(reader: DefinitionReader, field: FieldRecord, circle: readonly ModelId[]): Problem {
  const label = (id: ModelId) => reader.model(id)?.label ?? "?";
  const own = label(field.modelId);
  const [other] = circle.filter((id) => id !== field.modelId);
  const message =
    other === undefined
      ? `Each row of ${own} needs another one as its ${field.label}, so the first cannot be made.`
      : circle.length === 2
        ? `${own} and ${label(other)} require each other, so the first row of neither can be made.`
        : `${circle.map(label).join(", ")} require each other in a circle, so the first row of none can be made.`;
  const hint =
    other === undefined ? `Let ${own}.${field.name} stay empty.` : "Let one side stay empty for the first row.";
  return problem("RELATION_W004", { on: field.id, property: "required", message, hint });
}

import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ConstraintType, ConstraintTypeKind } from "#engine/definition/records/constraint";
import { pointsTo } from "#engine/definition/records/field";
import { rangeTypeOf } from "#engine/field-types/range-fields";
import { fieldTypeOf } from "#engine/field-types/registry";

/** What a new constraint of a kind says at first; undefined where the fields of the model allow none. */
export function newConstraint(
  reader: DefinitionReader,
  modelId: ModelId,
  kind: ConstraintTypeKind,
): { readonly type: ConstraintType; readonly message: string } | undefined {
  const fields = reader.fields(modelId);
  const label = (reader.model(modelId)?.label ?? "row").toLowerCase();
  const relation = fields.find((field) => pointsTo(field) !== undefined);
  switch (kind) {
    case "unique": {
      const text = fields.find((field) => fieldTypeOf(field.type)?.can.title);
      const first = text ?? fields.find((field) => fieldTypeOf(field.type)?.can.index === true);
      if (!first) return undefined;
      const also = relation && relation !== first ? [relation.id] : [];
      const type: ConstraintType = { kind: "unique", fieldIds: [first.id, ...also] };
      return { type, message: `There is such a ${label} already.` };
    }
    case "check": {
      const [first] = fields;
      if (!first) return undefined;
      return { type: { kind: "check", expression: `${first.name} != null` }, message: `${first.label} is needed.` };
    }
    case "noOverlap": {
      const ends = fields.filter(
        (field) => rangeTypeOf(field) !== undefined && fieldTypeOf(field.type)?.automatic === undefined,
      );
      const from = ends.find((field) =>
        ends.some((other) => other !== field && rangeTypeOf(other) === rangeTypeOf(field)),
      );
      const to = from && ends.find((field) => field !== from && rangeTypeOf(field) === rangeTypeOf(from));
      if (!from || !to) return undefined;
      const sameFieldIds = relation ? [relation.id] : [];
      return {
        type: { kind: "noOverlap", sameFieldIds, fromFieldId: from.id, toFieldId: to.id },
        message: relation ? `This ${relation.label.toLowerCase()} is taken at that time.` : "That time is taken.",
      };
    }
  }
}

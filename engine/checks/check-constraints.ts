import { assertNever } from "../assert-never.ts";
import type { FieldId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type ConstraintRecord, type ConstraintTypeOf, constrainedFieldIds } from "../definition/records/constraint.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import { readRowCondition } from "../expressions/row-condition.ts";
import { modelShapes } from "../expressions/scope.ts";
import { canBeSame, rangeTypeOf } from "../field-types/range-fields.ts";
import { fieldTypeIn, fieldTypeOf } from "../field-types/registry.ts";
import { slotsOf } from "../kinds/expression-slots.ts";
import { type Problem, positionOf } from "../problem.ts";
import { type Check, problem } from "./check.ts";
import type { ProblemCode } from "./problem-codes.ts";

/** Constraints that the database could not keep. What is wrong with their expressions as such is told by checkExpressions. */
export const checkConstraints: Check = (reader) => reader.ofKind("constraint").flatMap((one) => checkOne(reader, one));

function checkOne(reader: DefinitionReader, constraint: ConstraintRecord): Problem[] {
  const model = reader.model(constraint.modelId);
  const say = (code: ProblemCode, message: string, hint: string): Problem =>
    problem(code, { on: constraint.id, property: "type", message: `${model?.label ?? "A model"}: ${message}`, hint });
  if (!model) {
    const message = `The constraint “${constraint.message}” belongs to no model.`;
    return [problem("CONSTRAINT_E001", { on: constraint.id, message, hint: "Delete it." })];
  }
  const strangers = constrainedFieldIds(constraint).filter((id) => reader.field(id)?.modelId !== model.id);
  if (strangers.length > 0) {
    const message = `the constraint “${constraint.message}” names a field that is not there any more.`;
    return [say("CONSTRAINT_E002", message, "Choose another field, or delete the constraint.")];
  }
  return [...checkFields(reader, constraint, say), ...checkConditions(reader, constraint)];
}

type Say = (code: ProblemCode, message: string, hint: string) => Problem;

function checkFields(reader: DefinitionReader, { type }: ConstraintRecord, say: Say): Problem[] {
  const fieldsOf = (ids: readonly FieldId[]): readonly FieldRecord[] => ids.flatMap((id) => reader.field(id) ?? []);
  switch (type.kind) {
    case "unique": {
      const problems = fieldsOf(type.fieldIds)
        .filter((field) => fieldTypeOf(field.type)?.can.index !== true)
        .map((field) =>
          say("CONSTRAINT_E003", `values of ${field.label} are too large to be compared.`, "Choose another field."),
        );
      for (const field of fieldsOf(type.ignoreCase ?? [])) {
        if (type.fieldIds.includes(field.id) && fieldTypeOf(field.type)?.cast === "text") continue;
        const message = `${field.label} is no text of the constraint, so it has no upper and lower case.`;
        problems.push(say("CONSTRAINT_E004", message, "Take it out of the fields whose case is ignored."));
      }
      return problems;
    }
    case "check":
      return [];
    case "noOverlap":
      return checkRange(reader, type, say);
    default:
      return assertNever(type);
  }
}

function checkRange(reader: DefinitionReader, type: ConstraintTypeOf<"noOverlap">, say: Say): Problem[] {
  const [from, to] = [reader.field(type.fromFieldId), reader.field(type.toFieldId)];
  if (!from || !to) return [];
  const problems: Problem[] = [];
  const range = rangeTypeOf(from);
  if (from.id === to.id || range === undefined || range !== rangeTypeOf(to)) {
    const message = `${from.label} and ${to.label} are not the beginning and the end of something.`;
    const hint = "Choose two different fields: both dates, both dates with time, or both numbers of one type.";
    problems.push(say("CONSTRAINT_E005", message, hint));
  }
  for (const field of type.sameFieldIds.flatMap((id) => reader.field(id) ?? [])) {
    if (canBeSame(reader, field)) continue;
    const message = `${field.label} cannot be compared here: values of type "${fieldTypeIn(reader, field)?.label ?? field.type.name}" cannot be.`;
    problems.push(say("CONSTRAINT_E003", message, "Choose a relation, a number, a date, a text or a choice."));
  }
  return problems;
}

function checkConditions(reader: DefinitionReader, constraint: ConstraintRecord): Problem[] {
  return slotsOf(constraint).flatMap((slot) => {
    const read = readRowCondition(slot.source, constraint.modelId, modelShapes(reader));
    if (read.ok || read.message === undefined) return [];
    return [
      problem("CONSTRAINT_E006", {
        on: constraint.id,
        property: "type",
        message: `The constraint “${constraint.message}”: ${read.message}`,
        ...(read.hint === undefined ? {} : { hint: read.hint }),
        at: positionOf(slot.source, read.start ?? 0, read.end ?? slot.source.length),
      }),
    ];
  });
}

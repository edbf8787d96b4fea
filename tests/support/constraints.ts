import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { ConstraintRecord, ConstraintType } from "#engine/definition/records/constraint";
import { fieldId, modelId, testId } from "../builders.ts";

/** A constraint of a model. Equal names are the same record, also in another definition. */
export const constraint = (
  model: string,
  name: string,
  type: ConstraintType,
  rest: { readonly message: string; readonly code?: string },
): ConstraintRecord => ({
  kind: "constraint",
  id: testId("constraint", `${model}.${name}`),
  modelId: modelId(model),
  type,
  ...rest,
  order: "a",
});

/** The definition with more records. */
export function withRecords(definition: AppDefinition, ...records: readonly DefinitionRecord[]): AppDefinition {
  const more = Object.fromEntries(records.map((record) => [record.id, record]));
  return { ...definition, records: { ...definition.records, ...more } };
}

export const unique = (
  model: string,
  fields: readonly string[],
  rest: Partial<Omit<Extract<ConstraintType, { kind: "unique" }>, "kind" | "fieldIds" | "ignoreCase">> & {
    readonly ignoreCase?: readonly string[];
  } = {},
): ConstraintType => {
  const { ignoreCase, ...others } = rest;
  return {
    kind: "unique",
    fieldIds: fields.map((field) => fieldId(model, field)),
    ...(ignoreCase ? { ignoreCase: ignoreCase.map((field) => fieldId(model, field)) } : {}),
    ...others,
  };
};

export const noOverlap = (
  model: string,
  {
    same,
    from,
    to,
    ...rest
  }: { same: readonly string[]; from: string; to: string } & Partial<
    Pick<Extract<ConstraintType, { kind: "noOverlap" }>, "includesEnd" | "scope">
  >,
): ConstraintType => ({
  kind: "noOverlap",
  sameFieldIds: same.map((field) => fieldId(model, field)),
  fromFieldId: fieldId(model, from),
  toFieldId: fieldId(model, to),
  ...rest,
});

import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { GroupId } from "#engine/definition/ids";
import type { FieldAction, FieldRuleRecord, RuleAction, RuleRecord, Who } from "#engine/definition/records/access";
import { fieldId, modelId, testId } from "../builders.ts";

export const groupId = (name: string): GroupId => testId("group", name);

export const group = (name: string): DefinitionRecord => ({
  kind: "group",
  id: groupId(name),
  name,
  label: `${name[0]?.toUpperCase() ?? ""}${name.slice(1)}`,
  order: name,
});

/** A rule for some callers, beside what the model's own rules give. */
export const grant = (
  model: string,
  action: RuleAction,
  { who, where = "true" }: { readonly who: Who; readonly where?: string },
): RuleRecord => ({
  kind: "rule",
  id: testId("rule", `${model}.${action}.${who}`),
  modelId: modelId(model),
  action,
  who,
  expression: where,
});

/** A rule of a field; without `who` for everyone. */
export const fieldRule = (
  name: string,
  action: FieldAction,
  { who, where = "true" }: { readonly who?: Who; readonly where?: string },
): FieldRuleRecord => {
  const [model = "", field = ""] = name.split(".");
  return {
    kind: "fieldRule",
    id: testId("fieldRule", `${name}.${action}.${who ?? ""}`),
    fieldId: fieldId(model, field),
    action,
    ...(who === undefined ? {} : { who }),
    expression: where,
  };
};

export const withRecords = (definition: AppDefinition, ...records: readonly DefinitionRecord[]): AppDefinition => ({
  ...definition,
  records: { ...definition.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
});

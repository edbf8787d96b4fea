import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { GroupId } from "#engine/definition/ids";
import type { RuleAction, RuleRecord, Who } from "#engine/definition/records/access";
import { modelId, testId } from "../builders.ts";

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

export const withRecords = (definition: AppDefinition, ...records: readonly DefinitionRecord[]): AppDefinition => ({
  ...definition,
  records: { ...definition.records, ...Object.fromEntries(records.map((record) => [record.id, record])) },
});

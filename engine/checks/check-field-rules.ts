import { groupIdOf, whoOf } from "../definition/grants.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRuleRecord } from "../definition/records/access.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { referencesOf } from "../expressions/references.ts";
import { modelShapes, ruleScope } from "../expressions/scope.ts";
import type { Problem } from "../problem.ts";
import { scalar } from "../value-types/value-type.ts";
import { type Check, problem, repeated } from "./check.ts";

/** Rules of fields: each once, for groups that exist, and the same for all rows and all callers of a group. */
export const checkFieldRules: Check = (reader) => {
  const rules = reader.ofKind("fieldRule");
  return [
    ...repeated(rules, (rule) => `${rule.fieldId} ${rule.action} ${whoOf(rule)}`).map(({ item }) =>
      problem("ACCESS_E001", {
        on: item.id,
        message: `${labelOf(reader, item)} has two rules for who may ${item.action} it, for the same callers.`,
        hint: "Delete one of them.",
      }),
    ),
    ...rules.flatMap((rule) => [...checkGroup(reader, rule), ...checkExtent(reader, rule)]),
  ];
};

const labelOf = (reader: DefinitionReader, { fieldId }: FieldRuleRecord): string =>
  reader.field(fieldId)?.label ?? "A field";

function checkGroup(reader: DefinitionReader, rule: FieldRuleRecord): readonly Problem[] {
  const groupId = groupIdOf(whoOf(rule));
  if (groupId === undefined || reader.record(groupId)?.kind === "group") return [];
  return [
    problem("RULE_E009", {
      on: rule.id,
      property: "who",
      message: `A rule for who may ${rule.action} ${labelOf(reader, rule)} is for a group that does not exist, so it allows nothing.`,
      hint: "Delete the rule.",
    }),
  ];
}

/** What all callers of one group have in common. */
const STATIC = new Set(["user", "user.group", "user.groups", "user.staff"]);

function checkExtent(reader: DefinitionReader, rule: FieldRuleRecord): readonly Problem[] {
  const modelId = reader.field(rule.fieldId)?.modelId;
  const parsed = parseExpression(rule.expression);
  if (modelId === undefined || !parsed.ok) return [];
  const checked = checkExpression(parsed.expression, ruleScope(modelId, modelShapes(reader)), scalar("bool"));
  const other = checked.ok && referencesOf(checked.typed).paths.find((path) => !STATIC.has(path.join(".")));
  if (!other) return [];
  const what = other[0] === "record" ? "the row" : `${other.join(".")}, which differs from caller to caller`;
  return [
    problem("ACCESS_E002", {
      on: rule.id,
      property: "expression",
      message: `Who may ${rule.action} ${labelOf(reader, rule)} depends on ${what}. Rules of fields by row come later; until then this one allows nothing.`,
      hint: "Say for whom the rule is: a group, visitors, or everyone.",
    }),
  ];
}

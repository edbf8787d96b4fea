import { groupIdOf, isForNobody } from "../../definition/grants.ts";
import type { FieldId, ModelId, RandomBytes } from "../../definition/ids.ts";
import { makeRecordId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldAction, FieldRuleRecord, RuleAction, RuleRecord, Who } from "../../definition/records/access.ts";
import { shorten } from "../describe-record.ts";
import { setRule } from "./access.ts";
import { create, type EditCommand, remove, update } from "./edit-command.ts";
import { groupOfExpression } from "./group-preset.ts";

/** One cell of the access matrix: what some callers may do to the rows of a model. */
export interface GrantPlace {
  readonly modelId: ModelId;
  readonly action: RuleAction;
  readonly who: Who;
}

/** What a cell gives: to no row, to all rows, or to those for which an expression holds. */
export type GivenRows = "none" | "all" | { readonly where: string };

/** The rule for everyone, when its expression only names one group of the app: then it is a rule for that group. */
export function ruleNamingGroup(
  reader: DefinitionReader,
  { modelId, action }: Pick<GrantPlace, "modelId" | "action">,
): { readonly rule: RuleRecord; readonly groupId: Who } | undefined {
  const rule = reader.rule(modelId, action);
  const named = rule && groupOfExpression(rule.expression);
  const group = named === undefined ? undefined : reader.groups.find(({ name }) => name === named);
  return rule && group ? { rule, groupId: group.id } : undefined;
}

/** The rule of a cell, by which an expression is changed. A rule for everyone that names one group is in that group's. */
export function ruleOfGrant(reader: DefinitionReader, place: GrantPlace): RuleRecord | undefined {
  const naming = ruleNamingGroup(reader, place);
  if (naming && place.who === "everyone") return undefined;
  const own = reader.rule(place.modelId, place.action, place.who);
  return naming?.groupId === place.who ? (own ?? naming.rule) : own;
}

/** What the rules of a cell give by themselves, without those of other cells that the callers have too. */
export function givenRows(reader: DefinitionReader, place: GrantPlace): GivenRows {
  const naming = ruleNamingGroup(reader, place);
  if (naming && naming.groupId === place.who) return "all";
  const rule = ruleOfGrant(reader, place);
  if (!rule || isForNobody(rule)) return "none";
  return rule.expression.trim() === "true" ? "all" : { where: rule.expression };
}

/**
 * Changes one cell and no other. A rule for everyone that names one group becomes a rule for that group as soon as the
 * cell of the group or of everyone is changed, so that nothing that it gives is lost.
 */
export function setGrant(
  reader: DefinitionReader,
  input: GrantPlace & { readonly rows: GivenRows },
  random: RandomBytes,
): EditCommand {
  const { rows, ...place } = input;
  const expression = rows === "none" ? undefined : rows === "all" ? "true" : rows.where;
  // That anyone on the internet may read was chosen by its name. That anyone may write is still worth a warning.
  const isMeant = place.action === "read" && groupIdOf(place.who) === undefined;
  const command = setRule(reader, { ...place, expression, isMeant }, random);
  const naming = ruleNamingGroup(reader, place);
  if (!naming) return command;
  if (naming.groupId === place.who) {
    return { ...command, operations: [remove(naming.rule.id), ...command.operations] };
  }
  if (place.who !== "everyone") return command;
  if (expression === undefined) return { ...command, operations: [] };
  const moved = setRule(reader, { ...place, who: naming.groupId, expression: "true" }, random);
  return { ...command, operations: [...command.operations, ...moved.operations] };
}

/** Who may read or write a field of the rows that they may: as the model says, or only some of them. */
export type FieldGrants = "model" | readonly Who[];

export function fieldRulesFor(
  reader: DefinitionReader,
  { fieldId, action }: { readonly fieldId: FieldId; readonly action: FieldAction },
): readonly FieldRuleRecord[] {
  return reader.fieldRules(fieldId).filter((rule) => rule.action === action);
}

export function fieldGrants(
  reader: DefinitionReader,
  place: { readonly fieldId: FieldId; readonly action: FieldAction },
): FieldGrants {
  const rules = fieldRulesFor(reader, place);
  return rules.length === 0 ? "model" : rules.filter((rule) => !isForNobody(rule)).map(({ who = "everyone" }) => who);
}

/**
 * Says who may read or write a field. The rules of callers who stay keep their expressions. For nobody there is a rule
 * that says so, since a field without rules follows its model.
 */
export function setFieldGrants(
  reader: DefinitionReader,
  input: { readonly fieldId: FieldId; readonly action: FieldAction; readonly grants: FieldGrants },
  random: RandomBytes,
): EditCommand {
  const { fieldId, action, grants } = input;
  const label = `Change who may ${action} ${shorten(reader.field(fieldId)?.label ?? "a field")}`;
  const rules = fieldRulesFor(reader, input);
  if (grants === "model") return { label, operations: rules.map(({ id }) => remove(id)) };
  const wanted: readonly { who: Who; expression: string }[] =
    grants.length === 0
      ? [{ who: "everyone", expression: "false" }]
      : grants.map((who) => ({ who, expression: "true" }));
  const isWanted = ({ who = "everyone" }: FieldRuleRecord) => wanted.some((each) => each.who === who);
  return {
    label,
    operations: [
      ...rules.filter((rule) => !isWanted(rule)).map(({ id }) => remove(id)),
      ...wanted.flatMap(({ who, expression }) => {
        const known = rules.find((rule) => (rule.who ?? "everyone") === who);
        if (known) {
          const isKept = grants.length > 0 && !isForNobody(known);
          return isKept || known.expression === expression ? [] : [update(known.id, { expression })];
        }
        const id = makeRecordId("fieldRule", random);
        const forWhom = who === "everyone" ? {} : { who };
        return [create({ kind: "fieldRule", id, fieldId, action, ...forWhom, expression })];
      }),
    ],
  };
}

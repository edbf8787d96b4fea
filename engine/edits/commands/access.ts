import { groupIdOf, isForNobody, whoOf } from "../../definition/grants.ts";
import { uniqueIdentifier } from "../../definition/identifiers.ts";
import {
  type ApiResourceId,
  type GroupId,
  type ModelId,
  makeRecordId,
  type RandomBytes,
  type RecordId,
} from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { type RuleAction, type RuleRecord, ruleActions, type Who } from "../../definition/records/access.ts";
import { shorten } from "../describe-record.ts";
import { create, type EditCommand, remove, update } from "./edit-command.ts";
import { groupExpression, groupOfExpression } from "./group-preset.ts";
import { orderAt } from "./order.ts";
import { renameInSources } from "./rename-in-sources.ts";

/** The presets for who may do something. Everything else is an expression that the builder wrote. */
export type Audience = "builders" | "anyone" | "any_key" | { readonly groupId: GroupId };
export type AudienceOfRule = Audience | { readonly expression: string } | { readonly grants: readonly Grant[] };
type Grant = Pick<RuleRecord, "who" | "expression">;

const actionLabels: Readonly<Record<RuleAction, string>> = {
  read: "read",
  create: "add",
  update: "change",
  delete: "delete",
};

/** The expression of a preset; undefined when there is no rule, which closes the action. */
export function expressionOf(reader: DefinitionReader, audience: Audience): string | undefined {
  if (audience === "builders") return undefined;
  if (audience === "anyone") return "true";
  if (audience === "any_key") return "user != null";
  const group = reader.groups.find(({ id }) => id === audience.groupId);
  // A group that was deleted gives access to nobody.
  return group ? groupExpression(group.name) : undefined;
}

/** Who may do an action to the rows of a model: the preset that its rule is, or several rules that add up. */
export function audienceOfAction(reader: DefinitionReader, modelId: ModelId, action: RuleAction): AudienceOfRule {
  const grants = reader.grants(modelId, action);
  const [only] = grants;
  if (!only) return "builders";
  if (grants.length > 1) return { grants };
  const who = whoOf(only);
  if (who === "everyone") return audienceOf(reader, only);
  const groupId = groupIdOf(who);
  return groupId !== undefined && only.expression.trim() === "true" ? { groupId } : { grants };
}

/** The preset that a rule is, by its text; white space and `'` for `"` make no difference. */
export function audienceOf(reader: DefinitionReader, rule: Pick<RuleRecord, "expression"> | undefined): AudienceOfRule {
  if (!rule) return "builders";
  const source = rule.expression.trim().replace(/\s+/g, " ");
  const named = groupOfExpression(source);
  if (source === "true") return "anyone";
  if (/^user != null$/.test(source)) return "any_key";
  const group = named && reader.groups.find(({ name }) => name === named);
  return group ? { groupId: group.id } : { expression: rule.expression };
}

/** "Anyone on the internet", "only builders": as in the publish dialog and the access matrix. */
export function describeAudience(reader: DefinitionReader, audience: AudienceOfRule): string {
  if (audience === "builders") return "only builders";
  if (audience === "anyone") return "anyone on the internet";
  if (audience === "any_key") return "any API key";
  if ("groupId" in audience) return `the group ${groupLabel(reader, audience.groupId)}`;
  if ("grants" in audience) return audience.grants.map((grant) => describeGrant(reader, grant)).join(" and ");
  return `those for whom ${shorten(audience.expression)}`;
}

const groupLabel = (reader: DefinitionReader, groupId: GroupId): string =>
  reader.groups.find(({ id }) => id === groupId)?.label ?? "(deleted)";

/** "visitors", "the group Editors where status == \"draft\"". */
function describeGrant(reader: DefinitionReader, grant: Grant): string {
  const who = whoOf(grant);
  if (who === "everyone") return describeAudience(reader, audienceOf(reader, grant));
  const words = { visitors: "visitors", users: "people who are signed in" };
  const named = who === "visitors" || who === "users" ? words[who] : `the group ${groupLabel(reader, who)}`;
  if (isForNobody(grant)) return `nobody of ${named}`;
  return grant.expression.trim() === "true" ? named : `${named} where ${shorten(grant.expression)}`;
}

/** The answer to "Who may …?" as one preset, in place of all rules for the action. */
export function setAccess(
  reader: DefinitionReader,
  input: { readonly modelId: ModelId; readonly action: RuleAction; readonly audience: Audience },
  random: RandomBytes,
): EditCommand {
  const others = reader.grants(input.modelId, input.action).filter((rule) => whoOf(rule) !== "everyone");
  const { label, operations } = setRule(
    reader,
    {
      modelId: input.modelId,
      action: input.action,
      expression: expressionOf(reader, input.audience),
      // "Anyone on the internet may read" was chosen by its name. That anyone may write is still worth a warning.
      isMeant: input.action === "read",
    },
    random,
  );
  return { label, operations: [...others.map(({ id }) => remove(id)), ...operations] };
}

/** A rule as an expression of the builder; without an expression it is removed, and gives nothing any more. */
export function setRule(
  reader: DefinitionReader,
  input: {
    readonly modelId: ModelId;
    readonly action: RuleAction;
    /** To whom; without it the rule for everyone. */
    readonly who?: Who;
    readonly expression: string | undefined;
    /** No warning is to say that it is wide. */
    readonly isMeant?: boolean;
  },
  random: RandomBytes,
): EditCommand {
  const rule = reader.rule(input.modelId, input.action, input.who);
  const label = `Change who may ${actionLabels[input.action]} ${shorten(reader.model(input.modelId)?.label ?? "rows")}`;
  const { expression } = input;
  if (expression === undefined) return { label, operations: rule ? [remove(rule.id)] : [] };
  const confirmed = input.isMeant === true && expression === "true" ? { confirmed: expression } : {};
  if (rule) {
    const isSame = rule.expression === expression && (rule.confirmed ?? "") === (confirmed.confirmed ?? "");
    return { label, operations: isSame ? [] : [update(rule.id, { expression, confirmed: undefined, ...confirmed })] };
  }
  const record: RuleRecord = {
    kind: "rule",
    id: makeRecordId("rule", random),
    modelId: input.modelId,
    action: input.action,
    ...(input.who === undefined || input.who === "everyone" ? {} : { who: input.who }),
    expression,
    ...confirmed,
  };
  return { label, operations: [create(record)] };
}

/** "That is meant": what these rules allow is no longer warned of, until they are changed. */
export function confirmRules(reader: DefinitionReader, ruleIds: readonly RecordId[]): EditCommand {
  const rules = reader.ofKind("rule").filter((rule) => ruleIds.includes(rule.id) && rule.confirmed !== rule.expression);
  return {
    label: rules.length === 1 ? "Confirm a rule" : `Confirm ${rules.length} rules`,
    operations: rules.map((rule) => update(rule.id, { confirmed: rule.expression })),
  };
}

/** One preset for several models and actions, for the question of the publish dialog ("Who may read this?"). */
export function setAccessOfAll(
  reader: DefinitionReader,
  input: {
    readonly modelIds: readonly ModelId[];
    readonly actions?: readonly RuleAction[];
    readonly audience: Audience;
  },
  random: RandomBytes,
): EditCommand {
  const { actions = ruleActions } = input;
  return {
    label: `Change who may ${actions.map((action) => actionLabels[action]).join(", ")}`,
    operations: input.modelIds.flatMap((modelId) =>
      actions.flatMap((action) => setAccess(reader, { modelId, action, audience: input.audience }, random).operations),
    ),
  };
}

/** Opens a model under /api/v1/; the rules still decide who may do what. */
export function openApi(
  reader: DefinitionReader,
  input: { readonly modelId: ModelId },
  random: RandomBytes,
): EditCommand & { readonly resourceId: ApiResourceId } {
  const id = makeRecordId("apiResource", random);
  const open = reader.apiResources.find(({ modelId }) => modelId === input.modelId);
  const label = `Open ${shorten(reader.model(input.modelId)?.label ?? "model")} in the API`;
  if (open) return { label, operations: [], resourceId: open.id };
  return { label, operations: [create({ kind: "apiResource", id, modelId: input.modelId })], resourceId: id };
}

export function closeApi(reader: DefinitionReader, input: { readonly modelId: ModelId }): EditCommand {
  const open = reader.apiResources.filter(({ modelId }) => modelId === input.modelId);
  return {
    label: `Close ${shorten(reader.model(input.modelId)?.label ?? "model")} in the API`,
    operations: open.map(({ id }) => remove(id)),
  };
}

export function addGroup(
  reader: DefinitionReader,
  input: { readonly label: string; readonly name?: string },
  random: RandomBytes,
): EditCommand & { readonly groupId: GroupId } {
  const id = makeRecordId("group", random);
  const name =
    input.name ??
    uniqueIdentifier({
      label: input.label,
      fallback: "group",
      taken: new Set(reader.groups.map((group) => group.name)),
    });
  return {
    label: `Add group ${shorten(input.label)}`,
    operations: [create({ kind: "group", id, name, label: input.label, order: orderAt(reader.groups, undefined) })],
    groupId: id,
  };
}

/** Rules see its name as `user.group`: the presets for this group, of models and of routes, are renamed with it. */
export function renameGroup(
  reader: DefinitionReader,
  input: { readonly groupId: GroupId; readonly label?: string; readonly name?: string },
): EditCommand {
  const group = reader.groups.find(({ id }) => id === input.groupId);
  if (!group) return { label: "Rename group", operations: [] };
  const { name = group.name, label = group.label } = input;
  const properties = { ...(name === group.name ? {} : { name }), ...(label === group.label ? {} : { label }) };
  if (Object.keys(properties).length === 0) return { label: "Rename group", operations: [] };
  const sources = name === group.name ? [] : renameInSources(reader, { groups: new Map([[group.name, name]]) });
  return { label: `Rename group ${shorten(group.label)}`, operations: [update(group.id, properties), ...sources] };
}

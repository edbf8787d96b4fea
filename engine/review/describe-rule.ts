import { groupIdOf, whoOf } from "../definition/grants.ts";
import type { ModelId } from "../definition/ids.ts";
import { ownRowsBy } from "../definition/own-rows.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldAction, RuleAction, RuleRecord } from "../definition/records/access.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import { usersModelOf } from "../definition/users.ts";

/** How many callers an expression admits: 0 nobody, 3 everybody. */
export type Openness = 0 | 1 | 2 | 3;

export interface DescribedRule {
  readonly words: string;
  readonly openness: Openness;
}

/**
 * An access expression as a phrase. The presets of the studio have their own phrases; any other expression is shown
 * unchanged, because a wrong guess about who may see data would be worse.
 */
export function describeRule(reader: DefinitionReader | undefined, expression: string | undefined): DescribedRule {
  const source = expression?.trim().replace(/\s+/g, " ");
  if (source === undefined || source === "false") return { words: "Nobody but builders", openness: 0 };
  if (source === "true") return { words: "Anyone on the internet", openness: 3 };
  if (source === "user != null") return { words: wordsOfCallers(reader), openness: 2 };
  const group = /^user\.group == (["'])([a-z0-9_]+)\1$/.exec(source);
  if (group) {
    const label = reader?.groups.find(({ name }) => name === group[2])?.label ?? group[2];
    return { words: `API keys of the group ${label}`, openness: 1 };
  }
  return { words: `Where ${source}`, openness: 1 };
}

/** All callers but visitors: in an app with users these are people too. */
export const wordsOfCallers = (reader: Pick<DefinitionReader, "models"> | undefined): string =>
  reader && usersModelOf(reader) ? "Anyone who is signed in or has an API key" : "Anyone with an API key";

/** Who may do an action to the rows of a model, from all its rules for it. */
export function describeAccess(
  reader: DefinitionReader | undefined,
  modelId: ModelId,
  action: RuleAction,
): DescribedRule {
  const parts = (reader?.grants(modelId, action) ?? [])
    .map((rule) => describeGrant(reader, rule))
    .filter(({ openness }) => openness > 0);
  return parts.length === 0 ? describeRule(reader, undefined) : joined(parts);
}

/** Who may read or write one field of the rows that they may read or change. */
export function describeFieldAccess(reader: DefinitionReader, field: FieldRecord, action: FieldAction): DescribedRule {
  const rules = reader.fieldRules(field.id).filter((rule) => rule.action === action);
  const model = reader.model(field.modelId);
  if (rules.length === 0) {
    const of = action === "read" ? "read" : "update";
    const { openness } = describeAccess(reader, field.modelId, of);
    return { words: `Everyone who may ${of === "read" ? "read" : "change"} ${model?.label ?? "the row"}`, openness };
  }
  const parts = rules
    .map((rule) => describeGrant(reader, { ...rule, modelId: field.modelId }))
    .filter(({ openness }) => openness > 0);
  return parts.length === 0 ? describeRule(reader, undefined) : joined(parts);
}

const joined = (parts: readonly DescribedRule[]): DescribedRule => ({
  words: parts.map(({ words }, index) => (index === 0 ? words : lowerFirst(words))).join("; "),
  openness: Math.max(...parts.map(({ openness }) => openness)) as Openness,
});

/** One rule: to whom it gives something, and which rows. */
function describeGrant(
  reader: DefinitionReader | undefined,
  rule: Pick<RuleRecord, "modelId" | "who" | "expression">,
): DescribedRule {
  const who = whoOf(rule);
  if (who === "everyone") return describeRule(reader, rule.expression);
  const source = rule.expression.trim().replace(/\s+/g, " ");
  if (source === "false") return { words: "Nobody but builders", openness: 0 };
  const groupId = groupIdOf(who);
  const group = reader?.groups.find(({ id }) => id === groupId);
  if (groupId && !group) return { words: "Nobody but builders", openness: 0 };
  const words =
    who === "visitors" ? "Visitors" : who === "users" ? "People who are signed in" : `The group ${group?.label}`;
  const own = source === "true" || !reader ? undefined : ownRowsBy(reader, rule.modelId, source);
  if (own) return { words: `${words}: ${own.words}`, openness: 1 };
  if (source !== "true") return { words: `${words} where ${source}`, openness: 1 };
  return { words, openness: who === "visitors" ? 3 : who === "users" ? 2 : 1 };
}

const lowerFirst = (text: string): string => `${text[0]?.toLowerCase() ?? ""}${text.slice(1)}`;

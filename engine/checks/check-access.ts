import type { DefinitionReader } from "../definition/reader.ts";
import type { RuleRecord } from "../definition/records/access.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { Problem } from "../problem.ts";
import { type Check, problem, repeated } from "./check.ts";

/** Warnings of what a rule allows, which somebody may confirm as meant (confirmRules). */
export const confirmableWarnings: ReadonlySet<string> = new Set(["RULE_W004", "RULE_W005", "RULE_W006"]);

/** Somebody said that what the rule allows is meant. */
const isConfirmed = (rule: RuleRecord): boolean => rule.confirmed === rule.expression;

/** "anyone" is the expression `true`. */
export const isForAnyone = (rule: RuleRecord | undefined): boolean => rule?.expression.trim() === "true";

const doing = { read: "read", create: "add rows to", update: "change rows of", delete: "delete rows of" } as const;

export const checkAccess: Check = (reader) => [
  ...checkRules(reader),
  ...checkApi(reader),
  ...repeated(reader.groups, (group) => group.name.toLowerCase()).map(({ item, first }) =>
    problem("GROUP_E001", {
      on: item.id,
      property: "name",
      message: `Two groups have the name "${item.name}": ${first.label} and ${item.label}.`,
      hint: "Rules see a group by its name, so give one of them another.",
    }),
  ),
];

function checkRules(reader: DefinitionReader): Problem[] {
  const problems: Problem[] = [];
  const rules = Object.values(reader.definition.records).filter((record) => record.kind === "rule");
  for (const { item } of repeated(rules, (rule) => `${rule.modelId} ${rule.action}`)) {
    problems.push(
      problem("RULE_E002", {
        on: item.id,
        message: `${reader.model(item.modelId)?.label ?? "A model"} has two rules for who may ${item.action}.`,
        hint: "Delete one of them.",
      }),
    );
  }
  for (const rule of rules) {
    const model = reader.model(rule.modelId);
    if (!model) {
      problems.push(
        problem("RULE_E001", { on: rule.id, message: "A rule belongs to no model.", hint: "Delete the rule." }),
      );
    } else if (isForAnyone(rule) && !isConfirmed(rule)) {
      problems.push(
        problem(rule.action === "read" ? "RULE_W005" : "RULE_W004", {
          on: rule.id,
          property: "expression",
          message: `Anyone on the internet may ${doing[rule.action]} ${model.label}${rule.action === "read" ? ": every row and field" : ""}.`,
          hint: "If that is not meant, name who may.",
        }),
      );
    }
  }
  return [...problems, ...reader.models.flatMap((model) => checkUnique(reader, model))];
}

/** Whether the read rule hides rows from callers who may write: it reads the row, or it does not exist. */
const hidesRows = (read: RuleRecord | undefined): boolean =>
  read === undefined || read.expression.trim() === "false" || /\brecord\b/.test(read.expression);

/**
 * The error "not unique" reveals that a hidden row has the value. A unique index always does, so builders get a
 * warning.
 */
function checkUnique(reader: DefinitionReader, model: ModelRecord): Problem[] {
  const rules = reader.rules(model.id);
  const writes = rules.find(
    ({ action, expression }) => (action === "create" || action === "update") && expression.trim() !== "false",
  );
  if (!writes || isConfirmed(writes) || !hidesRows(rules.find(({ action }) => action === "read"))) return [];
  const unique = reader.fields(model.id).filter((field) => field.unique);
  if (unique.length === 0) return [];
  const fields = unique.map(({ label }) => label).join(", ");
  return [
    problem("RULE_W006", {
      on: writes.id,
      property: "expression",
      message: `Who may ${doing[writes.action]} ${model.label} can find out whether rows that they may not read have a certain ${fields}: it is unique, and a second one is refused.`,
      hint: "If that reveals too much, allow writing only to callers who may read, or make the field not unique.",
    }),
  ];
}

function checkApi(reader: DefinitionReader): Problem[] {
  const problems: Problem[] = [];
  for (const { item } of repeated(reader.apiResources, (resource) => resource.modelId)) {
    problems.push(
      problem("API_E002", {
        on: item.id,
        message: `${reader.model(item.modelId)?.label ?? "A model"} is opened in the API twice.`,
        hint: "Delete one of the two.",
      }),
    );
  }
  for (const resource of reader.apiResources) {
    const model = reader.model(resource.modelId);
    if (!model) {
      problems.push(
        problem("API_E001", {
          on: resource.id,
          message: "A REST resource belongs to no model.",
          hint: "Delete the resource.",
        }),
      );
    } else if (reader.rules(model.id).length === 0 && reader.definition.settings.audience === undefined) {
      problems.push(
        problem("API_W003", {
          on: resource.id,
          message: `${model.label} is open in the API, but nobody may do anything with it yet.`,
          hint: "Say who may read it.",
        }),
      );
    }
  }
  return problems;
}

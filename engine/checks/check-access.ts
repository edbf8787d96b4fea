import { groupIdOf, isForAnyone, isForNobody, whoOf } from "../definition/grants.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { RuleRecord } from "../definition/records/access.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { Problem } from "../problem.ts";
import { type Check, problem, repeated } from "./check.ts";

/** Warnings of what a rule allows, which somebody may confirm as meant (confirmRules). */
export const confirmableWarnings: ReadonlySet<string> = new Set(["RULE_W004", "RULE_W005", "RULE_W006"]);

/** Somebody said that what the rule allows is meant. */
const isConfirmed = (rule: RuleRecord): boolean => rule.confirmed === rule.expression;

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
  for (const { item } of repeated(rules, (rule) => `${rule.modelId} ${rule.action} ${whoOf(rule)}`)) {
    problems.push(
      problem("RULE_E002", {
        on: item.id,
        message: `${reader.model(item.modelId)?.label ?? "A model"} has two rules for who may ${item.action}, for the same callers.`,
        hint: "Delete one of them.",
      }),
    );
  }
  for (const rule of rules) {
    const model = reader.model(rule.modelId);
    const groupId = groupIdOf(whoOf(rule));
    if (groupId !== undefined && reader.record(groupId)?.kind !== "group") {
      problems.push(
        problem("RULE_E009", {
          on: rule.id,
          property: "who",
          message: `A rule for who may ${doing[rule.action]} ${model?.label ?? "a model"} is for a group that does not exist, so it allows nothing.`,
          hint: "Delete the rule.",
        }),
      );
    }
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

/** Whether read rules hide rows from callers who may write: those for these callers read the row, or there are none. */
const hidesRows = (write: RuleRecord, reads: readonly RuleRecord[]): boolean =>
  !reads.some(
    (read) =>
      (whoOf(read) === "everyone" || whoOf(read) === whoOf(write)) &&
      !isForNobody(read) &&
      !/\brecord\b/.test(read.expression),
  );

/**
 * The error "not unique" reveals that a hidden row has the value. A unique index always does, so builders get a
 * warning.
 */
function checkUnique(reader: DefinitionReader, model: ModelRecord): Problem[] {
  const reads = reader.grants(model.id, "read");
  const writes = reader
    .rules(model.id)
    .find(
      (rule) => (rule.action === "create" || rule.action === "update") && !isForNobody(rule) && hidesRows(rule, reads),
    );
  if (!writes || isConfirmed(writes)) return [];
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

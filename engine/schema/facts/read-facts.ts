import { assertNever } from "../../assert-never.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { choiceValues, fieldTypeOf } from "../../field-types/registry.ts";
import type { Problem } from "../../problem.ts";
import { countRows } from "../plan/format-count.ts";
import type { FieldFact, FillAnswers, SchemaPlan } from "../plan/schema-plan.ts";
import { constraintProblems, isConstraintFact } from "./constraint-facts.ts";
import type { FactResult } from "./fact-result.ts";
import { emptyAfterMatch, withMatches } from "./match-facts.ts";
import type { Question } from "./question.ts";

export interface ReadFacts {
  readonly questions: readonly Question[];
  readonly problems: readonly Problem[];
}

/** Turns counts into questions that the builder can answer, and problems that no answer can solve. */
export function readFacts(input: {
  readonly plan: SchemaPlan;
  readonly results: readonly FactResult[];
  readonly to: DefinitionReader;
  readonly answers: FillAnswers;
  /** False: the reader may know the number of rows, but not their values. */
  readonly showValues: boolean;
}): ReadFacts {
  const questions: Question[] = [];
  const problems: Problem[] = [];
  input.plan.facts.forEach((fact, index) => {
    const result = input.results[index];
    const { to, answers, showValues } = input;
    if (!result || result.count === 0) return;
    if (isConstraintFact(fact)) {
      problems.push(...constraintProblems(fact, result, { to, showValues }));
      return;
    }
    const field = to.field(fact.fieldId);
    if (!field) return;
    const context: Reading = { fact, result, field, to, answers, showValues };
    const question = questionOf(context);
    if (question) questions.push(question);
    const problem = problemOf(context);
    if (problem) problems.push(problem);
  });
  return { questions: withMatches(questions, input), problems };
}

interface Reading {
  readonly fact: FieldFact;
  readonly result: FactResult;
  readonly field: FieldRecord;
  readonly to: DefinitionReader;
  readonly answers: FillAnswers;
  readonly showValues: boolean;
}

function questionOf({ fact, result, field, to, answers, showValues }: Reading): Question | undefined {
  const model = to.model(fact.modelId);
  const rows = countRows(result.count, model);
  const verb = result.count === 1 ? "has" : "have";
  const answer = answers[field.id];
  const ask = (message: string, proposal: JsonValue | undefined, answered: boolean): Question => ({
    fieldId: field.id,
    message,
    rows: result.count,
    canShowRows: fact.kind !== "rows",
    ...(proposal === undefined ? {} : { proposal }),
    answered,
  });
  switch (fact.kind) {
    case "rows":
      // A default fills the rows automatically; then the fact exists only for a unique field.
      if (field.default !== undefined || !field.required) return undefined;
      return ask(`${rows} ${verb} no ${field.label}.`, proposalFor(to, field), isValue(answer));
    case "empty":
      if (fact.isMatched) return undefined;
      return ask(`${rows} ${verb} no ${field.label}.`, proposalFor(to, field), isValue(answer));
    case "orphans": {
      const target = to.model(field.type.targetModelId as `mdl_${string}`)?.label ?? "another model";
      const message = `${rows} ${result.count === 1 ? "points" : "point"} to a row of ${target} that is not there${showValues ? ` (${listed(result)})` : ""}.`;
      return ask(message, field.required ? undefined : null, answer !== undefined);
    }
    case "repointed": {
      const before = to.model(fact.before)?.label ?? "a model that is deleted";
      const target = to.model(field.type.targetModelId as `mdl_${string}`)?.label ?? "another model";
      const message = `${rows} ${result.count === 1 ? "points" : "point"} to rows of ${before} with ${field.label}, whose keys mean other rows of ${target}.`;
      return ask(message, field.required ? undefined : null, answer !== undefined);
    }
    case "duplicates":
    case "unlisted":
    case "longer":
    case "shorter":
    case "unfit":
    case "unmatched":
    case "misfits":
    case "matches":
    case "named":
      return undefined;
    default:
      return assertNever(fact);
  }
}

/** Emptying is not an answer where a value is required. */
const isValue = (answer: FillAnswers[string] | undefined): boolean =>
  answer !== undefined && !(answer.fill === "value" && answer.value === null);

function problemOf({ fact, result, field, to, answers, showValues }: Reading): Problem | undefined {
  const model = to.model(fact.modelId);
  const rows = countRows(result.count, model);
  const verb = result.count === 1 ? "is" : "are";
  const samples = showValues ? `: ${listed(result)}` : "";
  switch (fact.kind) {
    case "duplicates":
      return {
        code: "DATA_E001",
        severity: "error",
        recordId: field.id,
        property: "unique",
        message: `${rows} are not unique in "${field.name}"${samples}.`,
        hint: "Change those rows in Data, or let the field not be unique.",
      };
    case "misfits":
      return {
        code: "DATA_E002",
        severity: "error",
        recordId: field.id,
        property: "type",
        message: `${rows} ${verb} not what "${field.name}" would hold as ${field.type.name.replace(/_/g, " ")}${samples}.`,
        hint: "Change those rows in Data, or keep the type.",
      };
    case "unlisted":
      return {
        code: "DATA_W004",
        severity: "warning",
        recordId: field.id,
        property: "type",
        message: `${rows} ${result.count === 1 ? "has" : "have"} a ${field.label} that is not among the choices${samples}.`,
        hint: "They keep it until they are edited. Add the choice back, or change those rows in Data.",
      };
    case "longer":
      return {
        code: "DATA_W005",
        severity: "warning",
        recordId: field.id,
        property: "type",
        message: `${rows} ${result.count === 1 ? "has" : "have"} a ${field.label} longer than ${fact.length} characters${samples}.`,
        hint: "They keep it until they are edited. Allow more characters, or change those rows in Data.",
      };
    case "shorter":
      return {
        code: "DATA_W011",
        severity: "warning",
        recordId: field.id,
        property: "type",
        message: `${rows} ${result.count === 1 ? "has" : "have"} a ${field.label} shorter than ${fact.length} characters${samples}.`,
        hint: "They keep it until they are edited. Allow fewer characters, or change those rows in Data.",
      };
    case "unfit":
      return {
        code: "DATA_W006",
        severity: "warning",
        recordId: field.id,
        property: "type",
        message: `${rows} ${result.count === 1 ? "has" : "have"} a ${field.label} that does not fit the type ${fieldTypeOf(field.type)?.label ?? field.type.name}${samples}.`,
        hint: "They keep it until they are edited. Keep the type, or change those rows in Data.",
      };
    case "unmatched":
      return {
        code: "DATA_W010",
        severity: "warning",
        recordId: field.id,
        property: "type",
        message: `${rows} ${result.count === 1 ? "has" : "have"} a ${field.label} that does not match its pattern${samples}.`,
        hint: "They keep it until they are edited. Change the pattern, or change those rows in Data.",
      };
    case "rows":
    case "empty": {
      if (fact.kind === "empty" && fact.isMatched) return emptyText(rows, field);
      const answer = answers[field.id];
      const isConstant = fact.kind === "rows" ? answer?.fill !== "formula" : answer?.fill === "value";
      const fills = answer !== undefined || (fact.kind === "rows" && field.default !== undefined);
      const isTaken = (result.samples ?? []).length > 0;
      if (!field.unique || !isConstant || !fills || (result.count < 2 && !isTaken)) return undefined;
      return {
        code: "DATA_E003",
        severity: "error",
        recordId: field.id,
        property: "unique",
        message: isTaken
          ? `${rows} would get a ${field.label} that another row has, and it must be unique.`
          : `${rows} would get the same ${field.label}, which must be unique.`,
        hint: "Fill them with a formula, or let the field not be unique yet.",
      };
    }
    case "matches":
      return emptyAfterMatch(fact, result, { field, to, answer: answers[field.id], showValues });
    case "orphans":
    case "repointed":
    case "named":
      return undefined;
    default:
      return assertNever(fact);
  }
}

/** A text that is empty tells no row. */
const emptyText = (rows: string, field: FieldRecord): Problem => ({
  code: "DATA_E002",
  severity: "error",
  recordId: field.id,
  property: "required",
  message: `${rows} would have no ${field.label}, which is required.`,
  hint: "Write the text of those rows in Data first, or let the field stay empty.",
});

/** In quotation marks where a value has a comma of its own. */
function listed({ samples }: FactResult): string {
  const values = samples ?? [];
  const shown = values.some((value) => value.includes(",")) ? values.map((value) => `“${value}”`) : values;
  return shown.join(", ");
}

/** The initial value in the panel: the default, else the type's simplest value if it has one. */
function proposalFor(to: DefinitionReader, field: FieldRecord): JsonValue | undefined {
  if (field.default !== undefined && field.default !== null) return field.default;
  return fieldTypeOf(field.type)?.plainest?.(field.type, choiceValues(to, field));
}

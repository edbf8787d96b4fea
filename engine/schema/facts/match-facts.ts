import type { FieldId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import type { Problem } from "../../problem.ts";
import { countRows } from "../plan/format-count.ts";
import { canMakeOf } from "../plan/plan-match.ts";
import type { FieldFact, FillAnswer, FillAnswers, SchemaPlan } from "../plan/schema-plan.ts";
import type { FactResult } from "./fact-result.ts";
import type { MatchOption, Question } from "./question.ts";

interface Input {
  readonly plan: SchemaPlan;
  readonly results: readonly FactResult[];
  readonly to: DefinitionReader;
  readonly answers: FillAnswers;
  readonly showValues: boolean;
}

type MatchFact = Extract<FieldFact, { kind: "matches" }>;

/** One question per field, whatever the number of fields that it can be matched by. */
export function withMatches(questions: readonly Question[], input: Input): readonly Question[] {
  const asked = new Map<FieldId, Question>();
  input.plan.facts.forEach((fact, index) => {
    const result = input.results[index];
    if (!result || result.count === 0) return;
    if (fact.kind === "named") asked.set(fact.fieldId, namedQuestion(fact.by, { fact, result, ...input }));
    if (fact.kind !== "matches") return;
    const option = optionOf(fact, result, input);
    if (!option) return;
    const known = asked.get(fact.fieldId)?.match?.options ?? [];
    const options = [...known, option].sort((a, b) => (b.matched ?? 0) - (a.matched ?? 0));
    asked.set(fact.fieldId, matchQuestion(options, { fact, result, ...input }));
  });
  return [...questions, ...asked.values()];
}

function optionOf(fact: MatchFact, result: FactResult, { to, showValues }: Input): MatchOption | undefined {
  const by = to.field(fact.by);
  if (!by) return undefined;
  return {
    fieldId: by.id,
    label: labelOf(to, by),
    matched: result.matched ?? 0,
    missing: result.missing ?? 0,
    unclear: result.unclear ?? 0,
    samples: showValues ? (result.samples ?? []) : [],
    canCreate: canMakeOf(to, by),
  };
}

const labelOf = (to: DefinitionReader, by: FieldRecord): string =>
  `${by.label} of ${to.model(by.modelId)?.label ?? "the other model"}`;

type Asked<Kind extends FieldFact["kind"]> = Input & {
  readonly fact: Extract<FieldFact, { kind: Kind }>;
  readonly result: FactResult;
};

function matchQuestion(options: readonly MatchOption[], asked: Asked<"matches">): Question {
  const { fact, result, to, answers } = asked;
  const field = to.field(fact.fieldId);
  const answer = answers[fact.fieldId];
  const rows = countRows(result.count, to.model(fact.modelId));
  return {
    fieldId: fact.fieldId,
    rows: result.count,
    canShowRows: false,
    message: `${rows} ${result.count === 1 ? "has" : "have"} a text in ${field?.label ?? "the field"}, which becomes a relation. Say which field tells the row that is meant.`,
    answered: answer?.fill === "match" && isPossible(options, answer),
    match: { to: "relation", options },
  };
}

function isPossible(options: readonly MatchOption[], answer: Extract<FillAnswer, { fill: "match" }>): boolean {
  const option = options.find(({ fieldId }) => fieldId === answer.by);
  return option !== undefined && (answer.rest === "empty" || option.canCreate === true);
}

function namedQuestion(by: readonly FieldId[], asked: Asked<"named">): Question {
  const { fact, result, to, answers } = asked;
  const fields = by.flatMap((id) => to.field(id) ?? []);
  const rows = countRows(result.count, to.model(fact.modelId));
  return {
    fieldId: fact.fieldId,
    rows: result.count,
    canShowRows: false,
    message: `${rows} ${result.count === 1 ? "points" : "point"} to a row with ${to.field(fact.fieldId)?.label ?? "the field"}, which becomes a text. Say what is written.`,
    answered: answers[fact.fieldId] !== undefined,
    match: {
      to: "text",
      options: [
        ...fields.map((field) => ({ fieldId: field.id, label: labelOf(to, field) })),
        { fieldId: "id", label: "Its key" },
      ],
    },
  };
}

/** A relation that must not be empty, and would be after the chosen match. */
export function emptyAfterMatch(
  fact: MatchFact,
  result: FactResult,
  context: {
    readonly field: FieldRecord;
    readonly to: DefinitionReader;
    readonly answer: FillAnswer | undefined;
    readonly showValues: boolean;
  },
): Problem | undefined {
  const { field, to, answer, showValues } = context;
  if (!field.required || answer?.fill !== "match" || answer.by !== fact.by) return undefined;
  const left = (result.unclear ?? 0) + (answer.rest === "create" ? 0 : (result.missing ?? 0));
  if (left === 0) return undefined;
  const samples = showValues && result.samples?.length ? `: ${result.samples.join(", ")}` : "";
  return {
    code: "DATA_E002",
    severity: "error",
    recordId: field.id,
    property: "required",
    message: `${countRows(left, to.model(fact.modelId))} would have no ${field.label}, which is required${samples}.`,
    hint: "Correct those texts in Data, have the missing rows made, or let the field stay empty.",
  };
}

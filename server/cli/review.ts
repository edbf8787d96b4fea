import type { AppSummary } from "#contract/http/apps";
import { getDraft } from "#contract/http/drafts";
import { getVersion, type PlanAnswers, type PlanReview, reviewPlan } from "#contract/http/releases";
import type { AppId, VersionId } from "#contract/platform-ids";
import type { AppDefinition } from "#engine/definition/app-definition";
import { jsonValueSchema } from "#engine/definition/json";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import { hasErrors } from "#engine/problem";
import { CliError, usageError } from "./cli-error.ts";
import { type CliCall, type Flag, isOn, type Terminal } from "./command.ts";
import { describeProblem, describeProblems } from "./describe-problem.ts";
import type { PlatformClient } from "./platform-client.ts";

/** What `plan`, `publish` and `rollback` share: the review, how it is told, and what it still asks. */
export const answerFlag: Flag = {
  type: "string",
  multiple: true,
  value: "MODEL.FIELD=VALUE",
  help: 'What rows without a value get: book.price=0, book.code="none"; a formula begins with =: book.total==price * 2.',
};

export async function reviewDraft(
  server: PlatformClient,
  app: AppSummary,
  given: readonly string[],
): Promise<{ review: PlanReview; answers: PlanAnswers }> {
  const params = { draftId: app.draftId };
  const answers = given.length === 0 ? {} : answersOf((await server.call(getDraft, { params })).definition, given);
  return { review: await server.call(reviewPlan, { params, body: { answers } }), answers };
}

export const definitionOfVersion = async (
  server: PlatformClient,
  params: { readonly appId: AppId; readonly versionId: VersionId },
): Promise<AppDefinition> => (await server.call(getVersion, { params })).definition;

/**
 * `book.price=9.90` → the field's id and its fill. What is not JSON is text. `book.writer=match:author.name` answers how a text
 * becomes a relation, or the other way round; with `:create` the rows that are missing are added.
 */
export function answersOf(definition: AppDefinition, given: readonly string[]): PlanAnswers {
  const reader = readDefinition(definition);
  return Object.fromEntries(
    given.map((answer) => {
      const [, model = "", field = "", isFormula, value = ""] =
        /^([a-z0-9_]+)\.([a-z0-9_]+)=(=?)(.*)$/s.exec(answer) ?? [];
      if (model === "") throw usageError(`--answer must be like book.price=0, and is ${answer}`);
      const record = reader.modelByName(model);
      const found = record && reader.fields(record.id).find((one) => one.name === field);
      if (!found) throw usageError(`There is no field ${model}.${field}.`);
      if (isFormula) return [found.id, { fill: "formula", formula: value }];
      return [found.id, matchAnswer(reader, value) ?? { fill: "value", value: jsonOrText(value) }];
    }),
  );
}

function matchAnswer(reader: DefinitionReader, value: string): PlanAnswers[string] | undefined {
  const [whole, model = "", field = "", create] =
    /^match:(?:id|([a-z0-9_]+)\.([a-z0-9_]+))(:create)?$/.exec(value) ?? [];
  if (whole === undefined) return undefined;
  const rest = create ? "create" : "empty";
  if (model === "") return { fill: "match", by: "id", rest };
  const record = reader.modelByName(model);
  const by = record && reader.fields(record.id).find((one) => one.name === field);
  if (!by) throw usageError(`There is no field ${model}.${field} to match by.`);
  return { fill: "match", by: by.id, rest };
}

function jsonOrText(value: string) {
  try {
    return jsonValueSchema.parse(JSON.parse(value));
  } catch {
    return value;
  }
}

export function printReview(terminal: Terminal, review: PlanReview, withSql: boolean): void {
  const { steps, access, forPeople, forApiClients, questions, problems } = review;
  if (review.changes === 0) {
    terminal.print("Nothing has changed since what is live.");
    return;
  }
  section(terminal, "People", forPeople);
  section(
    terminal,
    "API clients",
    forApiClients.map(({ message, breaking }) => (breaking ? `${message} (breaks clients)` : message)),
  );
  section(
    terminal,
    "Access",
    access.map(
      ({ modelLabel, field, action, before, after }) =>
        `${action} ${field ? `${field.label} of ` : ""}${modelLabel}: ${before} → ${after}`,
    ),
  );
  if (steps.length > 0) {
    terminal.print("Data");
    for (const step of steps) {
      terminal.print(`  ${step.sign} ${step.description}`);
      terminal.print(`      ${step.lock}`);
      for (const hazard of step.hazards) terminal.print(`      ! ${hazard.message}`);
      if (withSql) for (const line of step.sql) terminal.print(`      ${line}`);
    }
  }
  section(
    terminal,
    "Questions",
    questions.flatMap((question) => [
      `${question.answered ? "answered:" : "open:"} ${question.message}`,
      ...(question.match?.options ?? []).map(optionLine),
    ]),
  );
  section(terminal, "Problems", describeProblems(problems));
}

type Match = NonNullable<PlanReview["questions"][number]["match"]>;

/** "by Name of Author: 2 matched, 3 missing, 2 unclear (Dan, Bea)". */
function optionLine({ label, matched, missing, unclear, samples }: Match["options"][number]): string {
  if (matched === undefined) return `  by ${label}`;
  const some = samples?.length ? ` (${samples.join(", ")})` : "";
  return `  by ${label}: ${matched} matched, ${missing ?? 0} missing, ${unclear ?? 0} unclear${some}`;
}

function section(terminal: Terminal, title: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  terminal.print(title);
  for (const line of lines) terminal.print(`  ${line}`);
}

/** Throws when the plan cannot run as it is. */
export function requireReviewable(review: PlanReview): void {
  const open = review.questions.filter((question) => !question.answered);
  if (open.length > 0) {
    throw new CliError("questions_open", "The plan has open questions. Answer them with --answer model.field=value.", {
      details: { review },
      lines: open.map((question) => question.message),
    });
  }
  if (hasErrors(review.problems)) {
    throw new CliError("problems", "Problems block publishing:", {
      details: { review },
      lines: review.problems.filter((problem) => problem.severity === "error").map(describeProblem),
    });
  }
}

export async function confirmReview(call: CliCall, review: PlanReview, question: string): Promise<void> {
  if (isOn(call, "yes")) return;
  const answer = await call.terminal.confirm(question);
  if (answer === true) return;
  throw new CliError(
    "not_confirmed",
    answer === false ? "Nothing was done." : "Nobody can be asked here. Add --yes to do what is said above.",
    { exit: "unconfirmed", details: { review } },
  );
}

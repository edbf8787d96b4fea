import type { PlanReview } from "#contract/http/releases";
import { may } from "#contract/permissions";
import { checkInSteps } from "#engine/checks/check-app";
import { emptyDefinition } from "#engine/definition/app-definition";
import { diffDefinitions } from "#engine/edits/diff-definitions";
import { countChanges } from "#engine/edits/pending-changes";
import { accessChanges } from "#engine/review/access-changes";
import { forApiClients } from "#engine/review/for-api-clients";
import { forPeople } from "#engine/review/for-people";
import { readFacts } from "#engine/schema/facts/read-facts";
import type { ServerContext } from "../context.ts";
import type { Actor } from "../policies/actor.ts";
import { gatherFacts } from "./gather-facts.ts";
import { keyProblems } from "./key-problems.ts";
import { type ReleasePlan, stepsOf } from "./plan-release.ts";
import { threadTurns } from "./thread-turns.ts";

/**
 * A plan in the words of the publish panel, with what the rows say about it, as far as the actor may see rows. Its
 * queries stop when the signal is aborted.
 */
export async function review(
  context: ServerContext,
  actor: Actor,
  planned: ReleasePlan,
  options: { readonly signal?: AbortSignal } = {},
): Promise<PlanReview> {
  const { plan, to, live, answers } = planned;
  const turns = threadTurns(to, live?.reader);
  const checked = await turns.steps(checkInSteps(to));
  // The plan of a definition with errors may be meaningless, so its rows are not queried.
  const isSound = !checked.some((problem) => problem.severity === "error");
  const results = isSound ? await gatherFacts(context, planned, options) : [];
  const facts = readFacts({ plan, results, to, answers, showValues: may(actor, "readRows") });
  const problems = [
    ...(isSound ? [...plan.problems, ...facts.problems] : []),
    ...checked,
    ...(await keyProblems(context, planned)),
  ];
  const before = live?.reader.definition ?? emptyDefinition(to.definition.settings.label);
  return {
    planHash: planned.planHash,
    steps: isSound ? await turns.step(() => stepsOf(planned)) : [],
    questions: facts.questions.map((question) => ({ ...question })) as PlanReview["questions"],
    problems,
    forPeople: await turns.step(() => forPeople(live?.reader, to)),
    forApiClients: await turns.step(() => forApiClients(live?.reader, to).map((change) => ({ ...change }))),
    access: await turns.step(() => accessChanges(live?.reader, to).map((change) => ({ ...change }))),
    changes: await turns.step(() => countChanges(diffDefinitions(before, to.definition))),
  };
}

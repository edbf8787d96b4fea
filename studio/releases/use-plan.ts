import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import {
  type PlanAnswers,
  type PlanReview,
  planReviewSchema,
  reviewPlan,
  reviewRollback,
} from "#contract/http/releases";
import type { AppId, DraftId, VersionId } from "#contract/platform-ids";
import type { JsonValue } from "#engine/definition/json";
import { type ApiError, call } from "../api/client.ts";
import { useDraftPart } from "../draft-session/react/use-draft.ts";

/** What would be published: the draft, or an older version again. */
export type PlanSource =
  | { readonly kind: "draft"; readonly draftId: DraftId }
  | { readonly kind: "version"; readonly appId: AppId; readonly versionId: VersionId };

/** server/imports/import-problems.ts: the rows of a model are still being loaded. */
const ROWS_LOADING = "DATA_E006";

/** The plan of a source with the answers so far; asked anew after each edit of the draft and each answer. */
export function usePlan(source: PlanSource, options: { readonly generation: number | string }) {
  const [answers, setAnswers] = useState<PlanAnswers>({});
  const revision = useDraftPart((view) => view.revision);
  const waiting = useDraftPart((view) => view.waiting);
  const isDraft = source.kind === "draft";
  const query = useQuery({
    queryKey: ["plan", source, isDraft ? revision : 0, options.generation, answers],
    queryFn: ({ signal }) =>
      source.kind === "draft"
        ? call(reviewPlan, { params: { draftId: source.draftId }, body: { answers } }, { signal })
        : call(
            reviewRollback,
            { params: { appId: source.appId, versionId: source.versionId }, body: { answers } },
            { signal },
          ),
    // The server plans what it has: edits on their way come first.
    enabled: !isDraft || waiting === 0,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    // Rows of an import that somebody started elsewhere: nothing here tells when they are in, so it is asked again.
    refetchInterval: ({ state }) => (state.data && isLoadingRows(state.data) ? 1_000 : false),
  });

  // Where there is something sensible to fill in, the panel starts with it.
  const proposed = useRef(new Set<string>());
  const questions = query.data?.questions;
  useEffect(() => {
    const fresh: Record<string, PlanAnswers[string]> = {};
    for (const question of questions ?? []) {
      if (question.answered || question.proposal === undefined || proposed.current.has(question.fieldId)) continue;
      proposed.current.add(question.fieldId);
      fresh[question.fieldId] = { fill: "value", value: question.proposal as JsonValue };
    }
    if (Object.keys(fresh).length > 0) setAnswers((before) => ({ ...fresh, ...before }));
  }, [questions]);

  const setAnswer = (fieldId: string, answer: PlanAnswers[string] | undefined): void =>
    setAnswers((before) => {
      const { [fieldId]: _, ...rest } = before;
      return answer ? { ...rest, [fieldId]: answer } : rest;
    });

  const isFresh = query.isSuccess && !query.isPlaceholderData && (!isDraft || waiting === 0);
  return { plan: query.data, isFresh, error: query.error, refetch: query.refetch, answers, setAnswer };
}

/** The new plan that a refused publish carries (409 plan_changed). */
export function planOfRefusal(error: ApiError): PlanReview | undefined {
  if (error.code !== "plan_changed") return undefined;
  const { extra } = error.problem;
  const inside = typeof extra === "object" && extra !== null && "plan" in extra ? extra.plan : extra;
  const parsed = planReviewSchema.safeParse(inside);
  return parsed.success ? parsed.data : undefined;
}

/** Imported rows are on their way: no mistake of anybody, so it is told as progress and not as a problem. */
export const isLoadingRows = (plan: PlanReview): boolean => plan.problems.some(({ code }) => code === ROWS_LOADING);

/** Problems that somebody must mend before it can be published. */
export const mistakesOf = (plan: PlanReview): PlanReview["problems"] =>
  plan.problems.filter(({ severity, code }) => severity === "error" && code !== ROWS_LOADING);

/** Whether it may be published as it is, and if not, why, as one sentence. */
export function whyNotPublishable(plan: PlanReview): string | undefined {
  const errors = mistakesOf(plan).length;
  if (errors > 0)
    return errors === 1 ? "One problem must be mended first." : `${errors} problems must be mended first.`;
  if (isLoadingRows(plan)) return "Publishing waits for the rows.";
  const open = plan.questions.filter((question) => !question.answered).length;
  if (open > 0)
    return open === 1 ? "One question about the data is open." : `${open} questions about the data are open.`;
  if (plan.changes === 0 && plan.steps.length === 0) return "There is nothing to publish: the draft is what is live.";
  return undefined;
}

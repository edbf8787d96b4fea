import type { FormBody } from "./form-body.ts";
import type { LineRows } from "./form-lines.ts";
import type { FormPlan } from "./form-plan.ts";
import { rowTitle } from "./lines-body.ts";
import { searchedFor, searchOf } from "./widgets/pick-rows.ts";
import type { WidgetWords } from "./widgets/widget.ts";

/**
 * A sentence for each field in whose search a text was left that nobody has looked for. The person who sends the form means the row of
 * that title to be chosen, and would not see that it was not.
 */
export function leftSearches(
  plan: FormPlan,
  { body, rows }: { readonly body: FormBody; readonly rows: LineRows },
  { texts }: WidgetWords,
): ReadonlyMap<string, string> {
  const left = plan.fields.flatMap(({ name, target, line }): [string, string][] => {
    const typed = target === undefined ? "" : (body.last(searchOf(name)) ?? "").trim();
    if (typed === "" || wasLookedFor(body, name)) return [];
    const message = texts.find.left(typed);
    return [[name, line ? texts.lines.inRow(rowTitle(plan, rows, line), message) : message]];
  });
  return new Map(left);
}

export const wasLookedFor = (body: FormBody, name: string): boolean =>
  body.last(searchedFor(name))?.trim() === body.last(searchOf(name))?.trim();

/**
 * What was typed to find rows, by the name of the field. What was looked for before is done with, once the form comes back for another
 * reason.
 */
export const searchesIn = (plan: FormPlan, body: FormBody, searched: string | undefined): ReadonlyMap<string, string> =>
  new Map(
    plan.fields.flatMap(({ name }): [string, string][] => {
      const text = body.last(searchOf(name));
      const isDone = name !== searched && wasLookedFor(body, name);
      return text === undefined || isDone ? [] : [[name, text]];
    }),
  );

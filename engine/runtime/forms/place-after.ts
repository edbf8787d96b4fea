import { assertNever } from "../../assert-never.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { FormFacts, FormPlan } from "../../forms/form-plan.ts";
import { type FormCall, type FormPage, formFacts } from "./form-call.ts";
import { linksToRows } from "./row-links.ts";
import { addressOf, DONE } from "./show-forms.ts";

/** A row that was written, as far as the caller may read it. */
export interface DoneForm {
  readonly record?: Readonly<Record<string, JsonValue>>;
}

/** Where a form leads when it was carried out: always a page of the app itself. */
export function placeAfter(call: FormCall, page: Pick<FormPage, "params">, plan: FormPlan, done: DoneForm): string {
  const { success } = plan;
  switch (success.to) {
    case "message":
    case "same":
      return samePage(call, plan);
    case "route":
      return routePlace(call, success, formFacts(call, page, done.record)) ?? samePage(call, plan);
    case "usual":
      return usualPlace(call, plan, done) ?? samePage(call, plan);
    default:
      return assertNever(success);
  }
}

function samePage(call: FormCall, { key, domId }: FormPlan): string {
  const address = addressOf(call);
  return `${address}${address.includes("?") ? "&" : "?"}${DONE}=${encodeURIComponent(key)}#${domId}`;
}

type RouteSuccess = Extract<FormPlan["success"], { to: "route" }>;

function routePlace(call: FormCall, { routeId, parameters }: RouteSuccess, facts: FormFacts): string | undefined {
  const { reader, routes } = call.live.snapshot;
  const route = reader.routes.find(({ id }) => id === routeId);
  if (!route) return undefined;
  const values = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, value(facts)]));
  return routes.reverse(route.name, values);
}

/** The row's page; where there is none, or the caller may not open it, the list. */
function usualPlace(call: FormCall, { modelId, action }: FormPlan, { record }: DoneForm): string | undefined {
  const { routes, rules } = call.live.snapshot;
  const { detail, list } = linksToRows(call.live.snapshot, modelId);
  const isOpen = (access: string | undefined): boolean => rules.admits(access, call.caller, call.facts);
  if (action !== "delete" && detail && record && isOpen(detail.route.access)) {
    const value = record[detail.field];
    const place = value == null ? undefined : routes.reverse(detail.route.name, { [detail.parameter]: value });
    if (place !== undefined) return place;
  }
  return list && isOpen(list.access) ? routes.reverse(list.name) : undefined;
}

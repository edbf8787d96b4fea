import { formActions } from "../../definition/records/form.ts";
import { UserError } from "../../errors.ts";
import { requestOfForm } from "../../forms/request-of-form.ts";
import type { RouteParameters } from "../../routing/compile-routes.ts";
import { methodsOfView } from "../../view-types/registry.ts";
import type { CompiledView } from "../../views/app-views.ts";
import { linksToRows } from "../forms/row-links.ts";
import { admitTo, noPage } from "./admit-to.ts";
import type { HostedCall } from "./hosted-call.ts";

/** A page that this caller may open, ready to be shown. */
export interface OpenPage {
  readonly view: CompiledView;
  readonly params: RouteParameters;
}

/** The page at the call's address; an error when there is none, it does not answer the method, or it is closed. */
export function openPage(call: HostedCall): OpenPage {
  const { live, request } = call;
  const { routes, pages } = live.snapshot;
  const match = routes.match(call.path);
  if (!match) throw noPage();
  const { route, params } = match;
  const compiled = pages.view(route, call.who);
  const hasForms = compiled.ok && compiled.view.forms.length > 0;
  const allowed = [...methodsOfView(route.view).filter((method) => method !== "POST"), ...(hasForms ? ["POST"] : [])];
  if (!allowed.includes(request.method)) {
    const message = hasForms ? "This page can be read, and its form sent." : "This page can only be read.";
    throw new UserError("method_not_allowed", message, { headers: { allow: allowed.join(", ") } });
  }
  admitTo(call, route);
  // Publishing refuses templates with problems, so this is a fault of the engine.
  if (!compiled.ok)
    throw new Error(`The page ${route.id} has problems: ${compiled.problems.map((p) => p.code).join()}`);
  return { view: compiled.view, params };
}

/** What the caller may do to rows of the page's model, and has a page for. */
export function mayOf(call: HostedCall, { model }: CompiledView) {
  if (!model) return undefined;
  const { rules, reader } = call.live.snapshot;
  const links = linksToRows(call.live.snapshot, model.id);
  return Object.fromEntries(
    formActions.map((action) => {
      const link = links[action];
      const route = link && ("route" in link ? link.route : link);
      const isOpen = route !== undefined && rules.admits(route.access, call.caller, call.facts);
      const form = route?.view.formId && reader.form(route.view.formId);
      const facts = form ? requestOfForm(call.facts, { recordName: form.name }) : call.facts;
      return [action, isOpen && rules.permits(model.id, action, call.caller, facts)];
    }),
  );
}

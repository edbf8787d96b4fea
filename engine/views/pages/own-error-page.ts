import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import type { TemplateScope } from "../../templates/analyze/template-scope.ts";
import { type CompiledTemplate, compileTemplate } from "../../templates/render/compile-template.ts";
import type { RenderBudget } from "../../templates/render/render-meter.ts";
import { appVariable } from "../app-variable.ts";
import { type RequestOfPage, requestVariable } from "../request-variable.ts";
import { type ViewScopes, viewScopes } from "../view-scope.ts";
import { viewTemplates } from "../view-templates.ts";
import { ERROR_ROUTE, errorTemplateOf } from "./error-templates.ts";

/** The app's own error pages. They run no query and show no form: a 500 page has to work without the database. */
export interface OwnErrorPages {
  /** Undefined when the app has no page for this status, or its page cannot be shown. */
  render(status: number, request: RequestOfPage, budget: RenderBudget): string | undefined;
}

export const errorScope = (scopes: ViewScopes): TemplateScope => {
  const { queries: _, forms: __, ...scope } = scopes.of(ERROR_ROUTE);
  return scope;
};

export function ownErrorPages(reader: DefinitionReader, routes: RouteTable<RouteRecord>): OwnErrorPages {
  const compiled = new Map<number, CompiledTemplate | undefined>();
  const compile = (status: number): CompiledTemplate | undefined => {
    const name = errorTemplateOf(status);
    const templates = viewTemplates(reader, routes);
    const entry = name === undefined ? undefined : templates.byName(name);
    if (!entry) return undefined;
    const scope = errorScope(viewScopes(reader, routes));
    const result = compileTemplate({ entry, lookup: templates.lookup(ERROR_ROUTE), scope });
    return result.ok ? result.template : undefined;
  };
  return {
    render(status, request, budget) {
      if (!compiled.has(status)) compiled.set(status, compile(status));
      const template = compiled.get(status);
      if (!template) return undefined;
      // What cannot be read in the address is the error itself, or plays no part in it.
      const { query: _, ...rest } = request;
      const data = {
        app: appVariable(reader),
        ...requestVariable(rest, { route: "", template }),
        user: null,
        params: {},
      };
      const result = template.render(data, budget);
      return result.ok ? result.html : undefined;
    },
  };
}

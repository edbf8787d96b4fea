import type { TemplateId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import type { Problem } from "../problem.ts";
import { compileRoutes, type RouteTable } from "../routing/compile-routes.ts";
import { checkTemplate, checkTemplateSource } from "../templates/check-template.ts";
import { templateUnit } from "../templates/template-unit.ts";
import { viewKeys } from "./view-keys.ts";
import { viewScopes } from "./view-scope.ts";
import { viewTemplates } from "./view-templates.ts";

/**
 * Everything wrong with the views of an app: paths that find no row, templates that do not fit what their views give
 * them. The default templates are generated and right by construction (a test holds them to it), so they cost nothing
 * here; a template that no view uses is only checked for whether it can be read.
 */
export function checkViews(reader: DefinitionReader, table?: RouteTable<RouteRecord>): Problem[] {
  const routes = table ?? compileRoutes(reader.routes);
  const scopes = viewScopes(reader, routes);
  const templates = viewTemplates(reader, routes);
  const found = new Map<string, Problem>();
  const seen = new Set<TemplateId>();
  const add = (problem: Problem): void => {
    found.set(`${problem.code} ${problem.recordId} ${problem.at?.start} ${problem.message}`, problem);
  };
  for (const { route, pattern } of routes.routes) {
    for (const problem of viewKeys(route, pattern, reader).problems) add(problem);
    if (route.view.templateId === undefined) continue;
    const entry = templates.entry(route);
    if (!entry) continue;
    const lookup = templates.lookup(route);
    const watched: typeof lookup = (name) => {
      const unit = lookup(name);
      if (unit?.recordId) seen.add(unit.recordId);
      return unit;
    };
    if (entry.recordId) seen.add(entry.recordId);
    for (const problem of checkTemplate({ entry, lookup: watched, scope: scopes.of(route) })) {
      // A built-in template has no record: what is wrong with it here comes of the view that uses it.
      add(problem.recordId === undefined ? { ...problem, recordId: route.id, property: "view" } : problem);
    }
  }
  for (const template of reader.templates) {
    if (seen.has(template.id)) continue;
    for (const problem of checkTemplateSource(templateUnit(template.name, template.source, template.id))) add(problem);
  }
  return [...found.values()];
}

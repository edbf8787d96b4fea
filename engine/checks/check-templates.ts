import type { TemplateId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import type { Problem } from "../problem.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { checkTemplate, checkTemplateSource } from "../templates/analyze/check-template.ts";
import { templateUnit } from "../templates/syntax/template-unit.ts";
import { viewScopes } from "../views/view-scope.ts";
import { BASE_TEMPLATE, viewTemplates } from "../views/view-templates.ts";
import { type Check, problem, repeated } from "./check.ts";

/**
 * The builder's own templates, each as the pages that show it: what a variable is depends on the route. A template
 * that no page reaches is only read. The built-in ones are right by construction and are not looked at.
 */
export const checkTemplates: Check = (reader) => {
  if (reader.templates.length === 0) return [];
  return [...sameNames(reader), ...insides(reader)];
};

/**
 * What is wrong inside one template, on every page that shows it: for the editor, which judges a text before it is
 * saved. `pages` are the routes that show it.
 */
export function problemsOfTemplate(
  reader: DefinitionReader,
  template: { readonly id: TemplateId; readonly pages: readonly RouteRecord[] },
): readonly Problem[] {
  const record = reader.template(template.id);
  if (!record) return [];
  if (template.pages.length === 0) return checkTemplateSource(templateUnit(record.name, record.source, record.id));
  const routes = compileRoutes(reader.routes);
  const templates = viewTemplates(reader, routes);
  const scopes = viewScopes(reader, routes);
  const found = new Map<string, Problem>();
  for (const route of template.pages) {
    const entry = templates.entry(route);
    if (!entry) continue;
    for (const item of checkTemplate({ entry, lookup: templates.lookup(route), scope: scopes.of(route) })) {
      if (item.recordId === template.id) found.set(`${item.code} ${item.at?.start ?? ""} ${item.message}`, item);
    }
  }
  return [...found.values()].sort((a, b) => (a.at?.start ?? 0) - (b.at?.start ?? 0));
}

function sameNames(reader: DefinitionReader): Problem[] {
  return repeated(reader.templates, (template) => template.name).map(({ item }) =>
    problem("TEMPLATE_E001", {
      on: item.id,
      property: "name",
      message: `Two templates have the name "${item.name}".`,
      hint: "Give one of them another name.",
    }),
  );
}

function insides(reader: DefinitionReader): Problem[] {
  const routes = compileRoutes(reader.routes);
  const templates = viewTemplates(reader, routes);
  const scopes = viewScopes(reader, routes);
  const found = new Map<string, Problem>();
  const add = (problems: readonly Problem[]) => {
    for (const item of problems) {
      found.set(`${item.code} ${item.recordId ?? ""} ${item.at?.start ?? ""} ${item.message}`, item);
    }
  };
  const read = new Set<string>();
  const isBaseOwn = reader.templateByName(BASE_TEMPLATE) !== undefined;
  for (const route of reader.routes) {
    const entry = templates.entry(route);
    // A page with the default look shows something of the builder's own only where its layout was taken over.
    if (!entry || (!entry.recordId && !isBaseOwn)) continue;
    const lookup = templates.lookup(route);
    const remembering = (name: string) => {
      const unit = lookup(name);
      if (unit?.recordId) read.add(unit.recordId);
      return unit;
    };
    if (entry.recordId) read.add(entry.recordId);
    add(checkTemplate({ entry, lookup: remembering, scope: scopes.of(route) }));
  }
  for (const template of reader.templates) {
    if (!read.has(template.id)) add(checkTemplateSource(templateUnit(template.name, template.source, template.id)));
  }
  return [...found.values()];
}

import type { TemplateId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { Problem } from "../problem.ts";
import { compileRoutes } from "../routing/compile-routes.ts";
import { analyzeTemplate } from "../templates/analyze/analyze-template.ts";
import { checkTemplate, checkTemplateSource } from "../templates/analyze/check-template.ts";
import type { TemplateLookup } from "../templates/syntax/parsed-template.ts";
import { templateUnit } from "../templates/syntax/template-unit.ts";
import { templateGraph } from "../views/assist/template-graph.ts";
import { templateEntries } from "../views/template-entries.ts";
import { type Check, problem, repeated } from "./check.ts";
import { checkPageAudience } from "./check-page-audience.ts";
import { checkPageSource } from "./check-page-source.ts";

/**
 * The builder's templates, each checked through the entries that show it, because a variable's type depends on the
 * page. A template that nothing shows is only parsed. Built-in templates are not checked.
 */
export const checkTemplates: Check = (reader) => {
  if (reader.templates.length === 0) return [];
  return [...sameNames(reader), ...insides(reader), ...reader.templates.flatMap(checkPageSource)];
};

/**
 * All problems in one template, in all places where it is shown: for the editor, which checks a text before it is
 * saved.
 */
export function problemsOfTemplate(reader: DefinitionReader, id: TemplateId): readonly Problem[] {
  const record = reader.template(id);
  if (!record) return [];
  const entries = templateGraph(reader, compileRoutes(reader.routes)).entriesOf(id);
  const page = checkPageSource(record);
  if (entries.length === 0)
    return [...checkTemplateSource(templateUnit(record.name, record.source, record.id)), ...page];
  const found = new Map<string, Problem>(page.map((item) => [`${item.code} ${item.at?.start ?? ""}`, item]));
  for (const { unit: entry, lookup, scope } of entries) {
    for (const item of checkTemplate({ entry, lookup, scope })) {
      if (item.recordId === id) found.set(`${item.code} ${item.at?.start ?? ""} ${item.message}`, item);
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
  const found = new Map<string, Problem>();
  const add = (problems: readonly Problem[]) => {
    for (const item of problems) {
      found.set(`${item.code} ${item.recordId ?? ""} ${item.at?.start ?? ""} ${item.message}`, item);
    }
  };
  const read = new Set<string>();
  for (const { unit: entry, lookup, scope, route } of templateEntries(reader, compileRoutes(reader.routes)).all) {
    const remembering: TemplateLookup = (name, from) => {
      const unit = lookup(name, from);
      if (unit?.recordId) read.add(unit.recordId);
      return unit;
    };
    if (entry.recordId) read.add(entry.recordId);
    const page = analyzeTemplate({ entry, lookup: remembering, scope });
    add(page.problems);
    if (route && entry.recordId) add(checkPageAudience(reader, route, page));
  }
  for (const template of reader.templates) {
    if (!read.has(template.id)) add(checkTemplateSource(templateUnit(template.name, template.source, template.id)));
  }
  return [...found.values()];
}

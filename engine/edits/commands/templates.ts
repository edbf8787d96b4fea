import { makeRecordId, type RandomBytes, type RouteId, type TemplateId } from "../../definition/ids.ts";
import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { applyTextEdits } from "../../expressions/rename.ts";
import { compileRoutes } from "../../routing/compile-routes.ts";
import { parseTemplate } from "../../templates/syntax/parse-template.ts";
import type { TemplateNode } from "../../templates/syntax/template-tree.ts";
import { bodiesOf } from "../../templates/tags/registry.ts";
import { modelOfView, viewTypeOf } from "../../view-types/registry.ts";
import { BASE_TEMPLATE, viewTemplates } from "../../views/view-templates.ts";
import { shorten } from "../describe-record.ts";
import { whereUsed } from "../where-used.ts";
import { create, type EditCommand, remove, update } from "./edit-command.ts";
import { orderAt } from "./order.ts";
import { pathSegmentOf } from "./routes.ts";

/** A default template: the layout of all pages with the default look, or the page of one route. */
export type DefaultTemplate = { readonly name: typeof BASE_TEMPLATE } | { readonly routeId: RouteId };

/**
 * Copies a default template as the builder's own, to be changed. The pages look the same until it is. The layout keeps
 * its name and so replaces the built-in one on every page; the page of a route becomes a separate template, and the
 * route shows it.
 */
export function takeOverTemplate(
  reader: DefinitionReader,
  which: DefaultTemplate,
  random: RandomBytes,
): EditCommand & { readonly templateId: TemplateId } {
  const templateId = makeRecordId("template", random);
  const templates = viewTemplates(reader, compileRoutes(reader.routes));
  const order = orderAt(reader.templates, undefined);
  const make = (name: string, source: string) => create({ kind: "template", id: templateId, name, source, order });
  if ("name" in which) {
    const known = reader.templateByName(which.name);
    if (known) return { label: "Take over the layout", operations: [], templateId: known.id };
    const made = make(BASE_TEMPLATE, templates.baseSource);
    return { label: "Take over the layout", operations: [made], templateId };
  }
  const route = reader.routes.find(({ id }) => id === which.routeId);
  const source = route && templates.defaultSource(route);
  const model = route && modelOfView(reader, route.view);
  if (!route || !model || source === undefined) return { label: "Take over a template", operations: [], templateId };
  const name = freeTemplateName(reader, `${pathSegmentOf(model)}/${route.view.name}`);
  return {
    label: `Take over the ${route.view.name} template of ${shorten(model.label)}`,
    operations: [make(name, source), update(route.id, { view: { ...route.view, templateId } as JsonValue })],
    templateId,
  };
}

/** `page.html`, `page-2.html`, … */
export function freeTemplateName(reader: DefinitionReader, stem: string, ending = ".html"): string {
  for (let number = 1; ; number++) {
    const name = `${stem}${number === 1 ? "" : `-${number}`}${ending}`;
    if (!reader.templateByName(name)) return name;
  }
}

export function duplicateTemplate(
  reader: DefinitionReader,
  input: { readonly templateId: TemplateId },
  random: RandomBytes,
): EditCommand & { readonly templateId: TemplateId } {
  const templateId = makeRecordId("template", random);
  const template = reader.template(input.templateId);
  if (!template) return { label: "Duplicate template", operations: [], templateId };
  const [, stem = "page", ending = ".html"] =
    /^(?:_default\/)?(.*?)(?:-copy(?:-\d+)?)?(\.\w+)$/.exec(template.name) ?? [];
  const name = freeTemplateName(reader, `${stem.slice(0, 100)}-copy`, ending);
  const order = orderAt(reader.templates, { after: template.id });
  return {
    label: `Duplicate template ${shorten(template.name)}`,
    operations: [create({ ...template, id: templateId, name, order })],
    templateId,
  };
}

/**
 * Lists and pages that showed it get the default template again; other templates that name it must be changed by
 * people.
 */
export function deleteTemplate(
  reader: DefinitionReader,
  input: { readonly templateId: TemplateId },
): EditCommand & { readonly stillNamedBy: readonly string[] } {
  const template = reader.template(input.templateId);
  if (!template) return { label: "Delete template", operations: [], stillNamedBy: [] };
  const back = reader.routes.flatMap((route) => {
    if (route.view.templateId !== template.id || !viewTypeOf(route.view)?.defaultTemplate) return [];
    const { templateId: _, ...view } = route.view;
    return [update(route.id, { view: view as JsonValue })];
  });
  const stillNamedBy = whereUsed(reader, template.id).flatMap(({ record }) =>
    record.kind === "template" && template.name !== BASE_TEMPLATE
      ? [record.name]
      : record.kind === "route" && !viewTypeOf(record.view)?.defaultTemplate
        ? [record.path]
        : [],
  );
  return {
    label: `Delete template ${shorten(template.name)}`,
    operations: [...back, remove(template.id)],
    stillNamedBy,
  };
}

/** New sources for several templates as one edit: find and replace. */
export function setTemplateSources(
  reader: DefinitionReader,
  input: { readonly sources: ReadonlyMap<TemplateId, string>; readonly label: string },
): EditCommand {
  const operations = [...input.sources].flatMap(([id, source]) =>
    reader.template(id)?.source === source ? [] : [update(id, { source })],
  );
  return { label: input.label, operations };
}

/**
 * Renames a block in a layout and in everything that fills it: the templates that extend the layout, at any distance,
 * and those that it extends itself.
 */
export function renameBlock(
  reader: DefinitionReader,
  input: { readonly templateId: TemplateId; readonly name: string; readonly to: string },
): EditCommand {
  const family = familyOf(reader, input.templateId);
  const operations = family.flatMap((id) => {
    const source = reader.template(id)?.source ?? "";
    const edits = blockNameSpans(parseTemplate(source).tree.nodes, input.name).map(({ start, end }) => ({
      start,
      end,
      text: input.to,
    }));
    return edits.length === 0 ? [] : [update(id, { source: applyTextEdits(source, edits) })];
  });
  return { label: `Rename block ${shorten(input.name)} to ${shorten(input.to)}`, operations };
}

/** Templates tied to one by `{% extends %}`, up and down. */
function familyOf(reader: DefinitionReader, start: TemplateId): readonly TemplateId[] {
  const parents = new Map(
    reader.templates.map((template) => {
      const node = parseTemplate(template.source).tree.nodes.find(({ kind }) => kind === "extends");
      return [template.id, node?.kind === "extends" ? reader.templateByName(node.template)?.id : undefined] as const;
    }),
  );
  const family = new Set<TemplateId>([start]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const [id, parent] of parents) {
      if (parent === undefined) continue;
      if (family.has(parent)) family.add(id);
      if (family.has(id)) family.add(parent);
    }
  }
  return [...family];
}

/** Where a block's name stands: in its opening tag, and in its closing one when that says it. */
function blockNameSpans(
  nodes: readonly TemplateNode[],
  name: string,
): readonly { readonly start: number; readonly end: number }[] {
  return nodes.flatMap((node) => {
    const inside = bodiesOf(node).flatMap((body) => blockNameSpans(body, name));
    if (node.kind !== "block" || node.name !== name) return inside;
    const nameIn = (tag: { readonly source: string; readonly start: number }, word: string) => {
      const at = new RegExp(`^\\{%\\s*${word}\\s+`).exec(tag.source)?.[0].length;
      return at !== undefined && tag.source.startsWith(name, at)
        ? [{ start: tag.start + at, end: tag.start + at + name.length }]
        : [];
    };
    return [...nameIn(node.open, "block"), ...inside, ...(node.close ? nameIn(node.close, "endblock") : [])];
  });
}

import type { DefinitionReader } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import { type TemplateLookup, type TemplateUnit, templateUnit } from "../templates/syntax/template-unit.ts";
import { generateDetailTemplate } from "../view-types/defaults/generate-detail-template.ts";
import { generateListTemplate } from "../view-types/defaults/generate-list-template.ts";
import { generateBaseTemplate } from "./defaults/generate-base-template.ts";

/** The layout of pages with the default look. A template of the builder's own by this name takes its place. */
export const BASE_TEMPLATE = "_default/base.html";

/**
 * The templates of an app, each parsed once and when it is first asked for. Names that begin with `_` are built in:
 * `_default/base.html`, and `_default/list.html` and `_default/detail.html`, which are those of the view's own model.
 */
export interface ViewTemplates {
  /** By name, as a page of this route sees them. */
  lookup(route: RouteRecord): TemplateLookup;
  /** The template that the route's view renders; undefined when it names one that is not there. */
  entry(route: RouteRecord): TemplateUnit | undefined;
  /** A builder's own template. */
  byName(name: string): TemplateUnit | undefined;
  /** The source that a builder takes over when they want to change the default. */
  defaultSource(route: RouteRecord): string | undefined;
  /** The built-in layout, whether it was taken over or not. */
  readonly baseSource: string;
}

export function viewTemplates(reader: DefinitionReader, routes: RouteTable<RouteRecord>): ViewTemplates {
  const parsed = new Map<string, TemplateUnit>();
  const once = (key: string, make: () => TemplateUnit): TemplateUnit => {
    let unit = parsed.get(key);
    if (!unit) {
      unit = make();
      parsed.set(key, unit);
    }
    return unit;
  };
  const builtIn = (name: string, route: RouteRecord): TemplateUnit | undefined => {
    if (name === BASE_TEMPLATE) return once(name, () => templateUnit(name, generateBaseTemplate(reader, routes)));
    const { view } = route;
    const model = view.name === "template" ? undefined : reader.model(view.modelId);
    if (!model) return undefined;
    if (name === "_default/list.html")
      return once(`${name} ${model.id}`, () => templateUnit(name, generateListTemplate(reader, routes, model)));
    if (name === "_default/detail.html")
      return once(`${name} ${model.id}`, () => templateUnit(name, generateDetailTemplate(reader, routes, model)));
    return undefined;
  };
  const own = (name: string): TemplateUnit | undefined => {
    const record = reader.templateByName(name);
    return record && once(record.id, () => templateUnit(record.name, record.source, record.id));
  };
  const byName = (name: string, route: RouteRecord): TemplateUnit | undefined =>
    own(name) ?? (name.startsWith("_") ? builtIn(name, route) : undefined);
  const entry = (route: RouteRecord): TemplateUnit | undefined => {
    const { view } = route;
    const record = view.templateId === undefined ? undefined : reader.template(view.templateId);
    if (record) return byName(record.name, route);
    // A template view without its template, and a view whose template is gone, have nothing to show.
    if (view.templateId !== undefined) return undefined;
    return builtIn(`_default/${view.name}.html`, route);
  };
  return {
    lookup: (route) => (name) => byName(name, route),
    entry,
    byName: own,
    defaultSource: (route) =>
      route.view.name === "template" ? undefined : builtIn(`_default/${route.view.name}.html`, route)?.source,
    get baseSource() {
      return generateBaseTemplate(reader, routes);
    },
  };
}

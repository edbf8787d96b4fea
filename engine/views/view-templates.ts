import type { DefinitionReader } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import type { TemplateLookup, TemplateUnit } from "../templates/syntax/parsed-template.ts";
import { templateUnit } from "../templates/syntax/template-unit.ts";
import { modelLinks } from "../view-types/model-links.ts";
import { defaultTemplateNamed, modelOfView, viewTypeOf } from "../view-types/registry.ts";
import { generateBaseTemplate } from "./defaults/generate-base-template.ts";

/** The layout of pages with the default template. A builder's template of this name replaces it. */
export const BASE_TEMPLATE = "_default/base.html";

/**
 * The templates of an app, each parsed once at its first use. Names that begin with `_` are built in:
 * `_default/base.html`, and those of the types of views (`_default/list.html` …), which belong to the view's own model.
 */
export interface ViewTemplates {
  /** By name, as a page of this route sees them. */
  lookup(route: RouteRecord): TemplateLookup;
  /** The template that the route's view renders; undefined when the named template does not exist. */
  entry(route: RouteRecord): TemplateUnit | undefined;
  /** A builder's own template. */
  byName(name: string): TemplateUnit | undefined;
  /** The source that a builder copies to change the default. */
  defaultSource(route: RouteRecord): string | undefined;
  /** The built-in layout, whether it was replaced or not. */
  readonly baseSource: string;
}

export function viewTemplates(reader: DefinitionReader, routes: RouteTable<RouteRecord>): ViewTemplates {
  const once = (key: string, make: () => TemplateUnit): TemplateUnit => reader.derive(`template ${key}`, make);
  const builtIn = (name: string, route: RouteRecord): TemplateUnit | undefined => {
    if (name === BASE_TEMPLATE) return once(name, () => templateUnit(name, generateBaseTemplate(reader, routes)));
    const model = modelOfView(reader, route.view);
    const found = model && defaultTemplateNamed(name);
    if (found) {
      const make = () => found.generate({ reader, routes, model, links: (id) => modelLinks(reader, routes, id) });
      return once(`${name} ${model.id}`, () => templateUnit(name, make()));
    }
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
    // A view whose template does not exist has nothing to show.
    return view.templateId === undefined ? defaultOf(route) : undefined;
  };
  const defaultOf = (route: RouteRecord): TemplateUnit | undefined => {
    const name = viewTypeOf(route.view)?.defaultTemplate?.name;
    return name === undefined ? undefined : builtIn(name, route);
  };
  /** The layout of the route's group takes the place of the built-in one, which it may itself extend. */
  const layoutOf = ({ groupId }: RouteRecord): TemplateUnit | undefined => {
    const group = groupId && reader.ofKind("routeGroup").find(({ id }) => id === groupId);
    const record = group?.layoutId && reader.template(group.layoutId);
    return record ? own(record.name) : undefined;
  };
  return {
    lookup: (route) => {
      const layout = layoutOf(route);
      return (name, from) =>
        layout && name === BASE_TEMPLATE && from?.recordId !== layout.recordId ? layout : byName(name, route);
    },
    entry,
    byName: own,
    defaultSource: (route) => defaultOf(route)?.source,
    get baseSource() {
      return generateBaseTemplate(reader, routes);
    },
  };
}

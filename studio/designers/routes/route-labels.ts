import type { DefinitionReader } from "#engine/definition/reader";
import type { RouteRecord } from "#engine/definition/records/route";
import { type AudienceOfRule, audienceOf } from "#engine/edits/commands/access";

/** What answers at a route: "List of Movies", "One Movie", "Template about.html". */
export function answerLabels(reader: DefinitionReader, route: RouteRecord): string {
  const { view } = route;
  if (view.name === "template") {
    const template = reader.template(view.templateId);
    return template ? `Template ${template.name}` : "A template that is gone";
  }
  const model = reader.model(view.modelId);
  if (!model) return "A model that is gone";
  return view.name === "list" ? `List of ${model.pluralLabel ?? model.label}` : `One ${model.label}`;
}

export const routeAudience = (reader: DefinitionReader, route: Pick<RouteRecord, "access">): AudienceOfRule =>
  audienceOf(reader, route.access === undefined ? undefined : { expression: route.access });

/** Where a live route can be opened; undefined for a path with parameters, which needs a row. */
export function openableUrl(appUrl: string, route: Pick<RouteRecord, "path">): string | undefined {
  return route.path.includes("<") ? undefined : `${appUrl.replace(/\/$/, "")}${route.path}`;
}

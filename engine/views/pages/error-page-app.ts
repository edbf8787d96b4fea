import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import { formatOf } from "../../templates/formats.ts";
import type { ErrorPageApp } from "./error-page.ts";

/** The data of the app on an error page: its name, and the lists that every caller may open. */
export function errorPageApp(reader: DefinitionReader, routes: RouteTable<RouteRecord>): ErrorPageApp {
  const { label, locale, theme } = reader.definition.settings;
  const links = routes.routes
    .filter(({ route, pattern }) => route.access === "true" && pattern.parameters.length === 0 && isPage(reader, route))
    .slice(0, 6)
    .map(({ route }) => ({ label: route.label, path: route.path }));
  return { label, locale, theme, links };
}

/** No feed and no text file. */
function isPage(reader: DefinitionReader, { view }: RouteRecord): boolean {
  const template = view.templateId === undefined ? undefined : reader.template(view.templateId);
  return !template || formatOf(template.name).name === "html";
}

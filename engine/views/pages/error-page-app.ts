import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import type { ErrorPageApp } from "./error-page.ts";

/** The data of the app on an error page: its name, and the lists that every caller may open. */
export function errorPageApp(reader: DefinitionReader, routes: RouteTable<RouteRecord>): ErrorPageApp {
  const { label, locale, theme } = reader.definition.settings;
  const links = routes.routes
    .filter(({ route, pattern }) => route.access === "true" && pattern.parameters.length === 0)
    .slice(0, 6)
    .map(({ route }) => ({ label: route.label, path: route.path }));
  return { label, locale, theme, links };
}

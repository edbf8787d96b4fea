import type { RouteRecord } from "../../definition/records/route.ts";

/** The pages of the app's own for what goes wrong, as templates of these names. */
export const errorTemplates = [
  { status: 404, name: "errors/404.html", label: "Page not found" },
  { status: 403, name: "errors/403.html", label: "Page is closed" },
  { status: 500, name: "errors/500.html", label: "Something went wrong" },
] as const;

export type ErrorStatus = (typeof errorTemplates)[number]["status"];

export const errorTemplateOf = (status: number): string | undefined =>
  errorTemplates.find((template) => template.status === status)?.name;

/** No route of the builder: it gives error pages the variables that every page has. */
export const ERROR_ROUTE: RouteRecord = {
  kind: "route",
  id: "rte_error" as RouteRecord["id"],
  name: "",
  label: "",
  path: "/",
  view: { name: "error" },
  order: "a",
};

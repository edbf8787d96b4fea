import type { AppRules } from "../../access/compile-rules.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import type { Principal, RequestFacts } from "../../principal.ts";
import type { RouteTable } from "../../routing/compile-routes.ts";
import { formatOf } from "../../templates/formats.ts";
import { sitePages } from "./site-pages.ts";

interface Asked {
  readonly reader: DefinitionReader;
  readonly routes: RouteTable<RouteRecord>;
  readonly rules: Pick<AppRules, "admits" | "permits">;
  readonly caller: Principal;
  readonly facts: RequestFacts;
}

/** The pages of the site that a caller would be shown: their access admits, and the rows that they show may be read. */
export function openPages({ reader, routes, rules, caller, facts }: Asked): readonly RouteRecord[] {
  return sitePages(routes).filter((route) => {
    const asked = { ...facts, method: "GET", path: route.path };
    if (!rules.admits(route.access, caller, asked)) return false;
    const { modelId, templateId } = route.view;
    const template = templateId === undefined ? undefined : reader.template(templateId);
    if (template && formatOf(template.name).name !== "html") return false;
    return modelId === undefined || rules.permits(modelId, "read", caller, asked);
  });
}

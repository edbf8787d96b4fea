import type { DefinitionReader } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { modelOfView } from "../view-types/registry.ts";
import { type DescribedRule, describeAccess, describeRule } from "./describe-rule.ts";

/** Who sees rows on a page: those who may open it and read its model, so the narrower of the two in words. */
export function pageReaders(reader: DefinitionReader, route: RouteRecord): DescribedRule {
  const opening = describeRule(reader, route.access);
  const model = modelOfView(reader, route.view);
  if (!model) return opening;
  const reading = describeAccess(reader, model.id, "read");
  return reading.openness < opening.openness ? reading : opening;
}

/** The page at `/`, or else the first that needs no row in its address. */
export function homePage(reader: DefinitionReader): RouteRecord | undefined {
  const pages = reader.routes.filter(({ path }) => !path.includes("<"));
  return pages.find(({ path }) => path === "/") ?? pages[0];
}

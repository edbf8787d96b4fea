import { assertNever } from "../assert-never.ts";
import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { keyOf } from "../field-types/keys.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import type { ParameterSegment } from "../routing/path-pattern.ts";
import { viewTypeOf } from "./registry.ts";
import type { ModelLinks, RowLink } from "./view-type.ts";

/** Where the rows of a model can be seen and changed, by the views that say so. */
export function modelLinks(reader: DefinitionReader, routes: RouteTable<RouteRecord>, modelId: ModelId): ModelLinks {
  const found: Partial<Record<"list" | "create", RouteRecord>> = {};
  const ofRow: Partial<Record<"detail" | "update" | "delete", RowLink>> = {};
  for (const { route, pattern } of routes.routes) {
    const { view } = route;
    const linkedAs = viewTypeOf(view)?.linkedAs;
    if (linkedAs === undefined || view.modelId !== modelId) continue;
    const [parameter, ...more] = pattern.parameters;
    switch (linkedAs) {
      case "list":
      case "create":
        if (!parameter) found[linkedAs] ??= route;
        break;
      case "row":
      case "update":
      case "delete": {
        const name = linkedAs === "row" ? "detail" : linkedAs;
        if (!parameter || more.length > 0 || ofRow[name]) break;
        const field = rowField(reader, modelId, parameter);
        if (field !== undefined) ofRow[name] = { route, parameter: parameter.name, field };
        break;
      }
      default:
        assertNever(linkedAs);
    }
  }
  const { list, create } = found;
  return { list, detail: ofRow.detail, create, update: ofRow.update, delete: ofRow.delete };
}

/**
 * The field by which a path parameter finds one row: `id` (or `pk`, Django's name) and the unique fields by their
 * names. Undefined when the parameter finds no row.
 */
function rowField(
  reader: DefinitionReader,
  modelId: ModelId,
  { name, converter }: Pick<ParameterSegment, "name" | "converter">,
): string | undefined {
  // A parameter that accepts no keys is reported as VIEW_E002, and its page is not linked to.
  if (name === "id" || name === "pk") return converter === keyOf(reader.model(modelId)).converter ? "id" : undefined;
  return reader.fields(modelId).find((field) => field.name === name && field.unique)?.name;
}

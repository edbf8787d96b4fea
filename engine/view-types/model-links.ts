import { assertNever } from "../assert-never.ts";
import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { keyOf } from "../field-types/keys.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import type { ParameterSegment } from "../routing/path-pattern.ts";
import { viewTypeOf } from "./registry.ts";
import type { ModelLinks } from "./view-type.ts";

/** The pages that show rows of a model, according to the views' types. */
export function modelLinks(reader: DefinitionReader, routes: RouteTable<RouteRecord>, modelId: ModelId): ModelLinks {
  let list: ModelLinks["list"];
  let detail: ModelLinks["detail"];
  for (const { route, pattern } of routes.routes) {
    const { view } = route;
    const linkedAs = viewTypeOf(view)?.linkedAs;
    if (linkedAs === undefined || view.modelId !== modelId) continue;
    const [parameter, ...more] = pattern.parameters;
    switch (linkedAs) {
      case "list":
        if (!parameter) list ??= route;
        break;
      case "row": {
        if (!parameter || more.length > 0 || detail) break;
        const field = rowField(reader, modelId, parameter);
        if (field !== undefined) detail = { route, parameter: parameter.name, field };
        break;
      }
      default:
        assertNever(linkedAs);
    }
  }
  return { list, detail };
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

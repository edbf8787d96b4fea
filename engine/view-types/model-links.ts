import { assertNever } from "../assert-never.ts";
import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { keyOf } from "../field-types/keys.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import type { ParameterSegment } from "../routing/path-pattern.ts";
import { viewTypeOf } from "./registry.ts";
import type { ModelLinks } from "./view-type.ts";

/** Where the rows of a model can be seen, by the views that say so. */
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
 * The field by which a path parameter finds one row: `id` (or `pk`, Django's word) and the unique fields by their
 * names. Undefined when the parameter finds none.
 */
function rowField(
  reader: DefinitionReader,
  modelId: ModelId,
  { name, converter }: Pick<ParameterSegment, "name" | "converter">,
): string | undefined {
  // One that takes no keys is a problem of its own (VIEW_E002), and no page to link to.
  if (name === "id" || name === "pk") return converter === keyOf(reader.model(modelId)).converter ? "id" : undefined;
  return reader.fields(modelId).find((field) => field.name === name && field.unique)?.name;
}

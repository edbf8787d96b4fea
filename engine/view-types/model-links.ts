import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import { keyOf } from "../field-types/keys.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import type { ParameterSegment } from "../routing/path-pattern.ts";

/** Where the rows of a model can be seen: what the default templates link to. */
export interface ModelLinks {
  /** The page that lists the rows, when it needs no parameters. */
  readonly list: RouteRecord | undefined;
  /** The page of one row, and the field that its parameter holds (`id`, or a unique field such as `slug`). */
  readonly detail: { readonly route: RouteRecord; readonly parameter: string; readonly field: string } | undefined;
}

export function modelLinks(reader: DefinitionReader, routes: RouteTable<RouteRecord>, modelId: ModelId): ModelLinks {
  let list: ModelLinks["list"];
  let detail: ModelLinks["detail"];
  for (const { route, pattern } of routes.routes) {
    const { view } = route;
    if (view.name === "template" || view.modelId !== modelId) continue;
    if (view.name === "list" && pattern.parameters.length === 0) list ??= route;
    const [parameter] = pattern.parameters;
    if (view.name === "detail" && pattern.parameters.length === 1 && parameter && !detail) {
      const field = rowField(reader, modelId, parameter);
      if (field !== undefined) detail = { route, parameter: parameter.name, field };
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

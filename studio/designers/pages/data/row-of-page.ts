import { type FieldRecord, pointsTo } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import type { RouteRecord } from "#engine/definition/records/route";
import { modelOfView, viewTypeOf } from "#engine/view-types/registry";
import type { AssistContext } from "#engine/views/assist/names-at";

interface Page {
  readonly context: AssistContext;
  readonly route: RouteRecord | undefined;
}

/** The model of a page of one row. */
export const modelOfRowPage = ({ context: { reader }, route }: Page): ModelRecord | undefined =>
  route && viewTypeOf(route.view)?.rows?.count === "one" ? modelOfView(reader, route.view) : undefined;

/** A relation to the model of a page of one row can be compared with that row. */
export function relationToPage(field: FieldRecord, page: Page): string | undefined {
  const own = modelOfRowPage(page);
  return own && pointsTo(field) === own.id ? `is this ${own.label}` : undefined;
}

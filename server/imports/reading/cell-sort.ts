import { parseLooseDate } from "#engine/field-types/loose-dates";
import { parseLooseNumber } from "#engine/field-types/loose-numbers";

/** What a cell of a head looks like, to tell names of columns from values. */
export function cellSort(cell: string): "number" | "date" | "text" {
  if (parseLooseNumber(cell) || parseLooseNumber(cell, true)) return "number";
  return parseLooseDate(cell, { order: "month_first", latestYear: 2040 }) ? "date" : "text";
}

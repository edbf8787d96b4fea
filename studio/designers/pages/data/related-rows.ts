import { type InsertContext, listOfRows } from "#engine/block-types/insert-context";
import { countKey } from "#engine/query/selection";
import { pluralOf } from "#engine/view-types/model-labels";
import type { AssistContext } from "#engine/views/assist/names-at";
import type { OfferedList } from "#engine/views/assist/offered-lists";

interface Around extends Pick<AssistContext, "reader" | "routes"> {
  /** Names that one of the rows cannot have. */
  readonly taken: ReadonlySet<string>;
}

/** What a part can show when its rows are a list of related rows. */
export const withRelatedRows = (
  insertable: InsertContext,
  { expression, model }: OfferedList,
  { reader, routes, taken }: Around,
): InsertContext => ({
  ...insertable,
  list: listOfRows(reader, routes, { model, expression, taken }),
  number: { expression: countKey(expression), label: pluralOf(model) },
});

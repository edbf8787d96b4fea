import type { FieldId } from "#engine/definition/ids";
import type { JsonValue } from "#engine/definition/json";
import type { RouteRecord } from "#engine/definition/records/route";
import { setViewOptions } from "#engine/edits/commands/routes";
import type { TextChange } from "#engine/edits/text-changes";
import { type Arranged, arrangeFields, type FieldList } from "#engine/page-settings/field-list";
import { type OfferedField, offeredFields } from "#engine/page-settings/offered-fields";
import { headingChanges, introChanges } from "#engine/page-settings/page-heading";
import { rowColumns, wholeSpans } from "#engine/page-settings/row-columns";
import { cardFacts, rowFacts, rowTexts } from "#engine/page-settings/row-facts";
import { groupChanges } from "#engine/page-settings/row-groups";
import { textSource } from "#engine/pages/edits/text-run";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import { fieldDisplay } from "#engine/view-types/defaults/field-display";
import { listName } from "#engine/view-types/model-labels";
import { modelLinks } from "#engine/view-types/model-links";
import { modelOfView, viewTypeOf } from "#engine/view-types/registry";
import type { AssistContext } from "#engine/views/assist/names-at";
import { useDraftActions } from "../../../draft-session/react/use-draft.ts";
import type { PageEdit, PageEditDone } from "../use-page-edit.ts";

interface Parts {
  readonly context: AssistContext;
  readonly route: RouteRecord;
  readonly outline: PageOutline;
  readonly edit: (edit: PageEdit) => PageEditDone | undefined;
}

export interface ShownList {
  readonly list: FieldList;
  /** The fields that can be added. */
  readonly offered: readonly OfferedField[];
  readonly arrange: (order: readonly Arranged[], label: string) => boolean;
}

/** What can be set of a page as a whole, and how each setting is written: as source, or as an option of its view. */
export function usePageSettings({ context, route, outline, edit }: Parts) {
  const { reader, routes } = context;
  const { apply } = useDraftActions();
  const { source } = outline;
  const model = modelOfView(reader, route.view);
  const count = viewTypeOf(route.view)?.rows?.count;
  const links = (id: Parameters<typeof modelLinks>[2]) => modelLinks(reader, routes, id);
  const lists = model ? ["page.items", listName(model)] : [];

  const replace = (changes: readonly TextChange[], label: string, view?: PageEdit["view"]): boolean =>
    edit({
      gesture: { kind: "replace", changes, selectAt: undefined },
      label,
      base: { source, written: source },
      ...(view ? { view } : {}),
    }) !== undefined;

  const shown = (list: FieldList | undefined): ShownList | undefined =>
    list &&
    model && {
      list,
      offered: offeredFields({ reader, model, links }, list),
      arrange: (order, label) => {
        const spans = list.kind === "columns" ? wholeSpans(outline, list) : [];
        const whole = spans.map((span) => ({ ...span, insert: String(order.length) }));
        return replace(
          [...arrangeFields(source, list, order), ...whole].sort((a, b) => a.from - b.from),
          label,
        );
      },
    };

  const setOptions = (options: Readonly<Record<string, JsonValue | undefined>>) =>
    apply(setViewOptions(reader, { routeId: route.id, options }));

  /** One step: the order of the rows, and a heading before each group. */
  const setGroup = (fieldId: FieldId | undefined) => {
    const field = fieldId && reader.field(fieldId);
    const inline = (row: string) => (field ? fieldDisplay(field, row, { links }).inline : "");
    const changes = groupChanges(outline, lists, field ? { field: field.name, inline } : undefined);
    const label = field ? `Group the rows by ${field.label}` : "Do not group the rows";
    const options = { groupBy: fieldId };
    if (changes.length === 0) return setOptions(options);
    return replace(changes, label, { routeId: route.id, options });
  };

  const columns = count === "many" ? rowColumns(outline, lists) : undefined;
  const facts = count === "one" ? rowFacts(outline) : columns ? undefined : cardFacts(outline, lists);
  return {
    model,
    count,
    columns: shown(columns),
    facts: shown(facts),
    texts: count === "one" ? shown(rowTexts(outline)) : undefined,
    setOptions,
    setGroup,
    setHeading: (written: string) => replace(headingChanges(outline, written), "Change the heading"),
    setIntro: (words: string) =>
      replace(introChanges(outline, textSource(words.trim())), "Change the text below the heading"),
  };
}

export type PageSettingsOf = ReturnType<typeof usePageSettings>;

import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { type FieldRecord, pointsTo } from "#engine/definition/records/field";
import { keyOfTarget } from "#engine/field-types/keys";
import { editorOf } from "../../field-editors/field-editors.ts";
import { type CellContext, isAutomatic } from "../../values/cell-text.ts";
import { type ColumnList, listName, modelLists } from "./list-columns.ts";

/** A column of the grid: a field of the draft, with what is live of it. */
export interface GridColumn {
  readonly field: FieldRecord;
  /** The field as it is live, which judges what is written; undefined while it is not published. */
  readonly live: FieldRecord | undefined;
  /** The key in a row's values. */
  readonly name: string | undefined;
  readonly context: CellContext;
  readonly canEdit: boolean;
  readonly width: number;
  /** Of a column that shows a collection, whose field is a stand-in. */
  readonly list?: ColumnList;
}

/** Room for the label beside the word that says why the column is empty. */
const UNPUBLISHED_WIDTH = 216;

interface ColumnsInput {
  readonly draft: DefinitionReader;
  readonly live: DefinitionReader | undefined;
  readonly modelId: ModelId;
  readonly isStaged: boolean;
  /** Whether the person may write rows at all. */
  readonly canWrite: boolean;
  readonly hidden: ReadonlySet<string>;
  readonly resized: ReadonlyMap<string, number>;
}

/**
 * The columns of a model in the draft's order. Rows that wait for their first publish have the draft's names.
 */
export function gridColumns(input: ColumnsInput): readonly GridColumn[] {
  const { draft, live } = input;
  const { timeZone, locale } = draft.definition.settings;
  const fields = draft
    .fields(input.modelId)
    .filter((field) => !input.hidden.has(field.id))
    .map((field): GridColumn => {
      const published = input.isStaged ? field : live?.field(field.id);
      const reader = input.isStaged ? draft : (live ?? draft);
      const key = pointsTo(field) !== undefined ? { key: keyOfTarget(reader, published ?? field) } : {};
      return {
        field,
        live: published,
        name: published?.name,
        context: { timeZone, locale, choices: reader.choices(field.id), ...key },
        canEdit: published !== undefined && input.canWrite && !isAutomatic(published),
        width: input.resized.get(field.id) ?? Math.max(startWidth(field), published ? 0 : UNPUBLISHED_WIDTH),
      };
    });
  return [...fields, ...listColumns(input)];
}

const LINKS_WIDTH = 240;

/** The collections of a model that is live, after its fields. */
function listColumns({
  draft,
  live,
  modelId,
  isStaged,
  canWrite,
  hidden,
  resized,
}: ColumnsInput): readonly GridColumn[] {
  const model = live?.model(modelId);
  if (isStaged || !live || !model) return [];
  const { timeZone, locale } = draft.definition.settings;
  return modelLists(live, model)
    .filter(({ field }) => !hidden.has(field.id))
    .map(({ list, field }) => ({
      field,
      live: field,
      name: listName(list),
      context: { timeZone, locale, choices: [] },
      canEdit: canWrite && list.canEdit,
      width: resized.get(field.id) ?? (list.kind === "links" ? LINKS_WIDTH : startWidth(field)),
      list,
    }));
}

/** As wide as its values need, and its label with the type's icon. */
const startWidth = (field: FieldRecord): number =>
  Math.max(editorOf(field.type).width ?? 160, Math.min(44 + Math.ceil([...field.label].length * 7.6), 280));

/** The target of a relation, when it is live. */
export const relationTarget = (field: FieldRecord | undefined): ModelId | undefined => field && pointsTo(field);

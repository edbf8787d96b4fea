import type { FieldId } from "../../definition/ids.ts";
import { emptySql, identifier, joinSql, type Sql, sql } from "../../sql/sql.ts";
import type { ColumnDesign, TableDesign } from "../design/table-design.ts";
import { indexName, uniqueIndexName } from "../physical-names.ts";
import { placeKeySql } from "../place-key.ts";
import { BESIDE, type ColumnRef, defineOperation, LOOKS_AT_ROWS, type TableRef } from "./operation-type.ts";

/**
 * An index or a unique index. On a column that serves traffic it is built CONCURRENTLY, in the build phase and outside
 * a transaction; on new or staged tables, inside the switch. A unique index is enforced from the moment it is valid,
 * which is before the switch: only so is it certain that it holds at the switch.
 */
export interface CreateIndex {
  readonly kind: "create_index";
  readonly table: TableRef;
  readonly column: ColumnRef;
  readonly unique: boolean;
  readonly concurrently: boolean;
  readonly position?: PositionIndex;
  /** Finds the items of an array. */
  readonly ofItems?: true;
}

/** The index of an order by hand, by the names of columns at the time of the operation. */
export interface PositionIndex {
  readonly scope?: string;
  readonly key: TableDesign["key"];
}

/** The index of a column that is the place in an order by hand, by the names of its table's columns. */
export function positionIndex(
  table: Pick<TableDesign, "columns" | "key">,
  { position }: ColumnDesign,
): PositionIndex | undefined {
  if (!position) return undefined;
  const scope = table.columns.find(({ fieldId }) => fieldId === position.scope)?.name;
  return { ...(scope === undefined ? {} : { scope }), key: table.key };
}

/** Of a column of an array. */
export const ofItemsOf = ({ sqlType }: { readonly sqlType: string }): { readonly ofItems?: true } =>
  sqlType.endsWith("[]") ? { ofItems: true } : {};

export function createIndexSql(index: {
  schemaName: string;
  table: string;
  column: string;
  fieldId: FieldId;
  unique: boolean;
  concurrently?: boolean;
  position?: PositionIndex | undefined;
  ofItems?: true | undefined;
}): Sql {
  const name = index.unique ? uniqueIndexName(index.fieldId) : indexName(index.fieldId);
  return sql`CREATE ${index.unique ? sql`UNIQUE ` : emptySql}INDEX ${index.concurrently ? sql`CONCURRENTLY ` : emptySql}${identifier(name)} ON ${identifier(index.schemaName, index.table)} ${index.ofItems ? sql`USING gin ` : emptySql}(${indexedSql(index)})`;
}

/** `"book", (COALESCE("position", …)), "id"`: as lists in that order are read. */
function indexedSql({
  column,
  position,
}: {
  readonly column: string;
  readonly position?: PositionIndex | undefined;
}): Sql {
  if (!position) return identifier(column);
  const place = placeKeySql({ column: identifier(column), id: identifier("id"), key: position.key });
  const scope = position.scope === undefined ? [] : [identifier(position.scope)];
  return joinSql([...scope, sql`(${place})`, identifier("id")], ", ");
}

export const createIndex = defineOperation<CreateIndex>({
  describe: ({ table, column, unique }) => ({
    sign: "+",
    recordId: column.fieldId,
    description: unique
      ? `Make ${table.label}.${column.label} unique`
      : `Make finding and sorting ${table.label} by ${column.label} quick`,
  }),
  statements: ({ table, column, unique, concurrently, position, ofItems }, schemaName) => [
    createIndexSql({
      schemaName,
      table: table.name,
      column: column.name,
      fieldId: column.fieldId,
      unique,
      concurrently,
      position,
      ofItems,
    }),
  ],
  lock: ({ concurrently }) => (concurrently ? BESIDE : LOOKS_AT_ROWS),
  hazards: ({ unique }) =>
    unique
      ? [
          {
            code: "may_fail",
            message: "Equal values are refused from the moment it is built; two that came in before stop the release.",
          },
        ]
      : [],
  reverse: ({ kind: _, ...rest }) => ({ kind: "drop_index", ...rest }),
  touches: ({ table, concurrently }) => (concurrently ? [] : [table.modelId]),
});

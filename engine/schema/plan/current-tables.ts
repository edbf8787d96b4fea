import type { FieldId, ModelId } from "../../definition/ids.ts";
import type { ConstraintDesign } from "../design/constraint-design.ts";
import type { ColumnDesign, PhysicalState, SchemaDesign, TableKey } from "../design/table-design.ts";
import { bareColumn } from "../operations/aside-sql.ts";
import { asideName } from "../physical-names.ts";

/** The state of an object: in use, archived, or waiting for its first publish. */
export type Place = "live" | "aside" | "staged";

export interface CurrentColumn {
  readonly place: Place;
  /** The column as it is in Postgres: its present name, and only the constraints that it has. */
  readonly column: ColumnDesign;
  /** Of a staged column: the model whose keys it has. */
  readonly keysOf?: ModelId;
}

export interface CurrentTable {
  readonly modelId: ModelId;
  readonly place: Place;
  readonly name: string;
  /** As in the model's record: absent where keys are numbers. */
  readonly key?: TableKey;
  readonly columns: ReadonlyMap<FieldId, CurrentColumn>;
  /** Of a live table; archived and staged ones have none. */
  readonly constraints: readonly ConstraintDesign[];
}

/**
 * The contents of the app's schema before a plan runs, by record id: the live design, archived and staged objects, in
 * one form. So the planner compares the existing objects with the wanted ones and need not know the origin of each.
 */
export function currentTables(design: SchemaDesign, physical: PhysicalState): ReadonlyMap<ModelId, CurrentTable> {
  const tables = new Map<ModelId, CurrentTable & { columns: Map<FieldId, CurrentColumn> }>();
  for (const table of design.tables) {
    const columns = table.columns.map((column) => [column.fieldId, { place: "live", column }] as const);
    tables.set(table.modelId, {
      modelId: table.modelId,
      place: "live",
      name: table.name,
      ...keyOf(table),
      columns: new Map(columns),
      constraints: table.constraints ?? [],
    });
  }
  for (const item of physical.archived) {
    if (item.kind !== "table" || tables.has(item.modelId)) continue;
    const columns = item.table.columns.map(
      (column) => [column.fieldId, { place: "live", column: bareColumn(column) }] as const,
    );
    tables.set(item.modelId, {
      modelId: item.modelId,
      place: "aside",
      name: asideName(item.modelId),
      ...keyOf(item.table),
      columns: new Map(columns),
      constraints: [],
    });
  }
  for (const item of physical.archived) {
    if (item.kind !== "column") continue;
    const column = { ...bareColumn(item.column), name: asideName(item.fieldId) };
    const columns = tables.get(item.modelId)?.columns;
    if (columns && !columns.has(item.fieldId)) columns.set(item.fieldId, { place: "aside", column });
  }
  for (const staged of physical.staged) {
    // A staged table that a publish has adopted may still be listed for a moment; the live one takes precedence.
    if (tables.has(staged.modelId)) continue;
    const columns = staged.columns.map(({ fieldId, sqlType, keysOf }) => {
      const column = {
        fieldId,
        name: fieldId,
        sqlType,
        notNull: false,
        defaultNow: false,
        unique: false,
        indexed: false,
      };
      return [fieldId, { place: "staged", column, ...(keysOf ? { keysOf } : {}) }] as const;
    });
    tables.set(staged.modelId, {
      modelId: staged.modelId,
      place: "staged",
      name: staged.tableName,
      ...keyOf(staged),
      columns: new Map(columns),
      constraints: [],
    });
  }
  return tables;
}

const keyOf = ({ key }: { readonly key?: TableKey }): { readonly key?: TableKey } => (key ? { key } : {});

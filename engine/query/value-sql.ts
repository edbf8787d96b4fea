import type { FieldRecord } from "../definition/records/field.ts";
import { hasColumn, isPosition } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { formulaSql } from "../expressions/compile-to-sql.ts";
import { formulaColumns, readsOtherRows } from "../expressions/formula.ts";
import { type FormulaSource, modelShapes } from "../expressions/scope.ts";
import { rowContext, type SqlContext } from "../expressions/sql-context.ts";
import { identifier, type Sql, sql } from "../sql/sql.ts";
import { comesBefore, isInOneList, placeColumns } from "./place.ts";
import { accessConditions, columnOf, type QueryScope, rowOf, tableOf, where } from "./query-scope.ts";

/**
 * The value of a field of the row under an alias: its column, or what its formula gives. Without a field, the key. The
 * alias may be that of the table, or of a range of its rows that has the columns of `valueColumns`.
 */
export function valueSql(scope: QueryScope, alias: string, field: FieldRecord | undefined): Sql {
  if (field && isPosition(field)) return runningNumber(scope, alias, field);
  const formula = field && formulaOf(scope, field);
  return formula ? formulaSql(formula, readerContext(scope, alias)) : columnOf(alias, field?.name ?? "id");
}

/** The columns of a row that the value of a field is made of. */
export function valueColumns(scope: QueryScope, field: FieldRecord): readonly string[] {
  if (isPosition(field)) return placeColumns(scope, field);
  const formula = formulaOf(scope, field);
  return formula ? formulaColumns(formula) : [field.name];
}

/** Whether the value of a field can change while its row does not. */
export function dependsOnOtherRows(scope: QueryScope, field: FieldRecord): boolean {
  if (isPosition(field)) return true;
  const formula = formulaOf(scope, field);
  return formula !== undefined && readsOtherRows(formula);
}

/**
 * The place of a row among those of its list that the caller may read, from 1: it tells nothing of rows that are hidden. A
 * row that a statement has just made is not among them, and so is after all of them.
 */
function runningNumber(scope: QueryScope, alias: string, field: FieldRecord): Sql {
  const model = scope.whole.model(field.modelId) as ModelRecord;
  const conditions = [isInOneList(scope, field, [PLACED, alias]), comesBefore(scope, field, [PLACED, alias])];
  return sql`(SELECT count(*) + 1 FROM ${readableRows(scope, model)} ${identifier(PLACED)}${where(conditions)})`;
}

const PLACED = "_placed";

function formulaOf({ reader }: Pick<QueryScope, "reader">, field: FieldRecord): FormulaSource | undefined {
  if (hasColumn(field)) return undefined;
  const member = modelShapes(reader)(field.modelId)?.members[field.name];
  if (member?.formula?.fieldId !== field.id)
    throw new Error(`The field ${field.id} has neither a column nor a formula.`);
  return member.formula;
}

/**
 * How an expression reads rows for a caller. What it reads of another row must not say more than a page would show: a row
 * that the caller may not read is like none.
 */
export function readerContext(scope: QueryScope, alias: string): SqlContext {
  const row = rowContext({ alias, schemaName: scope.schemaName, model: modelShapes(scope.reader) });
  return {
    ...row,
    table: (modelId) => {
      const model = scope.reader.model(modelId);
      return model ? readableRows(scope, model) : row.table(modelId);
    },
  };
}

function readableRows(scope: QueryScope, model: ModelRecord): Sql {
  // A link without a read rule of its own is read by callers who may read both ends.
  if (model.link && scope.reader.grants(model.id, "read").length === 0) return tableOf(scope, model);
  const conditions = accessConditions(scope.access(model.id, "read"), rowOf("_q"));
  const table = tableOf(scope, model);
  return conditions.length === 0 ? table : sql`(SELECT _q.* FROM ${table} ${identifier("_q")}${where(conditions)})`;
}

import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import type { Sql } from "../../sql/sql.ts";

export type CompiledFormula =
  | { readonly ok: true; readonly expression: Sql }
  | { readonly ok: false; readonly message: string };

/**
 * A fill formula (`price * 1.19`) as SQL over a row. The row's fields are named bare, as in rules; the row is seen
 * under `alias`, with the names that its columns have after the plan's renames.
 */
export type FormulaCompiler = (input: {
  readonly reader: DefinitionReader;
  readonly field: FieldRecord;
  readonly source: string;
  readonly alias: string;
}) => CompiledFormula;

/** Until engine/expressions compiles to SQL. */
export const compileFormula: FormulaCompiler = () => ({ ok: false, message: "Formulas cannot be used here yet." });

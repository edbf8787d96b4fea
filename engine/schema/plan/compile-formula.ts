import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { checkExpression } from "../../expressions/check-expression.ts";
import { compileToSql } from "../../expressions/compile-to-sql.ts";
import { parseExpression } from "../../expressions/parse-expression.ts";
import { modelShapes } from "../../expressions/scope.ts";
import { rowContext } from "../../expressions/sql-context.ts";
import { knownFieldTypeIn } from "../../field-types/registry.ts";
import type { Sql } from "../../sql/sql.ts";
import { recordOf } from "../../value-types/value-type.ts";

export type CompiledFormula =
  | { readonly ok: true; readonly expression: (schemaName: string) => Sql }
  | { readonly ok: false; readonly message: string };

/**
 * A fill formula (`price * 1.19`) as SQL over a row. The row's fields are named directly or as `record.price`; the row
 * has the alias `alias`. It is compiled against the new definition: when it runs, every table and column has its new
 * name.
 */
export function compileFormula(input: {
  readonly reader: DefinitionReader;
  readonly field: FieldRecord;
  readonly source: string;
  readonly alias: string;
}): CompiledFormula {
  const { reader, field, alias } = input;
  const parsed = parseExpression(input.source);
  if (!parsed.ok) return { ok: false, message: parsed.problem.message };
  const model = modelShapes(reader);
  const scope = {
    variables: { record: recordOf(field.modelId, model) },
    bareModelId: field.modelId,
    model,
  };
  const expected = knownFieldTypeIn(reader, field).valueType(field.type);
  const checked = checkExpression(parsed.expression, scope, expected);
  if (!checked.ok) return { ok: false, message: checked.problems[0]?.message ?? "It cannot be read." };
  const { typed } = checked;
  return { ok: true, expression: (schemaName) => compileToSql(typed, rowContext({ alias, schemaName, model })) };
}

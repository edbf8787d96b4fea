import type { ModelRecord } from "../definition/records/model.ts";
import { keyOf } from "../field-types/keys.ts";
import { NEW_UUID } from "../schema/operations/column-sql.ts";
import { sequenceName } from "../schema/physical-names.ts";
import { literal, quoteIdentifier, type Sql, sql } from "../sql/sql.ts";
import type { QueryScope } from "./query-scope.ts";

/** The next key of a model's rows, drawn by the statement in the same way as by the column's default. */
export function nextKey(scope: Pick<QueryScope, "schemaName">, model: ModelRecord): Sql {
  if (keyOf(model).name === "uuid") return NEW_UUID;
  const sequence = `${quoteIdentifier(scope.schemaName)}.${quoteIdentifier(sequenceName(model.id))}`;
  return sql`nextval(${literal(sequence)}::regclass)`;
}

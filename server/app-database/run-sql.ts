import type pg from "pg";
import { bindParameters, printSql, type Sql, type SqlValue } from "#engine/sql/sql";

/** Runs a fragment over the extended protocol: values as parameters, one statement a call. */
export async function runSql<Row extends pg.QueryResultRow>(
  client: Pick<pg.ClientBase, "query"> | Pick<pg.Pool, "query">,
  statement: Sql,
): Promise<Row[]> {
  const { text, parameters } = printSql(statement);
  const values: SqlValue[] = bindParameters(parameters, {});
  const result = await client.query<Row>({
    text,
    values: values as unknown[],
    queryMode: "extended",
  } as pg.QueryConfig);
  return result.rows;
}

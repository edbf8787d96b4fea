import { checkUserId } from "#engine/checks/check-user-id";
import type { Problem } from "#engine/problem";
import { identifier, printSql, sql } from "#engine/sql/sql";
import type { ServerContext } from "../context.ts";
import type { ReleasePlan } from "./plan-release.ts";

/** The warning about an app's rules that applies only when it has API keys (`RULE_W007`). */
export async function keyProblems(
  context: ServerContext,
  { to, environment }: Pick<ReleasePlan, "to" | "environment">,
): Promise<readonly Problem[]> {
  const problems = checkUserId(to);
  return problems.length > 0 && (await hasKeys(context, environment.schemaName)) ? problems : [];
}

async function hasKeys({ appDatabase: { pool } }: ServerContext, schemaName: string): Promise<boolean> {
  const keys = identifier(schemaName, "_keys");
  // The schema is made with the first key or the first release.
  const found = await pool.query<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [
    printSql(keys).text,
  ]);
  if (!found.rows[0]?.there) return false;
  const { text } = printSql(sql`SELECT 1 FROM ${keys} WHERE revoked_at IS NULL LIMIT 1`);
  return (await pool.query(text)).rows.length > 0;
}

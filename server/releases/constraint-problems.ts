import type { Problem } from "#engine/problem";
import type { SchemaPlan } from "#engine/schema/plan/schema-plan";
import { hasBtreeGist } from "../app-database/prepare-btree-gist.ts";
import type { ServerContext } from "../context.ts";

/** Postgres knows NULLS NOT DISTINCT since this version. */
const EMPTY_EQUAL_SINCE = 150_000;

/** Constraints that this server's Postgres cannot keep. */
export async function constraintProblems(
  { appDatabase: { pool } }: Pick<ServerContext, "appDatabase">,
  plan: SchemaPlan,
): Promise<readonly Problem[]> {
  const added = plan.operations.flatMap(({ operation }) => (operation.kind === "add_constraint" ? [operation] : []));
  if (added.length === 0) return [];
  const problems: Problem[] = [];
  const refuse = (on: Problem["recordId"], message: string, hint: string): void => {
    problems.push({
      code: "PLAN_E005",
      severity: "error",
      ...(on ? { recordId: on } : {}),
      property: "type",
      message,
      hint,
    });
  };
  const exclusions = added.filter(({ object }) => object.kind === "exclusion");
  if (exclusions.length > 0 && !(await hasBtreeGist(pool as never))) {
    for (const { constraintId, label } of exclusions) {
      refuse(
        constraintId,
        `“${label}” needs the extension btree_gist of Postgres, which is not there.`,
        "The operator finds what to do with npx quintet doctor.",
      );
    }
  }
  const equals = added.filter(({ emptyEqual }) => emptyEqual);
  if (equals.length > 0) {
    const { rows } = await pool.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::int AS version",
    );
    if ((rows[0]?.version ?? 0) < EMPTY_EQUAL_SINCE) {
      for (const { constraintId, label } of equals) {
        refuse(
          constraintId,
          `“${label}” counts empty values as equal, which needs Postgres 15.`,
          "Let empty values not count as equal, or have Postgres upgraded.",
        );
      }
    }
  }
  return problems;
}

import { QueryTypes } from "sequelize";
import type { ServerContext } from "../../context.ts";

/** Names of the builders who wrote lines of the history, by account. */
export async function builderNames(
  context: ServerContext,
  lines: readonly { readonly account: string | null }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(lines.flatMap(({ account }) => account ?? []))];
  if (ids.length === 0) return new Map();
  const found = await context.sequelize.query<{ id: string; name: string }>(
    "SELECT id, name FROM platform.accounts WHERE id::text = ANY($1)",
    { bind: [ids], type: QueryTypes.SELECT },
  );
  return new Map(found.map(({ id, name }) => [id, name]));
}

/** Of an account that is not there any more. */
export const GONE = "Somebody who has left";

import type pg from "pg";

/**
 * The extension by which constraints against overlaps compare rooms and other equal values. It is trusted since
 * Postgres 13: a login that may create in the database makes it, and the roles of apps need no rights for it. Without it
 * everything else works, so a server without it only leaves such constraints unpublished.
 *
 * @returns why it cannot be made; undefined when it is there
 */
export async function prepareBtreeGist(client: pg.ClientBase): Promise<string | undefined> {
  if (await hasBtreeGist(client)) return undefined;
  try {
    await client.query("CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA quintet");
    return undefined;
  } catch (error) {
    // Two processes start at once, and the other one has made it.
    if (await hasBtreeGist(client)) return undefined;
    return error instanceof Error ? error.message : String(error);
  }
}

export async function hasBtreeGist(client: Pick<pg.ClientBase, "query">): Promise<boolean> {
  const { rows } = await client.query("SELECT 1 FROM pg_catalog.pg_extension WHERE extname = 'btree_gist'");
  return rows.length > 0;
}

import pg from "pg";
import type { ServerContext } from "#server/context";

/** A connection of an import's own. Nobody waits for its statements, so the deadlines of the pools do not end them. */
export function loadConnection(context: ServerContext): pg.Client {
  const client = new pg.Client({
    connectionString: context.appDatabase.url,
    application_name: "quintet-import",
    keepAlive: true,
  });
  client.on("error", () => undefined); // a lost connection fails the query that runs on it
  return client;
}

/** Connects, and holds these names until the connection ends: one run at a time, in this order. */
export async function connectLocked(client: pg.Client, names: readonly string[]): Promise<void> {
  await client.connect();
  for (const name of names) await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [name]);
}

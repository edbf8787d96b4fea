import pg from "pg";
import type { ServerContext } from "#server/context";

/** An import's own connection. No request waits for its statements, so the time-outs of the pools do not apply. */
export function loadConnection(context: ServerContext): pg.Client {
  const client = new pg.Client({
    connectionString: context.appDatabase.url,
    application_name: "quintet-import",
    keepAlive: true,
  });
  client.on("error", () => undefined); // a lost connection fails the query that runs on it
  return client;
}

/** Connects and holds locks on these names, taken in this order, until the connection ends: one run at a time. */
export async function connectLocked(client: pg.Client, names: readonly string[]): Promise<void> {
  await client.connect();
  for (const name of names) await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [name]);
}

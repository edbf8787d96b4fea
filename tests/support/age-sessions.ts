import pg from "pg";
import { startEmbeddedPostgres } from "#server/postgres/supervise";

/** Time passes for everybody who is signed in: all sessions of a whole Quintet were confirmed so many minutes ago. */
export async function ageSessions(quintet: { readonly dataFolder: string }, minutes: number): Promise<void> {
  // The one that runs: nobody but the process that started it stops it.
  const { url } = await startEmbeddedPostgres({ dataFolder: quintet.dataFolder });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("UPDATE platform.sessions SET confirmed_at = now() - $1 * interval '1 minute'", [minutes]);
  } finally {
    await client.end();
  }
}

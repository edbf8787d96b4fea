import type pg from "pg";

/**
 * Whether statements of one connection reach more than one backend, as behind PgBouncer in transaction mode. Advisory
 * locks, session roles and prepared statements then fall on other sessions, so such an address is refused at start.
 *
 * One connection asks for its backend, a second opens a transaction (a pooler gives it the backend that just became
 * free), the first asks again: on a direct connection the answers are equal.
 */
export async function isTransactionPooler(first: pg.ClientBase, second: pg.ClientBase): Promise<boolean> {
  const before = await backendOf(first);
  await second.query("BEGIN");
  try {
    const other = await backendOf(second);
    const after = await backendOf(first);
    return before !== after || before === other;
  } finally {
    await second.query("ROLLBACK");
  }
}

async function backendOf(client: pg.ClientBase): Promise<number> {
  const result = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return result.rows[0]?.pid ?? 0;
}

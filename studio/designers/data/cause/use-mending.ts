import { useEffect, useState } from "react";
import type { RowKey } from "#contract/http/data";
import type { GridRow, RowValues } from "../grid-row.ts";
import type { RowSession } from "../row-session.ts";

/** Writes many of the shown rows as one step of undo, and says how far that is. */
export function useMending(session: RowSession, saving: number) {
  const [total, setTotal] = useState(0);
  const isBusy = total > 0;
  const write = async (
    keys: readonly RowKey[],
    { label, valuesFor }: { readonly label: string; readonly valuesFor: (row: GridRow) => RowValues },
  ): Promise<void> => {
    await loadAll(session);
    const wanted = new Set(keys.map(String));
    const rows = session.state().rows.filter(({ id }) => id !== undefined && wanted.has(String(id)));
    if (rows.length === 0) return;
    setTotal(rows.length);
    try {
      await session.write(
        rows.map((row) => ({ key: row.key, values: valuesFor(row) })),
        label,
      );
    } finally {
      setTotal(0);
    }
  };
  // Another sheet has nothing under way.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the session is what changes
  useEffect(() => setTotal(0), [session]);
  return { write, isBusy, total, done: Math.max(0, total - saving) };
}

/** The rows that are asked for are few, and all of them are to be written. */
async function loadAll(session: RowSession): Promise<void> {
  while (session.state().hasMore && session.state().failure === undefined) {
    await session.loadMore();
    if (session.state().loading) await new Promise((done) => setTimeout(done, 50));
  }
}

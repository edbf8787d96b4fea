import { useEffect, useRef, useState } from "react";
import type { RowKey } from "#contract/http/data";
import type { GridRow, RowValues } from "../grid-row.ts";
import type { RowSession } from "../row-session.ts";

interface Progress {
  readonly total: number;
  readonly done: number;
  readonly state: "writing" | "stopping" | "stopped";
}

/** Writes many of the shown rows as one step of undo, says how far that is, and stops when that is asked for. */
export function useMending(session: RowSession) {
  const [progress, setProgress] = useState<Progress>();
  const running = useRef<AbortController>(undefined);
  const isBusy = progress !== undefined && progress.state !== "stopped";
  const write = async (
    keys: readonly RowKey[],
    { label, valuesFor }: { readonly label: string; readonly valuesFor: (row: GridRow) => RowValues },
  ): Promise<void> => {
    await loadAll(session);
    const wanted = new Set(keys.map(String));
    const rows = session.state().rows.filter(({ id }) => id !== undefined && wanted.has(String(id)));
    if (rows.length === 0) return;
    const stop = new AbortController();
    running.current = stop;
    const change = (how: (current: Progress) => Progress | undefined) =>
      setProgress((current) => (running.current === stop && current ? how(current) : current));
    setProgress({ total: rows.length, done: 0, state: "writing" });
    await session.write(
      rows.map((row) => ({ key: row.key, values: valuesFor(row) })),
      label,
      {
        signal: stop.signal,
        onWritten: () => change((current) => ({ ...current, done: current.done + 1 })),
      },
    );
    change((current) => (current.done < current.total ? { ...current, state: "stopped" } : undefined));
  };
  const cancel = (): void => {
    running.current?.abort();
    setProgress((current) => (current ? { ...current, state: "stopping" } : current));
  };
  // Another sheet has nothing under way.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the session is what changes
  useEffect(() => {
    running.current = undefined;
    setProgress(undefined);
  }, [session]);
  return { write, cancel, isBusy, progress };
}

/** The rows that are asked for are few, and all of them are to be written. */
async function loadAll(session: RowSession): Promise<void> {
  while (session.state().hasMore && session.state().failure === undefined) {
    await session.loadMore();
    if (session.state().loading) await new Promise((done) => setTimeout(done, 50));
  }
}

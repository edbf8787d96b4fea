/**
 * What is sensitive asks again who is there (server/contract/permissions.ts). However many requests find that out at
 * once, one dialog opens (app/ConfirmPerson.tsx) and answers them all; what waits here is sent again or given up.
 */
interface Waiting {
  readonly settle: (isConfirmed: boolean) => void;
}

const waiting = new Set<Waiting>();
/** Dialogs that would open; without one nobody can be asked. */
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

/** Whether the person said that it is them. An abort leaves the others waiting. */
export function askForConfirmation(signal?: AbortSignal | undefined): Promise<boolean> {
  if (listeners.size === 0 || signal?.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const one: Waiting = {
      settle: (isConfirmed) => {
        waiting.delete(one);
        resolve(isConfirmed);
        tell();
      },
    };
    waiting.add(one);
    signal?.addEventListener("abort", () => one.settle(false), { once: true });
    tell();
  });
}

/** The dialog's word for all that wait. */
export function settleConfirmation(isConfirmed: boolean): void {
  for (const one of [...waiting]) one.settle(isConfirmed);
}

/** For `useSyncExternalStore`. */
export const confirmationStore = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  isAsked: (): boolean => waiting.size > 0,
};

import type { AppDefinition } from "#engine/definition/app-definition";
import { diffDefinitions } from "#engine/edits/diff-definitions";
import { type PendingChanges, pendingChanges } from "#engine/edits/pending-changes";

const noChanges = pendingChanges({ added: [], removed: [], changed: [] });

/** How the draft stands against live. Before the first publish all of it is new, which is not worth drawing. */
export function changesSinceLive(live: AppDefinition | undefined, draft: AppDefinition): PendingChanges {
  return live === draft ? noChanges : pendingChanges(diffDefinitions(live ?? { ...draft, records: {} }, draft));
}

/** Remembers the last answer, so that every component that asks for the same pair shares one diff. */
export function rememberLast<A extends object | undefined, B extends object, Result>(
  compute: (a: A, b: B) => Result,
): (a: A, b: B) => Result {
  let last: { a: A; b: B; result: Result } | undefined;
  return (a, b) => {
    if (!last || last.a !== a || last.b !== b) last = { a, b, result: compute(a, b) };
    return last.result;
  };
}

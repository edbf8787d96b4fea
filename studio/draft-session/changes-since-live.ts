import type { AppDefinition, DefinitionRecord } from "#engine/definition/app-definition";
import type { RecordId } from "#engine/definition/ids";
import { isEqualJson } from "#engine/definition/json";
import { diffDefinitions } from "#engine/edits/diff-definitions";
import { type PendingChanges, pendingChanges } from "#engine/edits/pending-changes";

const noChanges = pendingChanges({ added: [], removed: [], changed: [] });

/** How the draft stands against live. Before the first publish all of it is new, which is not worth drawing. */
export function changesSinceLive(live: AppDefinition | undefined, draft: AppDefinition): PendingChanges {
  if (live === draft) return noChanges;
  return pendingChanges(diffDefinitions(live ? sharing(live, draft) : { ...draft, records: {} }, draft));
}

const shared = new WeakMap<AppDefinition, AppDefinition>();

/**
 * The live definition with the draft's own objects for all records that are equal. An edit keeps the objects of what it
 * does not touch, so from then on a diff compares two thousand references and not two thousand records: it runs after
 * every key that edits.
 */
function sharing(live: AppDefinition, draft: AppDefinition): AppDefinition {
  const known = shared.get(live);
  if (known) return known;
  const records = Object.fromEntries(
    (Object.entries(live.records) as [RecordId, DefinitionRecord][]).map(([id, record]) => {
      const drafted = draft.records[id];
      return [id, drafted && isEqualJson(drafted, record) ? drafted : record];
    }),
  );
  const same: AppDefinition = { ...live, records: records as AppDefinition["records"] };
  shared.set(live, same);
  return same;
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

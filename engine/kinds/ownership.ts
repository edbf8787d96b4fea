import type { DefinitionRecord } from "../definition/app-definition.ts";
import type { RecordId } from "../definition/ids.ts";
import { factsOf } from "./facts-of.ts";

type Find = (id: RecordId) => DefinitionRecord | undefined;

/** The record that owns this one: deleting the owner deletes it in the same batch. */
export function ownerOf(record: DefinitionRecord): RecordId | undefined {
  const { owner } = factsOf(record);
  if (owner?.within) return owner.within.of(record as never);
  return owner && ((record as Readonly<Record<string, unknown>>)[owner.property] as RecordId | undefined);
}

/**
 * The place that a record takes alone: a model has at most one rule per action and at most one REST resource. Creating
 * a second replaces the first, so that two people who open a model at once never leave two rules.
 */
export function uniqueSlot(record: DefinitionRecord): string | undefined {
  const slot = factsOf(record).onlyOnePer?.(record);
  return slot === undefined ? undefined : `${record.kind} ${ownerOf(record) ?? ""} ${slot}`;
}

/** The owner of a record, the owner's owner and so on. Ends at a circle too, which only a damaged definition has. */
export function ownersOf(record: DefinitionRecord, find: Find): ReadonlySet<RecordId> {
  const owners = new Set<RecordId>();
  for (let owner = ownerOf(record); owner && !owners.has(owner); ) {
    owners.add(owner);
    const next = find(owner);
    owner = next && ownerOf(next);
  }
  return owners;
}

/** Whether a record would own itself, directly or through others. */
export const isInCircle = (record: DefinitionRecord, find: Find): boolean => ownersOf(record, find).has(record.id);

/** Sorts owners ahead of what they own; equal depth by id, so that the order is always the same. */
export function ownersFirst<Owned extends DefinitionRecord>(records: Iterable<Owned>, find: Find): readonly Owned[] {
  const depths = new Map<RecordId, number>();
  return [...records].sort(
    (a, b) => depthOf(a, { find, depths }) - depthOf(b, { find, depths }) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

/** How many owners a record has above it. What is found on the way up is kept in `depths`. */
function depthOf(
  record: DefinitionRecord,
  known: { readonly find: Find; readonly depths: Map<RecordId, number> },
): number {
  const { find, depths } = known;
  const way: RecordId[] = [];
  let depth = 0;
  for (let at: DefinitionRecord | undefined = record; at; ) {
    const found = depths.get(at.id);
    if (found !== undefined) {
      depth = found + 1;
      break;
    }
    depths.set(at.id, 0);
    way.push(at.id);
    const owner = ownerOf(at);
    at = owner && find(owner);
  }
  for (const id of way.reverse()) depths.set(id, depth++);
  return depths.get(record.id) ?? 0;
}

/** The records by owner. Built once per look at a definition, in time proportional to its records. */
export function ownedRecords(records: Iterable<DefinitionRecord>): ReadonlyMap<RecordId, readonly DefinitionRecord[]> {
  const owned = new Map<RecordId, DefinitionRecord[]>();
  for (const record of records) {
    const owner = ownerOf(record);
    if (!owner) continue;
    const list = owned.get(owner);
    if (list) list.push(record);
    else owned.set(owner, [record]);
  }
  return owned;
}

/** A record and all that it owns, at any depth, owners behind what they own: the order in which they are deleted. */
export function withOwned(
  record: DefinitionRecord,
  owned: ReadonlyMap<RecordId, readonly DefinitionRecord[]>,
): readonly DefinitionRecord[] {
  const found = new Set<DefinitionRecord>();
  const stack = [record];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    stack.push(...(owned.get(next.id) ?? []));
  }
  return [...found].reverse();
}

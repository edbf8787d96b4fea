import { create } from "zustand";
import type { AccountId } from "#contract/platform-ids";
import type { PeopleChanged, Person, Place } from "#contract/socket/presence";
import type { RecordId } from "#engine/definition/ids";
import { isEqualJson } from "#engine/definition/json";

/** The others in the draft. Lists keep their identity while nothing in them changed. */
interface PresenceState {
  readonly people: readonly Person[];
  readonly more: number;
  /** By what they are on: a record's id, or a cell of Data. */
  readonly byPlace: ReadonlyMap<string, readonly Person[]>;
  /** What the open screen knows of one's own place beyond the address. */
  readonly detail: Pick<Place, "recordId" | "rowKey"> | undefined;
}

const nobody: readonly Person[] = [];
const empty = { people: nobody, more: 0, byPlace: new Map<string, readonly Person[]>() };

export const usePresenceStore = create<PresenceState>(() => ({ ...empty, detail: undefined }));

/** A cell of Data, as a key of `byPlace`. */
export const cellKey = (fieldId: string, rowKey: string): string => `${fieldId} ${rowKey}`;

const keyOf = ({ recordId, rowKey }: Place): string | undefined =>
  recordId === undefined || rowKey === undefined ? recordId : cellKey(recordId, rowKey);

export function showPeople(changed: Pick<PeopleChanged, "people" | "more">, me: AccountId): void {
  const before = usePresenceStore.getState();
  const known = new Map(before.people.map((person) => [person.accountId, person]));
  const others = changed.people
    .filter(({ accountId }) => accountId !== me)
    .map((person) => {
      const same = known.get(person.accountId);
      return same && isEqualJson(same, person) ? same : person;
    });
  const byPlace = new Map<string, readonly Person[]>();
  for (const person of others) {
    const key = keyOf(person.place);
    // Who looks elsewhere is on nothing.
    if (key !== undefined && !person.isIdle) byPlace.set(key, [...(byPlace.get(key) ?? []), person]);
  }
  for (const [key, list] of byPlace) {
    const old = before.byPlace.get(key);
    if (old?.length === list.length && old.every((person, index) => person === list[index])) byPlace.set(key, old);
  }
  usePresenceStore.setState({ people: others, more: changed.more, byPlace });
}

export const showNobody = (): void => usePresenceStore.setState(empty);

export const usePeopleOn = (key: RecordId | string | undefined): readonly Person[] =>
  usePresenceStore((state) => (key === undefined ? nobody : (state.byPlace.get(key) ?? nobody)));

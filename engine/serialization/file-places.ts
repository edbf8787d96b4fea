import type { RecordKind } from "../definition/id-prefixes.ts";
import { factsOfKind, recordKinds } from "../kinds/facts-of.ts";

/** How records of a kind are written, for code that works on any kind. */
export type Place = Exclude<ReturnType<typeof factsOfKind>["file"], { place: "app" }>;

export function placeOf(kind: RecordKind): Place {
  const { file } = factsOfKind(kind);
  if (file.place === "app") throw new Error(`Records of the kind "${kind}" cannot be in app.json.`);
  return file;
}

/** A kind whose records are inside the entries of their owners, in a list under this key. */
export interface InnerKind {
  readonly kind: RecordKind;
  readonly key: string;
  readonly isKeyRequired: boolean;
}

const innerPlaces = (): readonly (InnerKind & { readonly owners: readonly RecordKind[] })[] =>
  recordKinds().flatMap((kind) => {
    const place = placeOf(kind);
    const owners = factsOfKind(kind).owner?.kinds ?? [];
    return place.place === "owner"
      ? [{ kind, key: place.key, isKeyRequired: place.isKeyRequired ?? false, owners }]
      : [];
  });

/** What is inside the entries of a kind, in the order of the registry. */
export const innerKinds = (kind: RecordKind): readonly InnerKind[] =>
  innerPlaces().filter(({ owners }) => owners.includes(kind));

/** The keys of all lists inside entries. */
export const innerKeys = (): readonly string[] => [...new Set(innerPlaces().map(({ key }) => key))];

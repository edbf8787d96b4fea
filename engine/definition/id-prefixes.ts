import { recordSchemas } from "./record-schemas.ts";

export type RecordKind = keyof typeof recordSchemas;

type Prefixes = { readonly [Kind in RecordKind]: (typeof recordSchemas)[Kind]["shape"]["id"]["prefix"] };

/** The three letters with which the ids of each kind of record begin, as each kind's schema says. */
export const idPrefixes = Object.fromEntries(
  Object.entries(recordSchemas).map(([kind, { shape }]) => [kind, shape.id.prefix]),
) as Prefixes;

import type { FieldId } from "../definition/ids.ts";
import type { RowReason } from "./row-reasons.ts";

/** The answers of statements for many rows, as values. Postgres made the JSON. */
export type RowKey = number | string;

/** Which rows were refused, by position or by key, and why. */
export function readReasons(text: string | null | undefined): readonly (readonly [RowKey, RowReason])[] {
  if (text == null) return [];
  return (JSON.parse(text) as [RowKey, string][]).map(([at, words]) => [at, readReason(words)]);
}

function readReason(words: string): RowReason {
  const [kind, id] = words.split(" ") as [RowReason["kind"], string | undefined];
  if (kind === "broken") return { kind, rule: id ?? "" };
  const fieldId = id as FieldId | undefined;
  return fieldId === undefined ? ({ kind } as RowReason) : ({ kind, fieldId } as RowReason);
}

/** The keys of written rows in the order in which they were sent; null for one that the caller may not read. */
export const readKeys = (text: string | null | undefined): readonly (RowKey | null)[] =>
  text == null ? [] : (JSON.parse(text) as (RowKey | null)[]);

/** A link of a row: whether the row at its other end may be read, and the link itself. Keys are texts. */
type FoundLink = readonly [key: string, far: string, isThere: boolean, isSeen: boolean];

export const readLinks = (text: string | null | undefined): readonly FoundLink[] =>
  text == null ? [] : (JSON.parse(text) as FoundLink[]);

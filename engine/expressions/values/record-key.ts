/** The key of a record value: of an expanded row, or the key itself. Null when there is none. */
export function recordKey(record: unknown): number | string | null {
  if (typeof record === "number" || typeof record === "string") return record;
  if (record === null || typeof record !== "object" || !Object.hasOwn(record, "id")) return null;
  const { id } = record as { readonly id: unknown };
  return typeof id === "number" || typeof id === "string" ? id : null;
}

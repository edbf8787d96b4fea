import type { FieldRecord } from "#engine/definition/records/field";
import type { QueryRecord } from "#engine/definition/records/query";
import { fieldTypeOf } from "#engine/field-types/registry";

type Sort = QueryRecord["sort"];

interface OrderOption {
  readonly key: string;
  readonly label: string;
  readonly sort: Sort;
}

const WORDS: Readonly<Record<string, readonly [ascending: string, descending: string]>> = {
  text: ["A to Z", "Z to A"],
  date: ["oldest first", "newest first"],
  timestamp: ["oldest first", "newest first"],
  bool: ["no first", "yes first"],
};

/** The orders that rows can have, two for each field: "Released, newest first". */
export const orderOptions = (fields: readonly FieldRecord[]): readonly OrderOption[] =>
  fields.flatMap((field) => {
    const type = fieldTypeOf(field.type);
    if (type?.can.order === undefined) return [];
    const [ascending, descending] = WORDS[type.valueType(field.type).kind] ?? ["smallest first", "largest first"];
    return [
      { label: `${field.label}, ${descending}`, sort: [{ fieldId: field.id, direction: "desc" }] },
      { label: `${field.label}, ${ascending}`, sort: [{ fieldId: field.id, direction: "asc" }] },
    ].map(({ label, sort }) => ({ key: keyOfSort(sort as Sort), label, sort: sort as Sort }));
  });

export const keyOfSort = (sort: Sort): string => sort.map(({ fieldId, direction }) => `${fieldId} ${direction}`).join();

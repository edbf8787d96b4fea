import type { FieldRecord } from "#engine/definition/records/field";
import type { Lookup } from "#engine/field-types/field-type";
import { fieldTypeOf } from "#engine/field-types/registry";
import type { ScalarKind } from "#engine/value-types/value-type";

/**
 * Filters of the grid. Each is one look-up of the REST API with a sentence: "Price is at least 10". They live in the
 * address (`?filter=fld_…:gte:10`), by field id, so that a shared link survives a rename.
 */
export interface RowFilter {
  readonly fieldId: string;
  readonly operator: FilterOperator;
  /** As typed, in the form in which the API takes it; empty for operators without a value. */
  readonly value: string;
}

/** Django's look-ups that read well in a sentence, and `not`, which the API writes `name!=`. */
export type FilterOperator =
  | Extract<
      Lookup,
      "exact" | "icontains" | "istartswith" | "iendswith" | "gt" | "gte" | "lt" | "lte" | "within" | "contains"
    >
  | "not"
  | "empty"
  | "filled";

export const needsValue = (operator: FilterOperator): boolean => operator !== "empty" && operator !== "filled";

const TEMPORAL: ReadonlySet<string> = new Set(["date", "timestamp", "time"] satisfies ScalarKind[]);

/** The verb of the sentence, which depends on what is compared: a date is not "more than" another. */
export function operatorLabels(operator: FilterOperator, field: FieldRecord): string {
  const isTime = TEMPORAL.has(fieldTypeOf(field.type)?.valueType(field.type).kind ?? "");
  switch (operator) {
    case "exact":
      return "is";
    case "not":
      return "is not";
    case "icontains":
      return "contains";
    case "contains":
      return "has the item";
    case "istartswith":
      return "begins with";
    case "iendswith":
      return "ends with";
    case "gt":
      return isTime ? "is after" : "is more than";
    case "gte":
      return isTime ? "is not before" : "is at least";
    case "lt":
      return isTime ? "is before" : "is less than";
    case "lte":
      return isTime ? "is not after" : "is at most";
    case "within":
      return "is in the network";
    case "empty":
      return "is empty";
    case "filled":
      return "is not empty";
  }
}

/** What can be asked of a field, the most useful first. */
export function operatorsOf(field: FieldRecord): readonly FilterOperator[] {
  const type = fieldTypeOf(field.type);
  if (!type) return [];
  const wanted: readonly FilterOperator[] =
    type.listed === "choices"
      ? ["exact", "not"]
      : type.lookups.includes("icontains")
        ? ["icontains", "exact", "not", "istartswith", "iendswith"]
        : type.lookups.includes("gte")
          ? ["gte", "lte", "gt", "lt", "exact", "not"]
          : type.lookups.includes("overlap")
            ? ["contains"]
            : type.lookups.includes("exact")
              ? type.listed
                ? ["exact"]
                : type.lookups.includes("within")
                  ? ["exact", "not", "within"]
                  : ["exact", "not"]
              : [];
  return field.required ? wanted : [...wanted, "empty", "filled"];
}

/** Adds a filter. The API takes one value for each look-up of a field, so a second one takes the first one's place. */
export const withFilter = (filters: readonly RowFilter[], added: RowFilter): readonly RowFilter[] => [
  ...filters.filter((filter) => filter.fieldId !== added.fieldId || filter.operator !== added.operator),
  added,
];

/** The query parameters of a page of rows. Filters of fields that are not live yet are left out. */
export function rowQuery(input: {
  readonly filters: readonly RowFilter[];
  readonly order: RowOrder | undefined;
  readonly search: string;
  /** A field's name in the live version. */
  readonly liveName: (fieldId: string) => string | undefined;
}): Readonly<Record<string, string>> {
  const query: Record<string, string> = {};
  for (const filter of input.filters) {
    const name = input.liveName(filter.fieldId);
    if (name === undefined) continue;
    if (filter.operator === "empty") query[`${name}__isnull`] = "true";
    else if (filter.operator === "filled") query[`${name}__isnull`] = "false";
    else if (filter.operator === "exact") query[`${name}__exact`] = filter.value;
    // The sign of `name!=value` belongs to the name.
    else if (filter.operator === "not") query[`${name}!`] = filter.value;
    else query[`${name}__${filter.operator}`] = filter.value;
  }
  const ordered = input.order ? input.liveName(input.order.fieldId) : undefined;
  if (input.order && ordered !== undefined) {
    query.ordering = input.order.direction === "desc" ? `-${ordered}` : ordered;
  }
  if (input.search.trim() !== "") query.search = input.search.trim();
  return query;
}

export interface RowOrder {
  readonly fieldId: string;
  readonly direction: "asc" | "desc";
}

const OPERATORS = new Set<string>([
  "exact",
  "not",
  "icontains",
  "istartswith",
  "iendswith",
  "gt",
  "gte",
  "lt",
  "lte",
  "within",
  "contains",
  "empty",
  "filled",
]);

export const printFilter = (filter: RowFilter): string => `${filter.fieldId}:${filter.operator}:${filter.value}`;

/** Undefined for an invalid address, which a person may have typed. */
export function parseFilter(text: string): RowFilter | undefined {
  const match = /^(fld_[a-z0-9]{12,20}):([a-z]+):([\s\S]*)$/.exec(text);
  if (!match || !OPERATORS.has(match[2] as string)) return undefined;
  return { fieldId: match[1] as string, operator: match[2] as FilterOperator, value: match[3] as string };
}

export const printOrder = (order: RowOrder): string => `${order.direction === "desc" ? "-" : ""}${order.fieldId}`;

export function parseOrder(text: string | null): RowOrder | undefined {
  const match = /^(-?)(fld_[a-z0-9]{12,20})$/.exec(text ?? "");
  return match ? { fieldId: match[2] as string, direction: match[1] === "-" ? "desc" : "asc" } : undefined;
}

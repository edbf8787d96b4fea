import type { JsonValue } from "../definition/json.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { Choices } from "../expressions/choices.ts";
import { keyOf } from "../field-types/keys.ts";
import { knownFieldTypeIn, storedFields } from "../field-types/registry.ts";
import { emptySql, identifier, type Sql, type SqlValue, slot, sql } from "../sql/sql.ts";
import { choiceSql } from "./choices-sql.ts";
import { accessConditions, columnOf, type QueryScope, type RowSource, rowOf, tableOf } from "./query-scope.ts";

/** The condition of the rows that a relation may be set to, and where it reads the row that holds the relation. */
export interface OptionLimit {
  readonly choices: Choices;
  readonly relation: FieldRecord;
  /** The model of that row. */
  readonly owner: ModelRecord;
  /** What a form says of that row, by its fields (slots `limit.<id>.<field>`). */
  readonly sent: ReadonlyMap<FieldRecord, SqlValue>;
  /** Where the rest of it is stored: in the page's own row, or in a row that belongs to it (slot `limit.<id>.id`). */
  readonly stored: "page" | "line" | undefined;
  /** The relation by which it belongs to the page's own row: of a line, or a link. */
  readonly via?: FieldRecord;
  /** Rows are only given when they are looked for: each line would have others. */
  readonly isFoundOnly?: boolean;
}

const limitSlot = (id: string, name: string): string => `limit.${id}.${name}`;

/** The values of a limit's slots; `line` is the key of the row of which rows are looked for. */
export function limitSlots(
  id: string,
  { sent, stored }: OptionLimit,
  line?: SqlValue,
): Readonly<Record<string, SqlValue>> {
  const slots: Record<string, SqlValue> = {};
  for (const [{ name }, value] of sent) slots[limitSlot(id, name)] = value;
  if (stored === "line") slots[limitSlot(id, "id")] = line ?? null;
  return slots;
}

/** What a condition reads of the row that holds the relation, of some values in JSON. What cannot be read is absent. */
export const limitValues = (
  reader: DefinitionReader,
  { owner, choices }: Pick<OptionLimit, "owner" | "choices">,
  values: Readonly<Record<string, JsonValue>>,
): OptionLimit["sent"] =>
  new Map(
    storedFields(reader, owner.id).flatMap((field): [FieldRecord, SqlValue][] => {
      if (!choices.reads.includes(field.name) || !Object.hasOwn(values, field.name)) return [];
      const listed = reader.choices(field.id).map(({ value }) => value);
      const parsed = knownFieldTypeIn(reader, field).parseJson(values[field.name] ?? null, field.type, {
        choices: listed,
      });
      return [[field, parsed.ok ? parsed.value : null]];
    }),
  );

/** The rows under the alias `_r` that the caller may read and that may be chosen. Rows that are chosen already are not judged. */
export const offeredRows = (
  scope: QueryScope,
  options: { readonly id: string; readonly model: ModelRecord; readonly limit?: OptionLimit },
  key: () => Sql,
): readonly Sql[] => [
  ...accessConditions(scope.access(options.model.id, "read"), rowOf("_r")),
  ...(options.limit
    ? [
        choiceSql(scope, options.limit.choices, {
          target: "_r",
          record: holderOf(scope, options.id, options.limit, key),
        }),
      ]
    : []),
];

/** The columns of the row that holds the relation: as the form says, else as they are stored. */
function holderOf(scope: QueryScope, id: string, limit: OptionLimit, key: () => Sql): RowSource {
  const { owner, stored, via, sent } = limit;
  const fields = new Map(storedFields(scope.whole, owner.id).map((field) => [field.name, field]));
  const own = slot(limitSlot(id, "id"), keyOf(owner).cast);
  return (name) => {
    const field = fields.get(name);
    if (field && sent.has(field)) return slot(limitSlot(id, name), knownFieldTypeIn(scope.whole, field).cast);
    if (via?.name === name) return key();
    if (stored === undefined || (!field && name !== "id")) return undefined;
    const row = stored === "page" ? key() : own;
    const belongs = via ? sql` AND ${columnOf("_h", via.name)} = ${key()}` : emptySql;
    return sql`(SELECT ${columnOf("_h", name)} FROM ${tableOf(scope, owner)} ${identifier("_h")} WHERE ${columnOf("_h", "id")} = ${row}${belongs})`;
  };
}

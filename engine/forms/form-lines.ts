import type { JsonValue } from "../definition/json.ts";
import type { FormBody } from "./form-body.ts";
import type { FormField, FormLines, FormPlan } from "./form-plan.ts";

/** One row of lines: `r12` is stored under the key 12, `n1` is new. */
export interface LineRow {
  readonly id: string;
  /** It is deleted when the form is sent. */
  readonly isDeleted: boolean;
}

export type LineRows = ReadonlyMap<string, readonly LineRow[]>;

export const lineName = (lines: Pick<FormLines, "name">, rowId: string): string => `${lines.name}.${rowId}`;
export const deleteName = (lines: Pick<FormLines, "name">, rowId: string): string =>
  `${lineName(lines, rowId)}._delete`;
export const isStored = ({ id }: LineRow): boolean => id.startsWith("r");

/** What is shown of rows that are stored. */
export const storedFields = ({ fields }: Pick<FormLines, "fields">): readonly FormField[] =>
  fields.filter(({ isOfNewRows }) => !isOfNewRows);

/** A field of a new row: left empty, the whole row may be. */
export const isOfNewRow = ({ line }: FormField): boolean =>
  line !== undefined && !isStored({ id: line.row, isDeleted: false });

const STORED_ROW = /^r[\w-]{1,40}$/;
const NEW_ROW = /^n\d{1,6}$/;

/** Without a button that adds rows there are still the empty ones that the form begins with. */
const mayBeNew = ({ canAdd, blank }: Pick<FormLines, "canAdd" | "blank">): boolean => canAdd || blank > 0;

/** The rows of which a body speaks, in its order. */
export function linesInBody(plan: FormPlan, body: FormBody): LineRows {
  const names = body.names();
  return new Map(
    plan.lines.map((lines) => {
      const ids = new Set<string>();
      for (const name of names) {
        const [list, id = "", field] = name.split(".");
        if (list !== lines.name || field === undefined) continue;
        if (STORED_ROW.test(id) || (mayBeNew(lines) && NEW_ROW.test(id))) ids.add(id);
      }
      const isDeleted = (id: string) => lines.canDelete && body.last(deleteName(lines, id)) === "true";
      const rows = [...ids].map((id) => ({ id, isDeleted: isDeleted(id) }));
      return [lines.name, rows];
    }),
  );
}

/** The rows that a stored row has, and the empty ones that may be filled in. */
export function linesOfRow(
  plan: Pick<FormPlan, "lines">,
  row: Readonly<Record<string, JsonValue>> | undefined,
): LineRows {
  return new Map(
    plan.lines.map((lines) => {
      const { name, min, max, blank } = lines;
      const stored = row ? rowsIn(row, name).map(({ id }) => `r${id}`) : [];
      const wanted = !mayBeNew(lines) ? 0 : row ? stored.length + blank : Math.max(blank, min);
      const fresh = Array.from({ length: Math.max(0, Math.min(max, wanted) - stored.length) }, (_, n) => `n${n + 1}`);
      return [name, [...stored, ...fresh].map((id) => ({ id, isDeleted: false }))];
    }),
  );
}

function rowsIn(
  row: Readonly<Record<string, JsonValue>>,
  name: string,
): readonly Readonly<Record<string, JsonValue>>[] {
  const rows = row[name];
  return Array.isArray(rows) ? (rows as unknown as readonly Readonly<Record<string, JsonValue>>[]) : [];
}

/** The form with a field for each field of each row, so that rows are read and shown as any other field is. */
export function withLineFields(plan: FormPlan, rows: LineRows): FormPlan {
  if (plan.lines.length === 0) return plan;
  const ofRows = plan.lines.flatMap((lines) =>
    (rows.get(lines.name) ?? []).flatMap((row) => (row.isDeleted ? [] : fieldsOfRow(lines, row))),
  );
  return { ...plan, fields: [...plan.fields, ...ofRows] };
}

export const fieldsOfRow = (lines: FormLines, row: LineRow): readonly FormField[] =>
  (isStored(row) ? storedFields(lines) : lines.fields).map((field) => ({
    ...field,
    name: `${lineName(lines, row.id)}.${field.name}`,
    mustBeSent: field.mustBeSent && !isStored(row),
    isReadOnly: field.isReadOnly || (isStored(row) && lines.areStoredReadOnly === true),
    line: { list: lines.name, row: row.id, name: field.name },
  }));

/** A stored row with the values of its lines under the names that they have in a body. */
export function withLineValues(
  plan: Pick<FormPlan, "lines">,
  row: Readonly<Record<string, JsonValue>>,
): Readonly<Record<string, JsonValue>> {
  if (plan.lines.length === 0) return row;
  const values: Record<string, JsonValue> = { ...row };
  for (const lines of plan.lines) {
    for (const held of rowsIn(row, lines.name)) {
      for (const { name } of storedFields(lines))
        values[`${lineName(lines, `r${held.id}`)}.${name}`] = held[name] ?? null;
    }
  }
  return values;
}

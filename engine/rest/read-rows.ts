import type { JsonValue } from "../definition/json.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { type FieldError, UserError } from "../errors.ts";
import { keyOf } from "../field-types/keys.ts";
import { MAX_REASONS } from "../query/row-reasons.ts";
import type { SqlValue } from "../sql/sql.ts";
import type { FieldWriter } from "./field-writers.ts";
import { invalidValues, isObject, type JsonObject, readValues } from "./read-body.ts";
import type { CallerView } from "./resource.ts";

/** The most rows of one write: all rows are one parameter of a statement, and each takes a lock. */
export const MAX_ROWS_WRITTEN = 1_000;

/** One row of an array that is written: its key in a change, and its values as slots of a write. */
export interface RowValues {
  readonly key: SqlValue | undefined;
  readonly slots: Readonly<Record<string, SqlValue>>;
  readonly given: readonly FieldWriter[];
}

/** Checks a row together with its values before any statement runs. */
export type RowJudge = (row: RowValues) => readonly FieldError[];

/**
 * Reads an array of rows. Mistakes of all rows come at once, up to a hundred, each with a JSON pointer that begins with
 * the row's position: `/3/price`. A change (`patch`) names its row by `id`, and no row twice.
 */
export function readRows(
  view: CallerView,
  model: ModelRecord,
  body: JsonValue,
  { kind, judge }: { readonly kind: "create" | "patch"; readonly judge: RowJudge },
): readonly RowValues[] {
  if (!Array.isArray(body)) {
    const message = "The body must be a JSON array of rows, each with its id.";
    throw new UserError("invalid_values", message, { errors: [{ pointer: "", code: "wrong_type", message }] });
  }
  if (body.length > MAX_ROWS_WRITTEN) {
    throw new UserError("too_large", `A write has at most ${MAX_ROWS_WRITTEN} rows, and this one has ${body.length}.`);
  }
  const rows: RowValues[] = [];
  const errors: FieldError[] = [];
  const keys = new Set<SqlValue>();
  for (const [position, item] of (body as readonly JsonValue[]).entries()) {
    const read = isObject(item) ? readRow(view, model, item, kind) : NO_OBJECT;
    const mistakes = [...read.errors, ...(read.errors.length === 0 ? judge(read.row) : [])];
    if (read.row.key !== undefined && keys.has(read.row.key)) mistakes.push(NAMED_TWICE);
    if (read.row.key !== undefined) keys.add(read.row.key);
    errors.push(...mistakes.map((error) => ({ ...error, pointer: `/${position}${error.pointer}` })));
    if (errors.length >= MAX_REASONS) break;
    rows.push(read.row);
  }
  if (errors.length > 0) throw invalidValues(errors.slice(0, MAX_REASONS));
  return rows;
}

interface ReadRow {
  readonly row: RowValues;
  readonly errors: readonly FieldError[];
}

const NO_OBJECT: ReadRow = {
  row: { key: undefined, slots: {}, given: [] },
  errors: [{ pointer: "", code: "wrong_type", message: "A row must be a JSON object of field values." }],
};
const NAMED_TWICE: FieldError = { pointer: "/id", code: "repeated", message: "Another row of the body has this id." };
const ID_NEEDED: FieldError = { pointer: "/id", code: "required", message: "The id of the row is needed." };

function readRow(view: CallerView, model: ModelRecord, item: JsonObject, kind: "create" | "patch"): ReadRow {
  if (kind === "create") {
    const { errors, ...values } = readValues(view, model, item, kind);
    return { row: { key: undefined, ...values }, errors };
  }
  const { id, ...fields } = item;
  const { errors, ...values } = readValues(view, model, fields, kind);
  if (id === undefined || id === null) return { row: { key: undefined, ...values }, errors: [ID_NEEDED, ...errors] };
  const key = keyOf(model).parse(id);
  if (key.ok) return { row: { key: key.value, ...values }, errors };
  const mistake: FieldError = { pointer: "/id", code: key.code, message: `The id ${key.message}.` };
  return { row: { key: undefined, ...values }, errors: [mistake, ...errors] };
}

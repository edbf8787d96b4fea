import type { Collection } from "../../definition/collections.ts";
import { UserError } from "../../errors.ts";
import { deleteManyColumns } from "../../query/compile-delete-many.ts";
import { readReasons } from "../../query/read-many-answer.ts";
import { confirmedSlot } from "../../query/row-rules.ts";
import { type SentRow, sentRowsValue } from "../../query/sent-rows.ts";
import type { OwnedRow, OwnedRows } from "../../rest/read-owned-rows.ts";
import type { CompiledStatement } from "../../snapshot/compiled-statement.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import { moveRow } from "./move-rows.ts";
import type { RowCall } from "./row-call.ts";
import { type RowReasons, rowsRefusal } from "./rows-refusal.ts";
import { runWrite, STALE } from "./run-statement.ts";
import { databaseRefusal } from "./write-row.ts";
import { valuesOf, writeRows } from "./write-rows.ts";

/** The lists of one row, which the same transaction has just written, and so holds the lock of. */
export interface OwnerRows {
  /** The key of that row. */
  readonly owner: SqlValue;
  readonly owned: readonly OwnedRows[];
}

export interface OwnedRowsWrite {
  readonly owners: readonly OwnerRows[];
  /** They are written although some break validations that only warn. */
  readonly isConfirmed: boolean;
  /** Changes merge into the JSON of a JSON field. */
  readonly mergesJson: boolean;
}

/**
 * Writes the rows that belong to rows: for each model one statement that deletes, one that changes, one that creates. Values
 * of unique fields are free again before others take them. Throws why it cannot be done, with a pointer to each row.
 */
export async function writeOwnedRows(call: RowCall, write: OwnedRowsWrite): Promise<undefined | typeof STALE> {
  const lists = byCollection(write.owners);
  for (const step of [deleteRows, changeRows, createRows, moveRows]) {
    for (const list of lists) {
      const unit = call.live.snapshot.models.get(list.collection.target.id) as ModelUnit;
      if ((await step(call, { ...write, ...list, unit })) === STALE) return STALE;
    }
  }
  return undefined;
}

/** The rows of one collection, of all owners. */
interface CollectionRows {
  readonly collection: Collection;
  /** Of the first of its lists. */
  readonly pointer: string;
  readonly rows: readonly RowOfOwner[];
}

type RowOfOwner = OwnedRow & Pick<OwnerRows, "owner">;

function byCollection(owners: readonly OwnerRows[]): readonly CollectionRows[] {
  const found = new Map<string, CollectionRows>();
  for (const { owner, owned } of owners) {
    for (const { collection, pointer, rows } of owned) {
      const known = found.get(collection.via.id) ?? { collection, pointer, rows: [] };
      const added = rows.map((row) => ({ ...row, owner }));
      found.set(collection.via.id, { ...known, rows: [...known.rows, ...added] });
    }
  }
  return [...found.values()];
}

interface Step extends OwnedRowsWrite, CollectionRows {
  readonly unit: ModelUnit;
}

type RowOf<Kind extends OwnedRow["kind"]> = Extract<RowOfOwner, { kind: Kind }>;

const rowsOf = <Kind extends OwnedRow["kind"]>(rows: readonly RowOfOwner[], kind: Kind): readonly RowOf<Kind>[] =>
  rows.filter((row): row is RowOf<Kind> => row.kind === kind);

async function deleteRows(call: RowCall, step: Step): Promise<undefined | typeof STALE> {
  const { unit, collection } = step;
  const rows = rowsOf(step.rows, "delete");
  if (rows.length === 0) return undefined;
  const sent = rows.map(({ key, versions, owner }) => ({ key, versions, owner, values: new Map() }));
  const statement = unit.deleteMany(call.who, collection.via);
  const row = await refusing(call, step, () => runWrite(call, statement, { rows: sentRowsValue(sent, {}) }));
  if (row === STALE) return STALE;
  const reasons = readReasons(row[deleteManyColumns.refused]).map(([at, why]) => [Number(at), why] as const);
  if (reasons.length > 0) throw refusalOf(call, { unit, rows, reasons });
  if (row[deleteManyColumns.protectedBy] != null) {
    const message = "Other rows point to a row that would be deleted.";
    const errors = [{ pointer: step.pointer, code: "protected", message }];
    throw new UserError("protected", `${message} Nothing was written.`, { errors });
  }
  return undefined;
}

async function changeRows(call: RowCall, step: Step): Promise<undefined | typeof STALE> {
  const { unit, collection, mergesJson } = step;
  const rows = rowsOf(step.rows, "change");
  if (rows.length === 0) return undefined;
  const named = new Set(rows.flatMap(({ given }) => given.map(({ field }) => field.id)));
  const fields = call.live.snapshot.reader.fields(unit.model.id).filter(({ id }) => named.has(id));
  const isMixed = rows.some(({ given }) => given.length < fields.length);
  const statement = unit.updateMany(call.who, {
    fields,
    isMixed,
    mergesJson,
    hasVersions: true,
    within: collection.via,
  });
  const sent = rows.map((row) => ({ key: row.key, versions: row.versions, owner: row.owner, values: valuesOf(row) }));
  return writeAll(call, { ...step, rows, statement, sent, isMixed });
}

async function createRows(call: RowCall, step: Step): Promise<undefined | typeof STALE> {
  const { unit, collection } = step;
  const rows = rowsOf(step.rows, "create");
  if (rows.length === 0) return undefined;
  const sent = rows.map((row) => ({ values: new Map(valuesOf(row)).set(collection.via, row.owner) }));
  const statement = unit.createMany(call.who, { within: collection.via });
  return writeAll(call, { ...step, rows, statement, sent, isMixed: false });
}

/** In an order by hand, among the rows that are there by then. */
async function moveRows(call: RowCall, { unit, rows }: Step): Promise<undefined | typeof STALE> {
  for (const { key, moves } of rowsOf(rows, "change"))
    if ((await moveRow(call, { unit, id: key, moves })) === STALE) return STALE;
  return undefined;
}

async function writeAll(
  call: RowCall,
  step: Step & { readonly statement: CompiledStatement; readonly sent: readonly SentRow[]; readonly isMixed: boolean },
): Promise<undefined | typeof STALE> {
  const { unit, statement, rows, sent, isMixed } = step;
  const slots = { rows: sentRowsValue(sent, { isMixed }), ...confirmedSlot(step.isConfirmed) };
  const done = await writeRows(call, { unit, statement, slots });
  if (done === STALE) return STALE;
  if (done.outcome === "refused") throw refusalOf(call, { unit, rows, reasons: done.reasons });
  if (done.outcome === "conflict") throw atList(step, done.error);
  return undefined;
}

const refusalOf = (
  call: RowCall,
  { unit, rows, reasons }: Pick<Step, "unit" | "rows"> & { readonly reasons: RowReasons },
): UserError => rowsRefusal(call, unit, { reasons, pointerAt: (position) => rows[position]?.pointer ?? "" });

/** The error of a constraint, which Postgres names without the row. */
function atList({ pointer }: Pick<Step, "pointer">, { code, message, errors = [] }: UserError): UserError {
  const told = new Map(errors.map((error) => [error.code, { ...error, pointer }]));
  const all = told.size > 0 ? [...told.values()] : [{ pointer, code, message }];
  return new UserError(code, `${message} Nothing was written.`, { errors: all });
}

async function refusing<Result>(
  call: RowCall,
  step: Step,
  work: () => Promise<Result>,
): Promise<Result | typeof STALE> {
  try {
    return await work();
  } catch (error) {
    const found = await databaseRefusal(call, step.unit, { error });
    if (found === STALE) return STALE;
    throw atList(step, found);
  }
}

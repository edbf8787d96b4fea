import type { FieldRecord } from "../../definition/records/field.ts";
import { type FieldError, UserError } from "../../errors.ts";
import { COLLECTION_LIMIT } from "../../query/collection-sql.ts";
import { changeWhereColumns } from "../../query/compile-change-where.ts";
import { linksColumns } from "../../query/compile-links.ts";
import { readLinks, readReasons } from "../../query/read-many-answer.ts";
import type { RowReason } from "../../query/row-reasons.ts";
import { confirmedSlot } from "../../query/row-rules.ts";
import { sentRowsValue } from "../../query/sent-rows.ts";
import { pointerOf } from "../../rest/read-body.ts";
import type { LinkChange, LinkedKey } from "../../rest/read-link-changes.ts";
import { isWarning, ruleErrors } from "../../rest/rule-refusal.ts";
import { missingTargetError } from "../../rest/write-errors.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { RowCall } from "./row-call.ts";
import { runRead, runWrite, STALE } from "./run-statement.ts";
import { databaseRefusal } from "./write-row.ts";
import { writeRows } from "./write-rows.ts";

export interface OwnLinks {
  readonly unit: ModelUnit;
  readonly id: SqlValue;
  readonly changes: readonly LinkChange[];
  /** Links are made although they break validations that only warn. */
  readonly isConfirmed: boolean;
}

/**
 * Changes the links of a row that the same transaction has just written, and so holds the lock of. A list is written as a
 * difference: links that stay are not touched. Links that the caller may not see stay too. Throws why it cannot be done.
 */
export async function writeLinks(
  call: RowCall,
  { unit, id, changes, isConfirmed }: OwnLinks,
): Promise<undefined | typeof STALE> {
  let left = COLLECTION_LIMIT;
  for (const change of changes) {
    const links = await differenceOf(call, { unit, id, change });
    if (links === STALE) return STALE;
    left -= links.remove.length + links.add.length;
    if (left < 0) throw tooMany(change);
    if (links.remove.length > 0 && (await remove(call, change, links.remove)) === STALE) return STALE;
    if (links.add.length > 0 && (await add(call, change, { id, keys: links.add, isConfirmed })) === STALE) return STALE;
  }
  return undefined;
}

interface Difference {
  readonly add: readonly LinkedKey[];
  /** Keys of links, and where the body says that they go. */
  readonly remove: readonly LinkedKey[];
}

async function differenceOf(
  call: RowCall,
  { unit, id, change }: Pick<OwnLinks, "unit" | "id"> & { readonly change: LinkChange },
): Promise<Difference | typeof STALE> {
  const { collection, kind, add, remove } = change;
  const { name } = collection;
  const statement = unit.links(call.who, { name, withOthers: kind === "set" });
  const keys = [...add, ...remove].map(({ key }) => key) as SqlValue;
  const most = add.length + remove.length + COLLECTION_LIMIT + 1;
  const row = await runRead(call, statement, { id, keys, most });
  if (row === STALE) return STALE;
  const links = readLinks(row[linksColumns.links]);
  const named = new Set(add.map(({ key }) => String(key)));
  const removed = new Map(remove.map(({ key, pointer }) => [String(key), pointer]));
  // A row that the caller may not read is added again, and so answered as one that does not exist.
  const linked = new Set(links.filter(([, , isThere]) => isThere).map(([, far]) => far));
  return {
    add: add.filter(({ key }) => !linked.has(String(key))),
    remove: links.flatMap(([key, far, isThere, isSeen]) => {
      const pointer = kind === "set" && !named.has(far) ? pointerOf(name) : removed.get(far);
      return pointer !== undefined && isThere && isSeen ? [{ key, pointer }] : [];
    }),
  };
}

const unitOf = (call: RowCall, { collection }: LinkChange): ModelUnit =>
  call.live.snapshot.models.get(collection.link.model.id) as ModelUnit;

async function remove(
  call: RowCall,
  change: LinkChange,
  links: readonly LinkedKey[],
): Promise<undefined | typeof STALE> {
  const unit = unitOf(call, change);
  const slots = { keys: links.map(({ key }) => key) as SqlValue, most: links.length };
  const row = await refusing(call, change, () => runWrite(call, unit.unlink(call.who), slots));
  if (row === STALE) return STALE;
  const pointers = new Map(links.map(({ key, pointer }) => [String(key), pointer]));
  const denied = readReasons(row[changeWhereColumns.refused]).map(([key]) => pointers.get(String(key)) ?? "");
  if (denied.length > 0) throw refusal([...new Set(denied)].map((pointer) => deniedError(pointer)));
  if (row[changeWhereColumns.protectedBy] != null) {
    const message = "Other rows point to this link, so it cannot be removed.";
    throw new UserError("protected", message, { errors: [{ ...atList(change), code: "protected", message }] });
  }
  return undefined;
}

async function add(
  call: RowCall,
  change: LinkChange,
  { id, keys, isConfirmed }: Pick<OwnLinks, "id" | "isConfirmed"> & { readonly keys: readonly LinkedKey[] },
): Promise<undefined | typeof STALE> {
  const { link, via } = change.collection;
  const unit = unitOf(call, change);
  const writers = [...unit.view(call.who, call.entry).writers(link.model).values()];
  const rows = keys.map(({ key }) => {
    const values = writers.map(({ field, fallback }): [FieldRecord, SqlValue] => {
      if (field.id === via.id) return [field, id];
      return [field, field.id === link.far.id ? key : (fallback(call.facts.time) as SqlValue)];
    });
    return { values: new Map(values) };
  });
  const slots = { rows: sentRowsValue(rows, {}), ...confirmedSlot(isConfirmed) };
  const done = await writeRows(call, { unit, statement: unit.createMany(call.who), slots });
  if (done === STALE || done.outcome === "written") return done === STALE ? STALE : undefined;
  if (done.outcome === "conflict") throw inList(change, done.error);
  const { reader } = call.live.snapshot;
  const warns = done.reasons.every(([, reason]) => reason.kind === "broken" && isWarning(reader, reason.rule));
  throw refusal(
    done.reasons.flatMap(([position, reason]) => errorsOf(call, change, { reason, at: keys[position]?.pointer ?? "" })),
    warns ? "unconfirmed_warnings" : "invalid_values",
  );
}

function errorsOf(
  call: RowCall,
  { collection: { link } }: LinkChange,
  { reason, at }: { readonly reason: RowReason; readonly at: string },
): readonly FieldError[] {
  if (reason.kind === "target" && reason.fieldId === link.far.id) {
    return [{ ...missingTargetError(link.far), pointer: at }];
  }
  if (reason.kind === "broken") {
    const errors = ruleErrors(call.live.snapshot.reader, reason.rule, () => false);
    return errors.map((error) => ({ ...error, pointer: at }));
  }
  if (reason.kind === "taken") {
    return [{ pointer: at, code: "not_unique", message: "This row is linked already, and can be linked once." }];
  }
  return [deniedError(at)];
}

const deniedError = (pointer: string): FieldError => ({
  pointer,
  code: "rule_denied",
  message: "A rule of this app does not allow this link to be changed.",
});

function refusal(
  errors: readonly FieldError[],
  code: "invalid_values" | "unconfirmed_warnings" = "invalid_values",
): UserError {
  const isDenied = errors.every(({ code }) => code === "rule_denied");
  const [first] = errors;
  const message = errors.length === 1 && first ? first.message : `${errors.length} links cannot be changed.`;
  return new UserError(isDenied ? "rule_denied" : code, `${message} Nothing was written.`, { errors });
}

const atList = ({ collection }: LinkChange) => ({ pointer: pointerOf(collection.name) });

function tooMany(change: LinkChange): UserError {
  const message = `A write changes at most ${COLLECTION_LIMIT} links.`;
  return new UserError("invalid_values", `${message} Nothing was written.`, {
    errors: [{ ...atList(change), code: "too_many", message }],
  });
}

/** The error of a constraint, which Postgres names without the row. */
function inList(change: LinkChange, { code, message }: UserError): UserError {
  return new UserError(code, message, { errors: [{ ...atList(change), code, message }] });
}

async function refusing<Result>(
  call: RowCall,
  change: LinkChange,
  work: () => Promise<Result>,
): Promise<Result | typeof STALE> {
  try {
    return await work();
  } catch (error) {
    const found = await databaseRefusal(call, unitOf(call, change), { error });
    if (found === STALE) return STALE;
    throw inList(change, found);
  }
}

import { assertNever } from "../../assert-never.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import type { UserError } from "../../errors.ts";
import { createColumns, createVerdictColumns } from "../../query/compile-create.ts";
import { deleteColumns } from "../../query/compile-delete.ts";
import { updateColumns } from "../../query/compile-update.ts";
import { TOO_MANY } from "../../query/delete-cascade.ts";
import { readBrokenRules } from "../../query/row-rules.ts";
import { valueSlot } from "../../query/write-values.ts";
import { rulesRefusal } from "../../rest/rule-refusal.ts";
import { writeRefusal } from "../../rest/write-errors.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import { sqlState } from "../data/connection.ts";
import type { WireRow } from "../data/wire-query.ts";
import type { WritePlan } from "./plan-write.ts";
import type { RowCall } from "./row-call.ts";
import { runInsert, runRead, runWrite, STALE } from "./run-statement.ts";

/** The outcome of one write. With any outcome but `written`, nothing was changed. */
export type WriteOutcome =
  | {
      readonly outcome: "written";
      /** The new row's key; only of a create. */
      readonly id: string | undefined;
      readonly version: string | undefined;
      /** The row as the caller may read it, as JSON text; undefined when it may not, and after a delete. */
      readonly body: string | undefined;
      /** The row as it was, where the plan asks for it. */
      readonly before: string | undefined;
      /** The row before its lists were written, where that is read. */
      readonly between?: string;
    }
  /** Its key was sent before and has made this row (query/write-once.ts). */
  | { readonly outcome: "madeBefore"; readonly id: string /** Whether the same was sent. */; readonly isSame: boolean }
  /** There is no such row that this caller may read. */
  | { readonly outcome: "absent" }
  /** A rule does not allow it for this row. */
  | { readonly outcome: "denied" }
  /** The row does not have the version that the caller knew. */
  | { readonly outcome: "changed" }
  /** A relation names a row that does not exist for this caller. */
  | { readonly outcome: "missingTarget"; readonly field: FieldRecord }
  /** More rows would go than the plan allows. */
  | { readonly outcome: "tooMany" }
  /** Rows point to this one by a relation that protects; its field's id. */
  | { readonly outcome: "protected"; readonly fieldId: string }
  /** The row would be larger than an answer may be. */
  | { readonly outcome: "tooLarge" }
  /** The row would break validations or checks, or the database refused it. */
  | { readonly outcome: "refused"; readonly error: UserError };

type Writer = Pick<RowCall, "live" | "data" | "caller" | "who" | "entry" | "facts" | "look">;

/** Carries out a planned write: one statement, and a second one only to find out why a create wrote nothing. */
export async function writeRow(call: Writer, plan: WritePlan): Promise<WriteOutcome | typeof STALE> {
  try {
    switch (plan.kind) {
      case "create":
        return await create(call, plan);
      case "update":
        return await update(call, plan);
      case "delete":
        return await remove(call, plan);
      default:
        return assertNever(plan);
    }
  } catch (error) {
    const refusal = await databaseRefusal(call, plan.unit, { error, sent: plan.slots });
    return refusal === STALE ? STALE : { outcome: "refused", error: refusal };
  }
}

/** Without validations the column may be the count of a rider. */
const namesRules = (text: string): boolean => /^(?:vld|ck|fld)_/.test(text);

type PlanOf<Kind extends WritePlan["kind"]> = Extract<WritePlan, { kind: Kind }>;

async function create(call: Writer, plan: PlanOf<"create">): Promise<WriteOutcome | typeof STALE> {
  const done = await runInsert(call, plan.statement, plan.slots);
  if (done !== undefined) {
    return {
      outcome: "written",
      id: done[createColumns.id] ?? undefined,
      version: done[createColumns.version] ?? undefined,
      body: done[createColumns.body] ?? undefined,
      before: undefined,
    };
  }
  const row = await runRead(call, plan.verdict, plan.slots);
  if (row === STALE) return STALE;
  const id = row[createVerdictColumns.madeBefore];
  if (id != null) return { outcome: "madeBefore", id, isSame: row[createVerdictColumns.isSame] === "t" };
  const missing = missingTargetAt(row[createVerdictColumns.unreadable], plan.relations);
  if (missing) return missing;
  if (row[createVerdictColumns.allowed] !== "t") return { outcome: "denied" };
  const broken = row[createVerdictColumns.broken];
  if (broken != null) return brokenBy(call, plan, broken);
  // The row that prevented it has been removed meanwhile: the request starts again.
  return STALE;
}

async function update(call: Writer, plan: PlanOf<"update">): Promise<WriteOutcome | typeof STALE> {
  const row = await runWrite(call, plan.statement, plan.slots);
  if (row === STALE) return STALE;
  const failed = verdictOf(row) ?? missingTargetAt(row[updateColumns.unreadable], plan.relations);
  if (failed) return failed;
  if (row[updateColumns.fits] !== "t") return { outcome: "denied" };
  const broken = row[updateColumns.broken];
  if (broken != null && namesRules(broken)) return brokenBy(call, plan, broken);
  if (row[updateColumns.tooLarge] !== "f") return { outcome: "tooLarge" };
  return {
    outcome: "written",
    id: undefined,
    version: row[updateColumns.version] ?? undefined,
    body: row[updateColumns.body] ?? undefined,
    before: row[updateColumns.before] ?? undefined,
  };
}

async function remove(call: Writer, plan: PlanOf<"delete">): Promise<WriteOutcome | typeof STALE> {
  const row = await runWrite(call, plan.statement, plan.slots);
  if (row === STALE) return STALE;
  const failed = verdictOf(row);
  if (failed) return failed;
  const fieldId = row[deleteColumns.protectedBy];
  if (fieldId === TOO_MANY) return { outcome: "tooMany" };
  if (fieldId != null) return { outcome: "protected", fieldId };
  const before = row[deleteColumns.before] ?? undefined;
  return { outcome: "written", id: undefined, version: undefined, body: undefined, before };
}

const brokenBy = (call: Writer, { unit }: WritePlan, rules: string): WriteOutcome => ({
  outcome: "refused",
  error: rulesRefusal(call.live.snapshot.reader, readBrokenRules(rules), readableFields(call, unit)),
});

/** The verdicts that updates and deletes share, in the order in which they may be revealed. */
function verdictOf(row: WireRow): WriteOutcome | undefined {
  if (row[updateColumns.visible] !== "t") return { outcome: "absent" };
  if (row[updateColumns.allowed] !== "t") return { outcome: "denied" };
  if (row[updateColumns.current] !== "t") return { outcome: "changed" };
  return undefined;
}

function missingTargetAt(
  position: string | null | undefined,
  relations: readonly FieldRecord[],
): WriteOutcome | undefined {
  const field = position == null ? undefined : relations[Number(position)];
  return field && { outcome: "missingTarget", field };
}

/** An error of Postgres is examined after the guard: only when the snapshot is still live did the caller cause it. */
export async function databaseRefusal(
  { live, who, entry, look }: Pick<RowCall, "live" | "who" | "entry" | "look">,
  unit: ModelUnit,
  { error, sent }: { readonly error: unknown; readonly sent?: Readonly<Record<string, SqlValue>> },
): Promise<UserError | typeof STALE> {
  const state = sqlState(error);
  if (state === undefined || !/^(?:2[23]|54000$)/.test(state)) throw error;
  if ((await look()) !== live) return STALE;
  const { constraint, column } = error as { constraint?: string; column?: string };
  const mayRead = readableFields({ who, entry }, unit);
  const bytesSent = sent && ((field: FieldRecord) => Buffer.byteLength(String(sent[valueSlot(field)] ?? "")));
  const refusal = writeRefusal(live.snapshot.reader, unit.model.id, { state, constraint, column, mayRead, bytesSent });
  if (!refusal) throw error;
  return refusal;
}

/** The fields that an answer to this caller may name. */
export function readableFields(
  { who, entry }: Pick<RowCall, "who" | "entry">,
  unit: ModelUnit,
): (field: FieldRecord) => boolean {
  const view = unit.view(who, entry);
  return (field) => view.field(unit.model, field.name) !== undefined;
}

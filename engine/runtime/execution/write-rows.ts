import type { JsonValue } from "../../definition/json.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import type { UserError } from "../../errors.ts";
import { writeManyColumns } from "../../query/compile-write-many.ts";
import { type RowKey, readKeys, readReasons } from "../../query/read-many-answer.ts";
import type { RowReason } from "../../query/row-reasons.ts";
import { confirmedSlot } from "../../query/row-rules.ts";
import { sentRowsValue } from "../../query/sent-rows.ts";
import type { WriteValues } from "../../rest/read-body.ts";
import { type RowValues, readRows } from "../../rest/read-rows.ts";
import { missingTargetError } from "../../rest/write-errors.ts";
import type { CompiledStatement } from "../../snapshot/compiled-statement.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import { creationOf, type Planner, unreadableTargets } from "./plan-write.ts";
import type { RowCall } from "./row-call.ts";
import { runWrite, STALE } from "./run-statement.ts";
import { databaseRefusal } from "./write-row.ts";

/** A write of many rows, ready to run. Making it reads no row, so a body that is wrong by itself is refused here. */
export interface RowsPlan {
  readonly unit: ModelUnit;
  readonly statement: CompiledStatement;
  readonly slots: Record<string, SqlValue>;
  readonly kind: "create" | "update";
  readonly asksForMade?: boolean;
}

export interface RowsInput {
  readonly body: JsonValue;
  /** They are written although some break validations that only warn. */
  readonly isConfirmed: boolean;
}

export function planCreateRows(
  call: Planner,
  unit: ModelUnit,
  {
    body,
    isConfirmed,
    withMade = false,
  }: RowsInput & { /** Others are written to them. */ readonly withMade?: boolean },
): RowsPlan {
  const rows = rowsOf(call, unit, { body, kind: "create" });
  const content = sentRowsValue(
    rows.map((row) => ({ values: valuesOf(row) })),
    {},
  );
  const slots = { rows: content, ...confirmedSlot(isConfirmed) };
  return { kind: "create", unit, statement: unit.createMany(call.who, { withMade }), slots, asksForMade: withMade };
}

/** A merge patch for each row, which it names by `id`. */
export function planUpdateRows(
  call: Planner,
  unit: ModelUnit,
  {
    body,
    isConfirmed,
    touched = new Set(),
  }: RowsInput & { /** Positions of rows whose lists change. */ readonly touched?: ReadonlySet<number> },
): RowsPlan {
  const rows = rowsOf(call, unit, { body, kind: "patch" });
  const named = new Set(rows.flatMap((row) => row.given.map(({ field }) => field)));
  const fields = call.live.snapshot.reader.fields(unit.model.id).filter((field) => named.has(field));
  const touches = touched.size > 0;
  const isMixed = touches || rows.some((row) => row.given.length < fields.length);
  const content = sentRowsValue(
    rows.map((row, at) => ({ key: row.key as SqlValue, values: valuesOf(row), touches: touched.has(at) })),
    { isMixed },
  );
  return {
    kind: "update",
    unit,
    statement: unit.updateMany(call.who, { fields, isMixed, touches, mergesJson: true }),
    slots: { rows: content, ...confirmedSlot(isConfirmed) },
  };
}

const rowsOf = (
  call: Planner,
  unit: ModelUnit,
  { body, kind }: { readonly body: JsonValue; readonly kind: "create" | "patch" },
): readonly RowValues[] =>
  readRows({ ...unit.view(call.who, call.entry), creation: creationOf(call) }, unit.model, body, {
    kind,
    judge: (row) => unreadableTargets(call, row).map(missingTargetError),
  });

export const valuesOf = ({ given, slots }: WriteValues): ReadonlyMap<FieldRecord, SqlValue> =>
  new Map(given.map(({ field, slot }) => [field, slots[slot] as SqlValue]));

/** The outcome. With any outcome but `written`, nothing was changed. */
export type RowsOutcome =
  /** In the order of the body; null for a row that the caller may not read. */
  | {
      readonly outcome: "written";
      readonly keys: readonly (RowKey | null)[];
      /** All keys; only of a create whose plan asks for them. */
      readonly made: readonly (RowKey | null)[];
    }
  | { readonly outcome: "refused"; readonly reasons: readonly (readonly [position: number, RowReason])[] }
  /** One of the rows broke a constraint of the database, which does not say which row. */
  | { readonly outcome: "conflict"; readonly error: UserError };

/** Writes all of the rows in one statement, or none. */
export async function writeRows(
  call: Pick<RowCall, "live" | "data" | "caller" | "who" | "entry" | "facts" | "look">,
  plan: Omit<RowsPlan, "kind">,
): Promise<RowsOutcome | typeof STALE> {
  try {
    const row = await runWrite(call, plan.statement, plan.slots);
    if (row === STALE) return STALE;
    const reasons = readReasons(row[writeManyColumns.refused]).map(([at, why]) => [Number(at), why] as const);
    if (reasons.length > 0) return { outcome: "refused", reasons };
    const made = plan.asksForMade ? readKeys(row[writeManyColumns.made]) : [];
    return { outcome: "written", keys: readKeys(row[writeManyColumns.keys]), made };
  } catch (error) {
    const refusal = await databaseRefusal(call, plan.unit, { error });
    return refusal === STALE ? STALE : { outcome: "conflict", error: refusal };
  }
}

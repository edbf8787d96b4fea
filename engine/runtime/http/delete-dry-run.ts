import type { FieldId, ModelId } from "../../definition/ids.ts";
import { type FieldError, UserError } from "../../errors.ts";
import { dryRunColumns, type RemovalItem } from "../../query/compile-delete-preview.ts";
import type { BlockingRows } from "../../query/delete-cascade.ts";
import { needsJudging } from "../../query/list-validations.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import { judgeLists } from "../execution/judge-lists.ts";
import { planDelete } from "../execution/plan-write.ts";
import { rowNotFound } from "../execution/row-key.ts";
import { runRead, STALE } from "../execution/run-statement.ts";
import { inTransaction, RolledBack } from "../execution/transaction.ts";
import { writeRefusalOf } from "../execution/write-refusal.ts";
import { writeRow } from "../execution/write-row.ts";
import type { HostedCall } from "./hosted-call.ts";
import { deniedTo } from "./write-one.ts";

/** What a delete of a row would do, as far as this caller may know it. Models are named by their path in the API. */
export interface DeleteDryRun {
  readonly can_be_deleted: boolean;
  /** How many rows would be deleted too, by their model. */
  readonly deleted: Readonly<Record<string, number>>;
  /** How many values would be emptied, by model and relation: `notes.book`. */
  readonly emptied: Readonly<Record<string, number>>;
  /** How many further rows would be deleted, of which the caller may know no more. */
  readonly others: number;
  /** The rows that keep it from being deleted, by model and relation. */
  readonly blocked_by: Readonly<Record<string, BlockingRows>>;
  /** What else would refuse the delete, as its refusal names it: validations over lists, the last administrator. */
  readonly errors?: readonly FieldError[];
}

export async function deleteDryRun(
  call: HostedCall,
  unit: ModelUnit,
  id: SqlValue,
): Promise<DeleteDryRun | typeof STALE> {
  const { release, access } = call.live;
  const slots = { id, "guard.release": release, "guard.access": access };
  const row = await runRead(call, unit.deleteDryRun(call.who), slots);
  if (row === STALE) return STALE;
  if (row[dryRunColumns.visible] !== "t") throw rowNotFound();
  const jsonAt = (column: number): unknown => JSON.parse(row[column] ?? "{}");
  const reach = jsonAt(dryRunColumns.reach) as RemovalItem["reach"];
  const total = Object.values(reach).reduce((sum, count) => sum + count, 0);
  if (total === 0) throw deniedTo(call, writeRefusalOf(call, { outcome: "denied" }));
  const deleted = served(call, unit, jsonAt(dryRunColumns.known) as RemovalItem["known"]);
  const counts = deleted.map(([path, { count }]) => [path, count] as const).filter(([, count]) => count > 0);
  return {
    can_be_deleted: row[dryRunColumns.protectedBy] === null,
    deleted: Object.fromEntries(counts),
    emptied: byRelation(call, unit, jsonAt(dryRunColumns.emptied) as Readonly<Record<string, number>>),
    others: total - 1 - counts.reduce((sum, [, count]) => sum + count, 0),
    blocked_by: byRelation(call, unit, jsonAt(dryRunColumns.blocking) as Readonly<Record<string, BlockingRows>>),
  };
}

/**
 * The same with the validations over lists, and with the last administrator: they are judged by a delete that is undone.
 */
export async function judgedDryRun(
  call: HostedCall,
  unit: ModelUnit,
  { id, isConfirmed }: { readonly id: SqlValue; readonly isConfirmed: boolean },
): Promise<DeleteDryRun | typeof STALE> {
  const found = await deleteDryRun(call, unit, id);
  if (found === STALE || !found.can_be_deleted) return found;
  const isOfUsers = unit.model.purpose === "users";
  if (!isOfUsers && !needsJudging(call.live.snapshot.reader, unit.model, "delete")) return found;
  const plan = planDelete(call, unit, { id, versions: undefined, withBefore: false });
  const options = { what: `trying to delete ${unit.model.label}`, deadlineMs: DEADLINE_MS };
  try {
    return await inTransaction(call, options, async (transaction) => {
      const row = await transaction.run((inside) => writeRow(inside, plan));
      if (row.outcome === "refused") throw row.error;
      if (row.outcome === "written")
        await transaction.run((inside) => judgeLists(inside, { about: unit.model.id, isConfirmed }));
      throw new RolledBack();
    });
  } catch (error) {
    if (error instanceof RolledBack) return found;
    if (error instanceof UserError) {
      const { code, message } = error;
      return { ...found, can_be_deleted: false, errors: error.errors ?? [{ pointer: "", code, message }] };
    }
    throw error;
  }
}

/** In ms. */
const DEADLINE_MS = 10_000;

/** What is by the id of a model, by its path, without models that the API does not serve. */
function served<Value>(call: HostedCall, unit: ModelUnit, byModel: Readonly<Record<string, Value>>) {
  const view = unit.view(call.who, call.entry);
  return Object.entries(byModel).flatMap(([id, value]): (readonly [string, Value])[] => {
    const path = view.isServed(id as ModelId) ? call.live.snapshot.models.get(id as ModelId)?.path : undefined;
    return path === undefined ? [] : [[path, value]];
  });
}

function byRelation<Value>(
  call: HostedCall,
  unit: ModelUnit,
  byField: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> {
  const { reader } = call.live.snapshot;
  const named = Object.entries(byField).flatMap(([id, value]) => {
    const field = reader.field(id as FieldId);
    const [model] = field ? served(call, unit, { [field.modelId]: value }) : [];
    return field && model ? [[`${model[0]}.${field.name}`, value] as const] : [];
  });
  return Object.fromEntries(named);
}

/** The rows that keep a row from being deleted, as the errors of a refusal. */
export function blockingErrors({ blocked_by }: DeleteDryRun): readonly FieldError[] {
  return Object.entries(blocked_by).flatMap(([relation, { count, rows }]) => [
    ...rows.map(({ id, title }) => ({
      pointer: "",
      code: "protected",
      message: `${relation} of the row ${id}, “${title}”, points to it.`,
    })),
    ...(count > rows.length
      ? [{ pointer: "", code: "protected", message: `${count - rows.length} more rows point to it by ${relation}.` }]
      : []),
  ]);
}

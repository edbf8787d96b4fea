import type { LinkedCollection } from "../../definition/collections.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import { UserError } from "../../errors.ts";
import { positionWithin } from "../../field-types/position-scope.ts";
import { neighbourColumns, placedColumns } from "../../query/compile-move.ts";
import { keyBetween } from "../../query/key-between.ts";
import { deniedError, linksRefusal } from "../../rest/link-refusals.ts";
import { invalidValues } from "../../rest/read-body.ts";
import type { LinkMove } from "../../rest/read-link-changes.ts";
import type { Place, RowMove } from "../../rest/read-moves.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { RowCall } from "./row-call.ts";
import { runRead, runWrite, STALE } from "./run-statement.ts";

/** Moves a row that the same transaction has just written, in its orders by hand. */
export async function moveRow(
  call: RowCall,
  { unit, id, moves }: { readonly unit: ModelUnit; readonly id: SqlValue; readonly moves: readonly RowMove[] },
): Promise<undefined | typeof STALE> {
  for (const { field, place } of moves) {
    if ((await move(call, { unit, field, place, slots: { id } })) === STALE) return STALE;
  }
  return undefined;
}

/** Moves a link among those of the row that owns the list. */
export async function moveLink(
  call: RowCall,
  {
    collection,
    owner,
    moved,
  }: { readonly collection: LinkedCollection; readonly owner: SqlValue; readonly moved: LinkMove },
): Promise<undefined | typeof STALE> {
  const { snapshot } = call.live;
  const unit = snapshot.models.get(collection.link.model.id) as ModelUnit;
  const field = positionWithin(snapshot.reader, collection.via) as FieldRecord;
  const slots = { owner, id: moved.key };
  return move(call, { unit, field, through: collection, place: moved.place, slots, pointer: moved.pointer });
}

interface Move {
  /** Of the row that moves. */
  readonly unit: ModelUnit;
  readonly field: FieldRecord;
  readonly through?: LinkedCollection;
  readonly place: Place;
  readonly slots: Record<string, SqlValue>;
  /** Where the body names the row. */
  readonly pointer?: string;
}

async function move(call: RowCall, input: Move): Promise<undefined | typeof STALE> {
  const { unit, field, through, place } = input;
  const plan = { fieldId: field.id, ...(through ? { through } : {}) };
  // There is room after new keys are dealt out; a third look would mean that others move rows all the time.
  for (let looks = 0; looks < 3; looks++) {
    const found = await neighbours(call, input);
    if (found === STALE) return STALE;
    if (found === "first") return undefined;
    const key = keyBetween(unit.model, found);
    const { row } = found;
    if (key === undefined) {
      if ((await runWrite(call, unit.spread(call.who, plan), { row })) === STALE) return STALE;
      continue;
    }
    const done = await runWrite(call, unit.place(call.who, plan), { row, place: key });
    if (done === STALE) return STALE;
    if (done[placedColumns.written] === "0") throw linksRefusal([deniedError(place.pointer)]);
    return undefined;
  }
  throw new UserError("conflict", "Others are moving rows of this list. Try again.");
}

interface Neighbours {
  readonly row: SqlValue;
  readonly low: string | undefined;
  readonly high: string | undefined;
}

/** `first`: it is the only row of its list. */
async function neighbours(
  call: RowCall,
  { unit, field, through, place, slots, pointer }: Move,
): Promise<Neighbours | "first" | typeof STALE> {
  const { side, anchor } = place;
  const plan = { fieldId: field.id, side, isAnchored: anchor !== null, ...(through ? { through } : {}) };
  const sent = { ...slots, ...(anchor === null ? {} : { anchor }) };
  const found = await runRead(call, unit.neighbours(call.who, plan), sent);
  if (found === STALE) return STALE;
  const row = found[neighbourColumns.row];
  if (row == null) throw notInList(pointer ?? place.pointer, through ? "is not in the list" : "cannot be moved");
  const [at, other] = [found[neighbourColumns.at] ?? undefined, found[neighbourColumns.other] ?? undefined];
  if (anchor !== null) {
    const at_ = found[neighbourColumns.anchor];
    if (at_ == null) throw notInList(`${place.pointer}/${side}`, "is not in the same list");
    if (at_ === row) throw notInList(`${place.pointer}/${side}`, "is the row itself");
  } else if (other === undefined) return "first";
  const [near, far] = anchor === null ? [undefined, other] : [at, other];
  return side === "after" ? { row, low: near, high: far } : { row, low: far, high: near };
}

const notInList = (pointer: string, what: string): UserError =>
  invalidValues([{ pointer, code: "not_in_list", message: `The row ${what}.` }]);

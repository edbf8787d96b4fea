import type { FieldRecord } from "../../definition/records/field.ts";
import { type FieldError, UserError } from "../../errors.ts";
import { COLLECTION_LIMIT } from "../../query/collection-sql.ts";
import { changeWhereColumns } from "../../query/compile-change-where.ts";
import { linksColumns } from "../../query/compile-links.ts";
import { readLinks, readReasons } from "../../query/read-many-answer.ts";
import { confirmedSlot } from "../../query/row-rules.ts";
import { sentRowsValue } from "../../query/sent-rows.ts";
import { fewestMoves } from "../../rest/fewest-moves.ts";
import { alreadyLinked, deniedError, inList, linksRefusal, reasonErrors, tooMany } from "../../rest/link-refusals.ts";
import { NOT_YOURS, neededError, pointerOf } from "../../rest/read-body.ts";
import type { AddedLink, LinkChange, LinkedKey } from "../../rest/read-link-changes.ts";
import { isWarning } from "../../rest/rule-refusal.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import { moveLink } from "./move-rows.ts";
import { creationOf } from "./plan-write.ts";
import type { RowCall } from "./row-call.ts";
import { runRead, runWrite, STALE } from "./run-statement.ts";
import { databaseRefusal } from "./write-row.ts";
import { type RowsPlan, valuesOf, writeRows } from "./write-rows.ts";

export interface OwnLinks {
  readonly unit: ModelUnit;
  readonly id: SqlValue;
  readonly changes: readonly LinkChange[];
  /** Links are made although they break validations that only warn. */
  readonly isConfirmed: boolean;
  /** How many links may change. */
  readonly most?: number;
}

/**
 * Changes the links of a row that the same transaction has just written, and so holds the lock of. A list is written as a
 * difference: links that stay are not touched. Links that the caller may not see stay too. Throws why it cannot be done, and gives how
 * many links it changed.
 */
export async function writeLinks(
  call: RowCall,
  { unit, id, changes, isConfirmed, most = COLLECTION_LIMIT }: OwnLinks,
): Promise<number | typeof STALE> {
  let left = most;
  for (const change of changes) {
    const links = await differenceOf(call, { unit, id, change });
    if (links === STALE) return STALE;
    left -= links.remove.length + links.change.length + links.add.length;
    if (left < 0) throw tooMany(change);
    if (links.remove.length > 0 && (await remove(call, change, links.remove)) === STALE) return STALE;
    if (links.change.length > 0 && (await update(call, change, { links: links.change, isConfirmed })) === STALE) {
      return STALE;
    }
    if (links.add.length > 0 && (await add(call, change, { id, links: links.add, isConfirmed })) === STALE)
      return STALE;
    const { order } = change;
    if (order && (await bringIntoOrder(call, { unit, id, change: { ...change, order } })) === STALE) return STALE;
    if (
      change.move &&
      (await moveLink(call, { collection: change.collection, owner: id, moved: change.move })) === STALE
    )
      return STALE;
  }
  return most - left;
}

/** Brings links into an order. Those that it does not name, or that the caller may not see, keep their places between the others. */
async function bringIntoOrder(
  call: RowCall,
  {
    unit,
    id,
    change,
  }: Pick<OwnLinks, "unit" | "id"> & { readonly change: LinkChange & Required<Pick<LinkChange, "order">> },
): Promise<undefined | typeof STALE> {
  const { collection, order: named, pointer } = change;
  const statement = unit.links(call.who, { name: collection.name, withOthers: false });
  const wanted = new Map(named.map((link) => [String(link.key), link]));
  const keys = named.map(({ key }) => key) as SqlValue;
  const row = await runRead(call, statement, { id, keys, most: named.length });
  if (row === STALE) return STALE;
  const present = readLinks(row[linksColumns.links]).flatMap(([, far, isThere, isSeen]) =>
    isThere && isSeen ? [far] : [],
  );
  const order = [...wanted.keys()].filter((key) => present.includes(key));
  for (const { item, after } of fewestMoves(present, order)) {
    const { key, pointer: at } = wanted.get(item) as LinkedKey;
    const anchor = after === null ? null : (wanted.get(after) as LinkedKey).key;
    const moved = { key, pointer: at, place: { side: "after", anchor, pointer } } as const;
    if ((await moveLink(call, { collection, owner: id, moved })) === STALE) return STALE;
  }
  return undefined;
}

interface Difference {
  readonly add: readonly AddedLink[];
  /** Links that are there and of which fields are set, with their keys. */
  readonly change: readonly ChangedLink[];
  /** Keys of links, and where the body says that they go. */
  readonly remove: readonly LinkedKey[];
}

type ChangedLink = AddedLink & { readonly link: string };

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
  const linked = new Map(links.filter(([, , isThere]) => isThere).map((link) => [link[1], link]));
  const present = add.flatMap((item) => {
    const found = item.details && linked.get(String(item.key));
    if (!found) return [];
    const [key, , , isSeen] = found;
    // Added again with details, they would be lost; and what the caller may not see, it cannot set.
    if (kind === "change" || !isSeen) throw alreadyLinked(item);
    return [{ ...item, link: key }];
  });
  return {
    add: add.filter(({ key }) => !linked.has(String(key))),
    change: present,
    remove: links.flatMap(([key, far, isThere, isSeen]) => {
      const pointer = kind === "set" && !named.has(far) ? change.pointer : removed.get(far);
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
  if (denied.length > 0) throw linksRefusal([...new Set(denied)].map((pointer) => deniedError(pointer)));
  if (row[changeWhereColumns.protectedBy] != null) {
    const message = "Other rows point to this link, so it cannot be removed.";
    throw new UserError("protected", message, { errors: [{ pointer: change.pointer, code: "protected", message }] });
  }
  return undefined;
}

async function add(
  call: RowCall,
  change: LinkChange,
  { id, links, isConfirmed }: Pick<OwnLinks, "id" | "isConfirmed"> & { readonly links: readonly AddedLink[] },
): Promise<undefined | typeof STALE> {
  const { link, via } = change.collection;
  const unit = unitOf(call, change);
  const writers = [...unit.view(call.who, call.entry).writers(link.model).values()];
  const missing: FieldError[] = [];
  const rows = links.map(({ key, details, pointer }) => {
    const given = details && valuesOf(details);
    const values = writers.map(({ field, fallback, isOpen }): [FieldRecord, SqlValue] => {
      if (field.id === via.id) return [field, id];
      if (field.id === link.far.id) return [field, key];
      const value = given?.get(field) ?? (given?.has(field) ? null : (fallback(creationOf(call)) as SqlValue));
      if (value === null && field.required) {
        missing.push(
          isOpen ? { ...neededError(field), pointer: pointer + pointerOf(field.name) } : { ...NOT_YOURS, pointer },
        );
      }
      return [field, value];
    });
    return { values: new Map(values) };
  });
  if (missing.length > 0) throw linksRefusal(missing);
  const slots = { rows: sentRowsValue(rows, {}), ...confirmedSlot(isConfirmed) };
  return writeAll(call, change, { links, plan: { unit, statement: unit.createMany(call.who), slots } });
}

/** Sets fields of links that stay. */
async function update(
  call: RowCall,
  change: LinkChange,
  { links, isConfirmed }: Pick<OwnLinks, "isConfirmed"> & { readonly links: readonly ChangedLink[] },
): Promise<undefined | typeof STALE> {
  const unit = unitOf(call, change);
  const rows = links.map(({ link, details }) => ({ key: link, values: details ? valuesOf(details) : new Map() }));
  const named = new Set(rows.flatMap(({ values }) => [...values.keys()].map(({ id }) => id)));
  const fields = call.live.snapshot.reader.fields(unit.model.id).filter(({ id }) => named.has(id));
  const isMixed = rows.some(({ values }) => values.size < fields.length);
  const statement = unit.updateLinks(call.who, { fields, isMixed });
  const slots = { rows: sentRowsValue(rows, { isMixed }), ...confirmedSlot(isConfirmed) };
  return writeAll(call, change, { links, plan: { unit, statement, slots } });
}

async function writeAll(
  call: RowCall,
  change: LinkChange,
  { links, plan }: { readonly links: readonly AddedLink[]; readonly plan: Omit<RowsPlan, "kind"> },
): Promise<undefined | typeof STALE> {
  const done = await writeRows(call, plan);
  if (done === STALE || done.outcome === "written") return done === STALE ? STALE : undefined;
  if (done.outcome === "conflict") throw inList(change, done.error);
  const { reader } = call.live.snapshot;
  const warns = done.reasons.every(([, reason]) => reason.kind === "broken" && isWarning(reader, reason.rule));
  throw linksRefusal(
    done.reasons.flatMap(([position, reason]) => {
      const link = links[position];
      return link ? reasonErrors(reader, change.collection, { reason, link }) : [];
    }),
    warns ? "unconfirmed_warnings" : "invalid_values",
  );
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

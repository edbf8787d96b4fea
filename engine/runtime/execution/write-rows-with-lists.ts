import type { JsonValue } from "../../definition/json.ts";
import { type FieldError, UserError } from "../../errors.ts";
import { keyOf } from "../../field-types/keys.ts";
import { COLLECTION_LIMIT } from "../../query/collection-sql.ts";
import { needsJudging } from "../../query/list-validations.ts";
import { isObject, tellingToo, type WriteValues } from "../../rest/read-body.ts";
import { hasLists, type RowLists, readLists } from "../../rest/read-lists.ts";
import { MAX_ROWS_WRITTEN } from "../../rest/read-rows.ts";
import { missingTargetError } from "../../rest/write-errors.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { RowAccess } from "../data/row-access.ts";
import { judgeLists } from "./judge-lists.ts";
import { moveRow } from "./move-rows.ts";
import { creationOf, type Planner, unreadableTargets } from "./plan-write.ts";
import type { RowCall } from "./row-call.ts";
import type { STALE } from "./run-statement.ts";
import { inTransaction, RolledBack } from "./transaction.ts";
import { writeLinks } from "./write-links.ts";
import { writeOwnedRows } from "./write-owned-rows.ts";
import {
  planCreateRows,
  planUpdateRows,
  type RowsInput,
  type RowsOutcome,
  type RowsPlan,
  writeRows,
} from "./write-rows.ts";

/** A write of many rows with what each has in lists. */
export interface RowsListsPlan {
  readonly plan: RowsPlan;
  readonly lists: readonly RowWithLists[];
  /** Of rows that are there, in the order of the body; of a create none. */
  readonly keys: readonly (SqlValue | undefined)[];
  readonly isConfirmed: boolean;
}

interface RowWithLists extends RowLists {
  readonly position: number;
  /** Of a row that is there; a new one gets its key when it is made. */
  readonly key: SqlValue | undefined;
}

export function planCreateRowsWithLists(call: Planner, unit: ModelUnit, input: RowsInput): RowsListsPlan {
  const { body, lists, errors } = splitLists(call, unit, { body: input.body, isNew: true });
  const withMade = lists.length > 0 || needsJudging(call.live.snapshot.reader, unit.model, "create");
  const plan = tellingToo(errors, () => planCreateRows(call, unit, { ...input, body, withMade }));
  return { plan, lists, keys: [], isConfirmed: input.isConfirmed };
}

export function planUpdateRowsWithLists(call: Planner, unit: ModelUnit, input: RowsInput): RowsListsPlan {
  const { body, lists, errors } = splitLists(call, unit, { body: input.body, isNew: false });
  const touched = new Set(lists.map(({ position }) => position));
  const plan = tellingToo(errors, () => planUpdateRows(call, unit, { ...input, body, touched }));
  const keys = Array.isArray(body) ? body.map((row) => keyIn(unit, row)) : [];
  return { plan, lists, keys, isConfirmed: input.isConfirmed };
}

interface SplitLists {
  /** The rows without their lists. */
  readonly body: JsonValue;
  readonly lists: readonly RowWithLists[];
  readonly errors: readonly FieldError[];
}

function splitLists(
  call: Planner,
  unit: ModelUnit,
  { body, isNew }: { readonly body: JsonValue; readonly isNew: boolean },
): SplitLists {
  if (!Array.isArray(body) || body.length > MAX_ROWS_WRITTEN) return { body, lists: [], errors: [] };
  const view = { ...unit.view(call.who, call.entry), creation: creationOf(call) };
  const judge = (values: WriteValues) => unreadableTargets(call, values).map(missingTargetError);
  const errors: FieldError[] = [];
  const lists: RowWithLists[] = [];
  const rows = (body as readonly JsonValue[]).map((row, position) => {
    const read = readLists(view, unit.model, {
      body: row,
      isNew,
      inOrder: call.entry !== "pages",
      judge,
      pointer: `/${position}`,
    });
    errors.push(...read.errors);
    if (hasLists(read.lists)) lists.push({ ...read.lists, position, key: isNew ? undefined : keyIn(unit, row) });
    return read.rest;
  });
  errors.push(...tooMuch(lists));
  return { body: rows, lists, errors };
}

/** A key that is none is told of by the row itself. */
function keyIn(unit: ModelUnit, row: JsonValue): SqlValue | undefined {
  const key = isObject(row) && row.id !== undefined && row.id !== null ? keyOf(unit.model).parse(row.id) : undefined;
  return key?.ok ? key.value : undefined;
}

/** All rows in lists are one parameter of a statement; the links of each row are statements of their own. */
function tooMuch(lists: readonly RowWithLists[]): readonly FieldError[] {
  const errors: FieldError[] = [];
  const linking = lists.filter(({ links, moves }) => links.length > 0 || moves.length > 0);
  if (linking.length > COLLECTION_LIMIT) {
    const message = `At most ${COLLECTION_LIMIT} rows of a write may have lists of links or move.`;
    errors.push({ pointer: `/${linking[COLLECTION_LIMIT]?.position}`, code: "too_many", message });
  }
  const owned = lists.flatMap((list) => list.owned.map(({ rows }) => rows.length));
  if (owned.reduce((sum, count) => sum + count, 0) > MAX_ROWS_WRITTEN) {
    const message = `A write has at most ${MAX_ROWS_WRITTEN.toLocaleString("en")} rows in its lists.`;
    errors.push({ pointer: "", code: "too_many", message });
  }
  return errors;
}

/** With any outcome but `written`, nothing was changed. */
export type RowsListsOutcome =
  | RowsOutcome
  | /** A list was refused. */ { readonly outcome: "refusedList"; readonly error: UserError };

/** In ms. */
const DEADLINE_MS = 20_000;

/** The rows in one statement, then the rows that belong to them, then their links: all or nothing. */
export async function writeRowsWithLists(
  call: RowCall & { readonly data: RowAccess },
  { plan, lists, keys, isConfirmed }: RowsListsPlan,
): Promise<RowsListsOutcome | typeof STALE> {
  const { unit } = plan;
  const isJudged = needsJudging(call.live.snapshot.reader, unit.model, plan.kind);
  if (lists.length === 0 && !isJudged) return writeRows(call, plan);
  const options = { what: `writing ${unit.model.label}`, deadlineMs: DEADLINE_MS };
  let failed: RowsOutcome | undefined;
  try {
    return await inTransaction(call, options, async (transaction) => {
      const done = await transaction.run((inside) => writeRows(inside, plan));
      if (done.outcome !== "written") {
        failed = done;
        throw new RolledBack();
      }
      const written = lists.map((list) => ({ ...list, owner: list.key ?? (done.made[list.position] as SqlValue) }));
      await transaction.run((inside) => writeOwnedRows(inside, { owners: written, isConfirmed, mergesJson: true }));
      let left = COLLECTION_LIMIT;
      for (const { owner, links, moves } of written) {
        const write = { unit, id: owner, changes: links, isConfirmed, most: left };
        left -= await transaction.run((inside) => writeLinks(inside, write));
        await transaction.run((inside) => moveRow(inside, { unit, id: owner, moves }));
      }
      const sent = plan.kind === "create" ? done.made : keys;
      const positions = new Map(sent.map((key, position) => [String(key), position]));
      await transaction.run((inside) => judgeLists(inside, { about: unit.model.id, isConfirmed, positions }));
      return done;
    });
  } catch (error) {
    if (error instanceof RolledBack && failed) return failed;
    if (error instanceof UserError) return { outcome: "refusedList", error };
    throw error;
  }
}

import { UserError } from "../../errors.ts";
import { needsJudging } from "../../query/list-validations.ts";
import { tellingToo, type WriteValues } from "../../rest/read-body.ts";
import { hasLists, type RowLists, readLists } from "../../rest/read-lists.ts";
import { missingTargetError } from "../../rest/write-errors.ts";
import type { CompiledStatement } from "../../snapshot/compiled-statement.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { RowAccess } from "../data/row-access.ts";
import { judgeLists } from "./judge-lists.ts";
import { moveRow } from "./move-rows.ts";
import {
  type CreateInput,
  creationOf,
  type Planner,
  planCreate,
  planUpdate,
  type UpdateInput,
  unreadableTargets,
  type WritePlan,
} from "./plan-write.ts";
import { readRow } from "./read-row.ts";
import type { RowCall } from "./row-call.ts";
import type { STALE } from "./run-statement.ts";
import { inTransaction, RolledBack } from "./transaction.ts";
import { writeLinks } from "./write-links.ts";
import { writeOwnedRows } from "./write-owned-rows.ts";
import { type WriteOutcome, writeRow } from "./write-row.ts";

/** A write of one row, and of what its body has in lists: rows that belong to it, and links to others. */
export interface ListsPlan {
  readonly plan: WritePlan;
  readonly lists: RowLists;
  readonly isConfirmed: boolean;
  readonly mergesJson: boolean;
}

/**
 * A new row with its lists. A body that is wrong in itself is refused here with all its mistakes, those of rows in lists with
 * pointers such as `/lines/2/quantity`.
 */
export const planCreateWithLists = (call: Planner, unit: ModelUnit, input: CreateInput): ListsPlan =>
  withLists(call, unit, input, (body) => planCreate(call, unit, { ...input, body }));

/** The same of a change. Its version rises once where the body names a list. */
export function planUpdateWithLists(call: Planner, unit: ModelUnit, input: Omit<UpdateInput, "touches">): ListsPlan {
  const plan = withLists(call, unit, { ...input, isNew: false }, (body, touches) =>
    planUpdate(call, unit, { ...input, body, touches }),
  );
  return { ...plan, mergesJson: input.kind === "mergePatch" };
}

function withLists(
  call: Planner,
  unit: ModelUnit,
  { body, isConfirmed = false, isNew = true }: Pick<CreateInput, "body" | "isConfirmed"> & { readonly isNew?: boolean },
  plan: (rest: CreateInput["body"], touches: boolean) => WritePlan,
): ListsPlan {
  const view = { ...unit.view(call.who, call.entry), creation: creationOf(call) };
  const judge = (values: WriteValues) => unreadableTargets(call, values).map(missingTargetError);
  const { lists, rest, errors } = readLists(view, unit.model, { body, isNew, inOrder: call.entry !== "pages", judge });
  const planned = tellingToo(errors, () => plan(rest, hasLists(lists)));
  return { plan: planned, lists, isConfirmed, mergesJson: false };
}

/** A write of which there are no lists. */
export const withoutLists = (plan: WritePlan, { isConfirmed = false } = {}): ListsPlan => ({
  plan,
  lists: { links: [], owned: [], moves: [] },
  isConfirmed,
  mergesJson: false,
});

/** Statements by the key of the row, in the transaction of its write. */
export interface ListReadings {
  /** Of the row with its new values and its lists as they were. */
  readonly between?: CompiledStatement | undefined;
  /** Of what the answer is to show. */
  readonly after?: CompiledStatement | undefined;
}

/** In ms, with waiting for other writes of the same row. */
const DEADLINE_MS = 10_000;

/**
 * Carries out a write of one row and its lists, all or nothing: the row first, then the rows that belong to it, then its
 * links. What a list refuses is the outcome `refused`, with pointers into the body. Without a reading after it,
 * the outcome is the row as it was written before its lists.
 *
 * One row alone is one statement, unless validations over lists must be judged after it.
 */
export async function writeWithLists(
  call: RowCall & { readonly data: RowAccess },
  { plan, lists, isConfirmed, mergesJson }: ListsPlan,
  { between, after }: ListReadings = {},
): Promise<WriteOutcome | typeof STALE> {
  const { unit } = plan;
  const isJudged = needsJudging(call.live.snapshot.reader, unit.model, plan.kind);
  if (!hasLists(lists) && !between && !after && !isJudged) return writeRow(call, plan);
  const options = { what: `writing ${unit.model.label}`, deadlineMs: DEADLINE_MS };
  let failed: WriteOutcome | undefined;
  try {
    return await inTransaction(call, options, async (transaction) => {
      const row = await transaction.run((inside) => writeRow(inside, plan));
      if (row.outcome !== "written") {
        failed = row;
        throw new RolledBack();
      }
      const id = (row.id ?? plan.slots.id) as SqlValue;
      const earlier = between && (await transaction.run((inside) => readRow(inside, between, { id })));
      const owners = [{ owner: id, owned: lists.owned }];
      await transaction.run((inside) => writeOwnedRows(inside, { owners, isConfirmed, mergesJson }));
      await transaction.run((inside) => writeLinks(inside, { unit, id, changes: lists.links, isConfirmed }));
      await transaction.run((inside) => moveRow(inside, { unit, id, moves: lists.moves }));
      await transaction.run((inside) => judgeLists(inside, { about: unit.model.id, isConfirmed }));
      const kept = { ...row, ...(earlier ? { between: earlier.body } : {}) };
      if (!after) return kept;
      const read = await transaction.run((inside) => readRow(inside, after, { id }));
      return { ...kept, version: read?.version, body: read?.body };
    });
  } catch (error) {
    if (error instanceof RolledBack && failed) return failed;
    if (error instanceof UserError) return { outcome: "refused", error };
    throw error;
  }
}

import { UserError } from "../../errors.ts";
import type { QueryParameters } from "../../rest/query-string.ts";
import { invalidValues } from "../../rest/read-body.ts";
import type { ReadLinks } from "../../rest/read-link-changes.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import type { SqlValue } from "../../sql/sql.ts";
import type { WritePlan } from "../execution/plan-write.ts";
import { readRow } from "../execution/read-row.ts";
import { STALE } from "../execution/run-statement.ts";
import { inTransaction } from "../execution/transaction.ts";
import { type OwnLinks, writeLinks } from "../execution/write-links.ts";
import { writeRefusalOf } from "../execution/write-refusal.ts";
import { type WriteOutcome, writeRow } from "../execution/write-row.ts";
import { credentialsNeeded } from "./api-access.ts";
import type { HostedCall } from "./hosted-call.ts";

export type Written = Extract<WriteOutcome, { outcome: "written" }>;
export type MadeBefore = Extract<WriteOutcome, { outcome: "madeBefore" }>;

/** A write of one row, and what follows it in the same transaction. */
export interface OneWrite {
  readonly plan: WritePlan;
  readonly links?: Pick<OwnLinks, "changes" | "isConfirmed">;
  /** What the answer is to show; none for the row as it is written. */
  readonly shown: QueryParameters;
}

/** One row alone is one statement; with links, or an answer that shows more than the row, a transaction. */
export async function writeOne(
  call: HostedCall,
  unit: ModelUnit,
  { plan, links, shown }: OneWrite,
): Promise<Written | MadeBefore | typeof STALE> {
  const hasLinks = links !== undefined && links.changes.length > 0;
  if (!hasLinks && shown.names.length === 0) {
    const outcome = await writeRow(call, plan);
    return outcome === STALE ? STALE : done(call, outcome);
  }
  const options = { what: `writing ${unit.model.label}`, deadlineMs: DEADLINE_MS };
  try {
    return await inTransaction(call, options, async (transaction) => {
      const row = done(call, await transaction.run((inside) => writeRow(inside, plan)));
      if (row.outcome === "madeBefore") return row;
      const id = (row.id ?? plan.slots.id) as SqlValue;
      if (hasLinks) await transaction.run((inside) => writeLinks(inside, { ...links, unit, id }));
      if (shown.names.length === 0) return row;
      const { statement } = unit.one(call.who, shown);
      const read = await transaction.run((inside) => readRow(inside, statement, { id }));
      return { ...row, version: read?.version, body: read?.body };
    });
  } catch (error) {
    throw isDenied(error) ? deniedTo(call, error) : error;
  }
}

/** In ms, with waiting for other writes of the same row. */
const DEADLINE_MS = 10_000;

function done(call: HostedCall, outcome: WriteOutcome): Written | MadeBefore {
  if (outcome.outcome === "written") return outcome;
  if (outcome.outcome === "madeBefore" && outcome.isSame) return outcome;
  const error = writeRefusalOf(call, outcome);
  throw outcome.outcome === "denied" ? deniedTo(call, error) : error;
}

const isDenied = (error: unknown): error is UserError => error instanceof UserError && error.code === "rule_denied";

/** The rule looked at the row and said no. With credentials this visitor may be one whom it lets. */
const deniedTo = ({ caller }: HostedCall, error: UserError): UserError =>
  caller.kind === "visitor" ? credentialsNeeded() : error;

/** A plan of the fields of a body, whose mistakes are told together with those of its lists. */
export function planWithLists(errors: ReadLinks["errors"], plan: () => WritePlan): WritePlan {
  if (errors.length === 0) return plan();
  let others: ReadLinks["errors"] = [];
  try {
    plan();
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== "invalid_values") throw error;
    others = error.errors ?? [];
  }
  throw invalidValues([...others, ...errors]);
}

import type { UserError } from "../../errors.ts";
import type { QueryParameters } from "../../rest/query-string.ts";
import type { ModelUnit } from "../../snapshot/model-unit.ts";
import { STALE } from "../execution/run-statement.ts";
import { writeRefusalOf } from "../execution/write-refusal.ts";
import type { WriteOutcome } from "../execution/write-row.ts";
import { type ListsPlan, writeWithLists } from "../execution/write-with-lists.ts";
import { credentialsNeeded } from "./api-access.ts";
import type { HostedCall } from "./hosted-call.ts";

export type Written = Extract<WriteOutcome, { outcome: "written" }>;
export type MadeBefore = Extract<WriteOutcome, { outcome: "madeBefore" }>;

/** A write of one row, and what follows it in the same transaction. */
export interface OneWrite {
  readonly plan: ListsPlan;
  /** What the answer is to show; none for the row as it is written. */
  readonly shown: QueryParameters;
}

/** Carries out a write; what was refused is thrown as the error of the response. */
export async function writeOne(
  call: HostedCall,
  unit: ModelUnit,
  { plan, shown }: OneWrite,
): Promise<Written | MadeBefore | typeof STALE> {
  // What a row shows of its own may be counted from the rows that are written after it.
  const needsReading = shown.names.length > 0 || plan.lists.owned.length > 0 || plan.lists.moves.length > 0;
  const reading = needsReading ? unit.one(call.who, shown).statement : undefined;
  const outcome = await writeWithLists(call, plan, { after: reading });
  if (outcome === STALE || outcome.outcome === "written") return outcome;
  if (outcome.outcome === "madeBefore" && outcome.isSame) return outcome;
  const error = writeRefusalOf(call, outcome);
  throw outcome.outcome === "denied" || error.code === "rule_denied" ? deniedTo(call, error) : error;
}

/** The rule looked at the row and said no. With credentials this visitor may be one whom it lets. */
export const deniedTo = ({ caller }: HostedCall, error: UserError): UserError =>
  caller.kind === "visitor" ? credentialsNeeded() : error;

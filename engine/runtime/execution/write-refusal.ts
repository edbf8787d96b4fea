import { assertNever } from "../../assert-never.ts";
import { UserError } from "../../errors.ts";
import { rowTooLarge } from "../../query/answer-size.ts";
import { protectingRelation } from "../../query/delete-cascade.ts";
import { missingTarget } from "../../rest/write-errors.ts";
import type { RowCall } from "./row-call.ts";
import { rowNotFound } from "./row-key.ts";
import type { WriteOutcome } from "./write-row.ts";

export type FailedWrite = Exclude<WriteOutcome, { outcome: "written" }>;

/** A write that was not done, as the error that says why. */
export function writeRefusalOf(call: Pick<RowCall, "live" | "who">, failed: FailedWrite): UserError {
  switch (failed.outcome) {
    case "absent":
      return rowNotFound();
    case "madeBefore":
      return failed.isSame
        ? new UserError("already_exists", "This was sent before, and written then.")
        : new UserError("idempotency_key_reused", "This key was sent before, with other values. Use a new one.");
    case "denied":
      return new UserError("rule_denied", "A rule of this app does not allow this for this row.");
    case "changed":
      return new UserError("version_mismatch", "The row was changed since you read it. Read it again, then decide.");
    case "missingTarget":
      return missingTarget(failed.field);
    case "tooMany":
      return new UserError("conflict", "More rows would be deleted than you were shown.");
    case "protected":
      return protectedBy(call, failed.fieldId);
    case "tooLarge":
      return rowTooLarge();
    case "refused":
      return failed.error;
    default:
      return assertNever(failed);
  }
}

function protectedBy({ live, who }: Pick<RowCall, "live" | "who">, fieldId: string): UserError {
  const relation = protectingRelation(live.snapshot, fieldId);
  // The rows that prevent it are named only to callers who may read them.
  const isKnown =
    relation && who.may("read", relation.field) && who.access(relation.owner.id, "read").kind !== "closed";
  const rows = isKnown ? `${relation.owner.label} (${relation.field.label})` : "another model";
  return new UserError("protected", `Rows of ${rows} point to this row, so it cannot be deleted.`);
}

import { assertNever } from "#engine/assert-never";
import type { AppDatabase } from "#server/context";
import type { ClaimedLine } from "./claim-lines.ts";

/** What became of a line. */
export type LineOutcome =
  | { readonly outcome: "done" }
  /** It will never succeed; why, as a sentence. */
  | { readonly outcome: "dead"; readonly reason: string }
  /** Something outside failed, or a limit is reached: it is tried again. */
  | { readonly outcome: "later"; readonly seconds: number; readonly reason: string };

/** Writes what became of a line. When its process dies before, the line is worked on again. */
export async function settleLine(
  { pool }: Pick<AppDatabase, "pool">,
  { id }: Pick<ClaimedLine, "id">,
  result: LineOutcome,
): Promise<void> {
  switch (result.outcome) {
    case "done":
      await pool.query(
        "UPDATE quintet.outbox SET done_at = now(), lease_until = NULL, reason = NULL, payload = '{}' WHERE id = $1",
        [id],
      );
      return;
    case "dead":
      await pool.query(
        `UPDATE quintet.outbox SET dead_at = now(), lease_until = NULL, reason = $2, payload = '{}'
          WHERE id = $1 AND done_at IS NULL`,
        [id, result.reason],
      );
      return;
    case "later":
      await pool.query(
        `UPDATE quintet.outbox SET lease_until = NULL, reason = $2, due_at = now() + make_interval(secs => $3)
          WHERE id = $1 AND done_at IS NULL`,
        [id, result.reason, result.seconds],
      );
      return;
    default:
      assertNever(result);
  }
}

import type { CompiledStatement } from "../../snapshot/compiled-statement.ts";
import { identifier, printSql, type SqlValue, slot, sql } from "../../sql/sql.ts";
import type { RowAccess, RowStatements, TransactionOptions } from "../data/row-access.ts";
import type { WireRow } from "../data/wire-query.ts";
import type { WritePlan } from "./plan-write.ts";
import type { RowCall } from "./row-call.ts";
import { runRead, STALE } from "./run-statement.ts";
import { writeRefusalOf } from "./write-refusal.ts";
import { type WriteOutcome, writeRow } from "./write-row.ts";

/** The reads and writes of one transaction, each with the guard. */
export interface RowTransaction {
  /** Sees what the transaction has written. */
  read(statement: CompiledStatement, slots: Record<string, SqlValue>): Promise<WireRow>;
  /** Throws why it was not done, as a UserError. */
  write(plan: WritePlan): Promise<Extract<WriteOutcome, { outcome: "written" }>>;
  /** Any other statements of the transaction. A refusal must be thrown. */
  run<Result>(work: (inside: RowCall) => Promise<Result | typeof STALE>): Promise<Result>;
  savepoint<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Statements of another role of the app, without the guard: of its accounts. */
  asRole<Result>(role: string, work: (statements: RowStatements) => Promise<Result>): Promise<Result>;
}

/** Thrown by work that has noted why it was not done, so that all of it is undone. */
export class RolledBack extends Error {}

/** Another release is live: ends the work from inside. */
class BecameStale extends Error {}

/**
 * Runs several reads and writes of one call, all or none. When another release goes live between two of its statements,
 * everything is rolled back and STALE returned, so that `onLiveRelease` begins again with the new snapshot; one that
 * goes live after the last statement counts as later. The work may be called several times, and must not wait for
 * anything outside. It must not catch errors of its reads and writes, except around a savepoint.
 */
export async function inTransaction<Result>(
  call: RowCall & { readonly data: RowAccess },
  options: TransactionOptions,
  work: (transaction: RowTransaction) => Promise<Result>,
): Promise<Result | typeof STALE> {
  const { live } = call;
  try {
    return await call.data.transaction(live.roleName, options, async (transaction) => {
      let isStale = false;
      let isGivenUp = false;
      const becameStale = (): BecameStale => {
        isStale = true;
        return new BecameStale();
      };
      const look = async () => {
        // First its locks are released, then the pointer is read on a connection outside of any transaction.
        isGivenUp = true;
        await transaction.giveUp();
        return call.look();
      };
      let inside: RowCall = { ...call, data: transaction, look };
      const step: RowTransaction["run"] = async (part) => {
        const result = await part(inside);
        if (result === STALE) throw becameStale();
        return result as Exclude<typeof result, typeof STALE>;
      };
      const run: RowTransaction["run"] = async (part) => {
        const result = await step(part);
        // After a refusal of the database no statement runs any more: what was refused is the result.
        if (!isGivenUp) inside = await withOwnStamp(inside);
        return result;
      };
      const result = await work({
        run,
        read: (statement, slots) => step(() => runRead(inside, statement, slots)),
        async write(plan) {
          const outcome = await run(() => writeRow(inside, plan));
          if (outcome.outcome !== "written") throw writeRefusalOf(call, outcome);
          return outcome;
        },
        asRole: (role, part) => transaction.asRole(role, () => part(transaction)),
        async savepoint(part) {
          const before = inside;
          try {
            return await transaction.savepoint(part);
          } catch (error) {
            inside = before;
            throw error;
          }
        },
      });
      // The work may have caught it around a savepoint.
      if (isStale) throw new BecameStale();
      return result;
    });
  } catch (error) {
    if (error instanceof BecameStale) return STALE;
    throw error;
  }
}

/**
 * A person whose transaction changes their own row raises the stamp of their own session by it, and its next statement
 * expects the new one. Their rights stay those with which it began. Without the session, the next statement is stale.
 */
async function withOwnStamp(call: RowCall): Promise<RowCall> {
  const { caller, live, data } = call;
  if (caller.kind !== "user") return call;
  const sessions = identifier(live.snapshot.identity.schemaName, "_sessions");
  const { text } = printSql(sql`SELECT _s.stamp FROM ${sessions} _s WHERE _s.id = ${slot("id", "bigint")}`);
  const [row] = await data.read(live.roleName, { text, name: undefined }, [caller.session.id]);
  const stamp = row?.[0] ?? "";
  if (stamp === caller.session.stamp) return call;
  return { ...call, caller: { ...caller, session: { ...caller.session, stamp } } };
}

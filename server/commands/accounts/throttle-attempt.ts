import { createHash } from "node:crypto";
import type { Transaction } from "sequelize";
import { networkOfAddress } from "#engine/auth/network-of-address";
import {
  accountLimits,
  addressLimits,
  afterFailure,
  type ThrottleLimits,
  type ThrottleState,
  waitOf,
} from "#engine/auth/throttle";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { Throttle } from "../../models/throttle.ts";

/** Counters that say nothing any more go with the next attempt of anybody. */
const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000;

/** An attempt that was let through and counted. Say `succeeded` and it is forgotten again. */
export interface Attempt {
  succeeded(): Promise<void>;
}

/**
 * Lets an attempt through or refuses it with 429. It is counted as a failure *before* the password is looked at, under
 * a row lock: a hundred guesses sent at once are a hundred failures, and not one.
 */
export async function beginAttempt(
  context: ServerContext,
  subject: {
    readonly kind: string;
    /** The account that is tried. Left out where there is only one: with a shared counter anybody could lock everybody out. */
    readonly account?: string;
    readonly address: string;
    readonly limits?: { readonly account: ThrottleLimits; readonly address: ThrottleLimits };
  },
): Promise<Attempt> {
  const limits = subject.limits ?? { account: accountLimits, address: addressLimits };
  const { account } = subject;
  const counters: Counter[] = [
    { key: `${subject.kind}:address:${networkOfAddress(subject.address)}`, limits: limits.address, isAccount: false },
    ...(account === undefined
      ? []
      : [{ key: accountCounter(subject.kind, account), limits: limits.account, isAccount: true }]),
  ].sort((a, b) => (a.key < b.key ? -1 : 1)); // one order of locks, so that two attempts do not wait for each other
  const now = context.clock.now();

  const wait = await context.sequelize.transaction(async (transaction) => {
    let longest = 0;
    const states: { key: string; limits: ThrottleLimits; state: ThrottleState }[] = [];
    for (const { key, limits } of counters) {
      await Throttle.bulkCreate([{ key, failures: 0, blockedUntil: null, updatedAt: now }], {
        ignoreDuplicates: true,
        transaction,
      });
      const row = await Throttle.findByPk(key, { transaction, lock: transaction.LOCK.UPDATE, rejectOnEmpty: true });
      const state = {
        failures: row.failures,
        blockedUntil: row.blockedUntil?.getTime(),
        updatedAt: row.updatedAt.getTime(),
      };
      longest = Math.max(longest, waitOf(state, now.getTime()));
      states.push({ key, limits, state });
    }
    if (longest > 0) return longest; // a refused attempt is not counted: waiting helps, whoever else tries
    for (const { key, limits, state } of states) {
      const next = afterFailure(state, now.getTime(), limits);
      const blockedUntil = next.blockedUntil === undefined ? null : new Date(next.blockedUntil);
      await Throttle.update({ failures: next.failures, blockedUntil, updatedAt: now }, { where: { key }, transaction });
    }
    await context.sequelize.query(
      "DELETE FROM platform.throttles WHERE key IN (SELECT key FROM platform.throttles WHERE updated_at < $1 LIMIT 20 FOR UPDATE SKIP LOCKED)",
      { bind: [new Date(now.getTime() - FORGOTTEN_AFTER_MS)], transaction },
    );
    return 0;
  });
  if (wait > 0) {
    const seconds = Math.ceil(wait / 1000);
    throw new UserError("too_many_requests", `Too many attempts. Try again in ${seconds} seconds.`, {
      headers: { "retry-after": String(seconds) },
    });
  }
  return { succeeded: () => forget(context, counters) };
}

/** Ends an account's wait, for whoever has shown by another way that it is theirs. */
export async function endWait(kind: string, account: string, transaction: Transaction): Promise<void> {
  await Throttle.destroy({ where: { key: accountCounter(kind, account) }, transaction });
}

const accountCounter = (kind: string, account: string): string => `${kind}:account:${digest(account.toLowerCase())}`;

interface Counter {
  readonly key: string;
  readonly limits: ThrottleLimits;
  readonly isAccount: boolean;
}

async function forget(context: ServerContext, counters: readonly Counter[]): Promise<void> {
  for (const { key, isAccount } of counters) {
    // The account is known now. The address keeps its other failures: one right password does not excuse fifty wrong ones.
    if (isAccount) await Throttle.destroy({ where: { key } });
    else {
      await context.sequelize.query(
        "UPDATE platform.throttles SET failures = greatest(failures - 1, 0), blocked_until = NULL WHERE key = $1",
        { bind: [key] },
      );
    }
  }
}

const digest = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, 32);

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
import { afterTry } from "#engine/auth/total-tries";
import { UserError } from "#engine/errors";
import type { ServerContext } from "../../context.ts";
import { Throttle } from "../../models/throttle.ts";

/** Expired counters are removed with the next attempt on any account. */
const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000;

/** An attempt that was allowed and counted. Calling `succeeded` removes the count. */
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
    /** The account that is tried. Left out where there is only one: with a shared counter one client could lock everybody out. */
    readonly account?: string;
    readonly address: string;
    /** A browser that has signed in to the account before: it has a counter of its own, and no other is read. */
    readonly device?: string | undefined;
    readonly limits?: { readonly account: ThrottleLimits; readonly address: ThrottleLimits };
  },
): Promise<Attempt> {
  const limits = subject.limits ?? { account: accountLimits, address: addressLimits };
  const { kind, account, device } = subject;
  const counters: Counter[] =
    device !== undefined
      ? [{ key: `${kind}:device:${digest(device)}`, limits: limits.account, isAccount: true }]
      : [
          { key: `${kind}:address:${networkOfAddress(subject.address)}`, limits: limits.address, isAccount: false },
          ...(account === undefined
            ? []
            : [{ key: accountCounter(kind, account), limits: limits.account, isAccount: true }]),
        ].sort((a, b) => (a.key < b.key ? -1 : 1)); // one order of locks, so that two attempts cannot deadlock
  const isInTotal = kind === "sign-in" && device === undefined;
  const now = context.clock.now();

  // A refusal rolls back, so refused tries leave no rows in the table however many accounts they name.
  await context.sequelize.transaction(async (transaction) => {
    if (isInTotal) await countInTotal(now, transaction);
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
    if (longest > 0) throw tooMany(longest); // a refused attempt is not counted: waiting helps, even if others try
    for (const { key, limits, state } of states) {
      const next = afterFailure(state, now.getTime(), limits);
      const blockedUntil = next.blockedUntil === undefined ? null : new Date(next.blockedUntil);
      await Throttle.update({ failures: next.failures, blockedUntil, updatedAt: now }, { where: { key }, transaction });
    }
    await context.sequelize.query(
      "DELETE FROM platform.throttles WHERE key IN (SELECT key FROM platform.throttles WHERE updated_at < $1 LIMIT 20 FOR UPDATE SKIP LOCKED)",
      { bind: [new Date(now.getTime() - FORGOTTEN_AFTER_MS)], transaction },
    );
  });
  return {
    async succeeded() {
      await forget(context, counters);
      if (isInTotal) await takeFromTotal(context);
    },
  };
}

const TOTAL = "sign-in:total";

function tooMany(waitMs: number): UserError {
  const seconds = Math.ceil(waitMs / 1000);
  return new UserError("too_many_requests", `Too many attempts. Try again in ${seconds} seconds.`, {
    headers: { "retry-after": String(seconds) },
  });
}

/** Counts a try of the whole installation, or refuses it when the window has had all its tries. */
async function countInTotal(now: Date, transaction: Transaction): Promise<void> {
  await Throttle.bulkCreate([{ key: TOTAL, failures: 0, blockedUntil: null, updatedAt: now }], {
    ignoreDuplicates: true,
    transaction,
  });
  const row = await Throttle.findByPk(TOTAL, { transaction, lock: transaction.LOCK.UPDATE, rejectOnEmpty: true });
  const next = afterTry({ tries: row.failures, windowBegan: row.updatedAt.getTime() }, now.getTime());
  if ("waitMs" in next) throw tooMany(next.waitMs);
  await Throttle.update(
    { failures: next.tries, updatedAt: new Date(next.windowBegan) },
    { where: { key: TOTAL }, transaction },
  );
}

/** Right passwords are not counted, so people who sign in never use up the total. */
async function takeFromTotal(context: ServerContext): Promise<void> {
  await context.sequelize.query("UPDATE platform.throttles SET failures = greatest(failures - 1, 0) WHERE key = $1", {
    bind: [TOTAL],
  });
}

/** Ends an account's waiting time, for a person who has proved in another way that it is theirs. */
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

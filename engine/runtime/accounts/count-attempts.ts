import { hash } from "node:crypto";
import { networkOfAddress } from "../../auth/network-of-address.ts";
import {
  accountLimits,
  addressLimits,
  afterFailure,
  type mailLimits,
  type ThrottleLimits,
  waitOf,
} from "../../auth/throttle.ts";
import { type Sql, sql, value } from "../../sql/sql.ts";
import { type AccountPlace, accountTransaction, tableIn, writeAccounts } from "./account-place.ts";

interface Counter {
  readonly key: string;
  readonly limits: ThrottleLimits;
}

/** Counters that were not used for a day are removed with later attempts. */
const FORGOTTEN_AFTER = sql`interval '1 day'`;

/** An attempt that was counted, or how many milliseconds to wait. */
export type Attempt = { readonly waitMs: number } | { readonly waitMs: 0; succeeded(): Promise<void> };

/**
 * Counts an attempt as failed before the password is looked at, under row locks: a hundred guesses at once are a hundred
 * failures. An attempt that has to wait is not counted.
 */
export async function countAttempt(
  place: AccountPlace,
  {
    kind,
    account,
    address,
    now,
    limits = { account: accountLimits, address: addressLimits },
  }: { kind: string; account: string; address: string; now: number; limits?: typeof mailLimits },
): Promise<Attempt> {
  const counters: readonly Counter[] = [
    // Hashed: people type passwords into the wrong field.
    { key: `${kind}:account:${hash("sha256", account.toLowerCase(), "hex")}`, limits: limits.account },
    { key: `${kind}:address:${networkOfAddress(address)}`, limits: limits.address },
  ];
  const table = tableIn(place, "_throttles");
  const waitMs = await accountTransaction(place, "a sign-in", async (run) => {
    const keys = value(
      counters.map(({ key }) => key),
      "text[]",
    );
    await run(
      sql`INSERT INTO ${table} (key, failures, updated_at) SELECT _k, 0, ${instant(now)} FROM unnest(${keys}) _k ORDER BY _k ON CONFLICT (key) DO NOTHING`,
    );
    const rows = await run(
      sql`SELECT key, failures, (extract(epoch FROM blocked_until) * 1000)::bigint, (extract(epoch FROM updated_at) * 1000)::bigint FROM ${table} WHERE key = ANY(${keys}) ORDER BY key FOR UPDATE`,
    );
    const states = rows.map(([key, failures, blockedUntil, updatedAt]) => ({
      counter: counters.find((one) => one.key === key),
      state: {
        failures: Number(failures),
        blockedUntil: blockedUntil == null ? undefined : Number(blockedUntil),
        updatedAt: Number(updatedAt),
      },
    }));
    const longest = Math.max(0, ...states.map(({ state }) => waitOf(state, now)));
    if (longest > 0) return longest;
    for (const { counter, state } of states) {
      if (!counter) continue;
      const next = afterFailure(state, now, counter.limits);
      const until = next.blockedUntil === undefined ? sql`NULL` : instant(next.blockedUntil);
      await run(
        sql`UPDATE ${table} SET failures = ${value(next.failures, "integer")}, blocked_until = ${until}, updated_at = ${instant(now)} WHERE key = ${value(counter.key, "text")}`,
      );
    }
    await run(
      sql`DELETE FROM ${table} WHERE key IN (SELECT key FROM ${table} WHERE updated_at < ${instant(now)} - ${FORGOTTEN_AFTER} LIMIT 20 FOR UPDATE SKIP LOCKED)`,
    );
    return 0;
  });
  if (waitMs > 0) return { waitMs };
  const [ofAccount, ofAddress] = counters.map(({ key }) => value(key, "text"));
  return {
    waitMs: 0,
    async succeeded() {
      await writeAccounts(place, sql`DELETE FROM ${table} WHERE key = ${ofAccount as Sql}`);
      // Many people may share an address: a success takes back its own count, and not those of others.
      await writeAccounts(
        place,
        sql`UPDATE ${table} SET failures = GREATEST(failures - 1, 0) WHERE key = ${ofAddress as Sql}`,
      );
    },
  };
}

const instant = (milliseconds: number): Sql => value(new Date(milliseconds).toISOString(), "timestamptz");

import { FRESH_MS } from "../../auth/session-life.ts";
import type { CallerSession } from "../../principal.ts";
import { sql, value } from "../../sql/sql.ts";
import { type AccountPlace, readAccounts, tableIn, writeAccounts } from "./account-place.ts";
import { hashOfToken, newSessionToken } from "./tokens.ts";

export interface OwnSession {
  readonly id: number;
  readonly browser: string;
  readonly address: string;
  readonly seen: string;
}

const bigint = (id: number) => value(id, "bigint");

/** Those of a person that have not ended, the last used first. */
export async function listSessions(place: AccountPlace, userId: string): Promise<readonly OwnSession[]> {
  const rows = await readAccounts(
    place,
    sql`SELECT id, COALESCE(browser, ''), COALESCE(address, ''), to_char(seen_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') FROM ${tableIn(place, "_sessions")} WHERE user_id = ${value(userId, "text")} AND ends_at > now() ORDER BY seen_at DESC, id DESC LIMIT 100`,
  );
  return rows.map(([id, browser, address, seen]) => ({
    id: Number(id),
    browser: browser ?? "",
    address: address ?? "",
    seen: seen ?? "",
  }));
}

/** Ends one session of a person, or with `others` all but the given one. */
export async function endOwnSession(
  place: AccountPlace,
  { userId, id, others }: { readonly userId: string; readonly id: number; readonly others: boolean },
): Promise<void> {
  const which = others ? sql`id <> ${bigint(id)}` : sql`id = ${bigint(id)}`;
  await writeAccounts(
    place,
    sql`DELETE FROM ${tableIn(place, "_sessions")} WHERE user_id = ${value(userId, "text")} AND ${which}`,
  );
}

/** Whether the person of a session has given their password a short while ago. */
export async function isFresh(place: AccountPlace, { id }: CallerSession): Promise<boolean> {
  const rows = await readAccounts(
    place,
    sql`SELECT FROM ${tableIn(place, "_sessions")} WHERE id = ${bigint(id)} AND confirmed_at > now() - make_interval(secs => ${value(FRESH_MS / 1000, "double precision")})`,
  );
  return rows.length > 0;
}

/**
 * Notes that the person has given their password again. The session gets another secret, as with every rise of its rights;
 * undefined when it has ended.
 */
export async function refreshSession(place: AccountPlace, { id }: CallerSession): Promise<string | undefined> {
  const token = newSessionToken();
  const rows = await writeAccounts(
    place,
    sql`UPDATE ${tableIn(place, "_sessions")} SET token_hash = decode(${value(hashOfToken(token), "text")}, 'hex'), stamp = stamp + 1, confirmed_at = now() WHERE id = ${bigint(id)} AND ends_at > now() RETURNING id`,
  );
  return rows.length > 0 ? token : undefined;
}

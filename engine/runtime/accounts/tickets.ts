import type { JsonValue } from "../../definition/json.ts";
import { parsePlainJson } from "../../plain-json.ts";
import { joinSql, type Sql, sql, value } from "../../sql/sql.ts";
import { STALE } from "../execution/run-statement.ts";
import { type AccountPlace, readAccounts, tableIn, writeAccounts } from "./account-place.ts";
import { type Account, findById } from "./find-account.ts";
import { hashOfToken, newLinkToken } from "./tokens.ts";

/**
 * What a link of a mail is for. A ticket works once, for one purpose, until it ends; the database keeps the hash of its
 * secret. One that was used or is too old stays for a month, so that its page can offer a new link.
 */
export type TicketPurpose = "invitation" | "reset" | "verify" | "address";

export interface Ticket {
  readonly hash: string;
  /** The address to which its link went; undefined of an invitation that was shown to a builder. */
  readonly email: string | undefined;
  readonly body: JsonValue;
  /** It was used, or is too old. */
  readonly isOver: boolean;
  /** Whose it is; undefined for somebody who has no account yet. */
  readonly account: Account | undefined;
}

interface NewTicket {
  readonly purpose: TicketPurpose;
  readonly userId?: string | undefined;
  readonly email: string;
  readonly body?: JsonValue;
  readonly expiresAt: Date;
  /** What else proves who has it: a code that is typed in the browser that asked for it. */
  readonly code?: { readonly code: string; readonly browser: string };
}

const hashed = (secret: string | undefined): Sql =>
  sql`decode(${value(secret === undefined ? null : hashOfToken(secret), "text")}, 'hex')`;

/** A new ticket: the secret of its link, and the statement that stores it. Removes some that ended long ago. */
export function newTicket(place: AccountPlace, ticket: NewTicket): { readonly token: string; readonly statement: Sql } {
  const { purpose, userId, email, body = null, expiresAt, code } = ticket;
  const token = newLinkToken();
  const tickets = tableIn(place, "_tickets");
  const values = [
    hashed(token),
    value(purpose, "text"),
    value(userId ?? null, "text"),
    value(email, "text"),
    value(JSON.stringify(body), "jsonb"),
    value(expiresAt.toISOString(), "timestamptz"),
    hashed(code?.code),
    hashed(code?.browser),
  ];
  return {
    token,
    statement: sql`WITH _old AS (DELETE FROM ${tickets} WHERE token_hash IN (SELECT token_hash FROM ${tickets} WHERE expires_at < now() - interval '30 days' LIMIT 20 FOR UPDATE SKIP LOCKED)) INSERT INTO ${tickets} (token_hash, purpose, user_id, email, body, expires_at, code_hash, browser_hash) VALUES (${joinSql(values, ", ")})`,
  };
}

/** The ticket of a link; undefined for one that never was, or is of another kind. */
export async function findTicket(
  place: AccountPlace,
  { token, purpose }: { readonly token: string; readonly purpose: TicketPurpose },
): Promise<Ticket | undefined | typeof STALE> {
  const hash = hashOfToken(token);
  const [row] = await readAccounts(
    place,
    sql`SELECT user_id, email, body::text, used_at IS NOT NULL OR expires_at <= now() FROM ${tableIn(place, "_tickets")} WHERE token_hash = decode(${value(hash, "text")}, 'hex') AND purpose = ${value(purpose, "text")}`,
  );
  if (!row) return undefined;
  const [userId, email, body, isOver] = row;
  const account = userId == null ? undefined : await findById(place, userId);
  if (account === STALE) return STALE;
  const ticket = { hash, email: email ?? undefined, body: parsePlainJson(body ?? "null") as JsonValue, account };
  // A link to an address that the person has no more opens nothing.
  const isMoved = purpose !== "address" && account && email != null && !isSameAddress(email, account.email);
  return { ...ticket, isOver: isOver === "t" || isMoved === true };
}

export const isSameAddress = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Uses a ticket up; no row when it was used meanwhile, or has ended. */
export const spendTicket = (place: AccountPlace, hash: string): Sql =>
  sql`UPDATE ${tableIn(place, "_tickets")} SET used_at = now() WHERE token_hash = decode(${value(hash, "text")}, 'hex') AND used_at IS NULL AND expires_at > now() RETURNING purpose`;

/** Ends all that a person has. */
export const endTickets = (place: AccountPlace, userId: string): Sql =>
  sql`UPDATE ${tableIn(place, "_tickets")} SET used_at = now() WHERE user_id = ${value(userId, "text")} AND used_at IS NULL`;

/** So often a code may be typed. */
const MOST_TRIES = 5;

/**
 * Tries a code in the browser that asked for it. The ticket of a right one gets another secret, which only this browser
 * learns. The code may be sent once more, by a double click or after Back, and gives another secret then. `over`: there is none, or it had all its tries.
 */
export async function tryCode(
  place: AccountPlace,
  { browser, code }: { readonly browser: string; readonly code: string },
): Promise<{ readonly token: string } | "wrong" | "over"> {
  const tickets = tableIn(place, "_tickets");
  const token = newLinkToken();
  const right = sql`_t.code_hash = ${hashed(code)}`;
  const [row] = await writeAccounts(
    place,
    sql`UPDATE ${tickets} _t SET tries = _t.tries + 1, token_hash = CASE WHEN ${right} THEN ${hashed(token)} ELSE _t.token_hash END FROM (SELECT token_hash, code_hash FROM ${tickets} WHERE browser_hash = ${hashed(browser)} AND purpose = 'verify' AND used_at IS NULL AND expires_at > now() AND tries < ${value(MOST_TRIES, "integer")} ORDER BY made_at DESC LIMIT 1 FOR UPDATE) _before WHERE _t.token_hash = _before.token_hash RETURNING _before.code_hash = ${hashed(code)}`,
  );
  if (!row) return "over";
  return row[0] === "t" ? { token } : "wrong";
}

/** Ends all links to an address by which somebody could sign up. */
export const endSignUps = (place: AccountPlace, email: string): Sql =>
  sql`UPDATE ${tableIn(place, "_tickets")} SET used_at = now() WHERE purpose = 'verify' AND lower(email) COLLATE "C" = lower(${value(email, "text")}) COLLATE "C" AND used_at IS NULL`;

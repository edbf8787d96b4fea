import { browserWords } from "../../auth/browser-label.ts";
import { accountsOf } from "../../definition/users.ts";
import { keyOf } from "../../field-types/keys.ts";
import { castType, identifier, type Sql, sql, value } from "../../sql/sql.ts";
import { type AccountPlace, accountTransaction, tableIn, usersTable, writeAccounts } from "./account-place.ts";
import { endTickets, spendTicket } from "./tickets.ts";
import { hashOfToken, newSessionToken } from "./tokens.ts";

export interface Device {
  readonly browser: string;
  readonly address: string;
}

type Run = (statement: Sql) => Promise<readonly unknown[]>;

const text = (content: string): Sql => value(content, "text");
const keyOfUser = ({ users }: AccountPlace, userId: string): Sql =>
  sql`${text(userId)}::${castType(keyOf(users.model).cast)}`;

/** A new session of a person who is active; undefined when that has changed meanwhile. Its token is known to nobody else. */
export async function openSession(
  place: AccountPlace,
  { userId, device, run }: { readonly userId: string; readonly device: Device; readonly run: Run },
): Promise<string | undefined> {
  const token = newSessionToken();
  const { idleDays, absoluteDays } = accountsOf(place.live.snapshot.reader).session;
  const { core } = place.users;
  // First the person's row: a change of it raises the stamps of all sessions that there are.
  const rows = await run(
    sql`UPDATE ${usersTable(place)} SET ${identifier(core.last_sign_in.name)} = now() WHERE id = ${keyOfUser(place, userId)} AND ${identifier(core.active.name)} RETURNING id`,
  );
  if (rows.length === 0) return undefined;
  await run(
    sql`INSERT INTO ${tableIn(place, "_sessions")} (user_id, token_hash, ends_at, expires_at, browser, address) VALUES (${text(userId)}, decode(${text(hashOfToken(token))}, 'hex'), now() + make_interval(days => ${value(Math.min(idleDays, absoluteDays), "integer")}), now() + make_interval(days => ${value(absoluteDays, "integer")}), ${text(browserWords(device.browser))}, ${text(device.address)})`,
  );
  await run(noted(place, { userId, what: "signed in", device }));
  return token;
}

export const endSession = (place: AccountPlace, sessionId: number) =>
  writeAccounts(place, sql`DELETE FROM ${tableIn(place, "_sessions")} WHERE id = ${value(sessionId, "bigint")}`);

/** What happened to an account: a line of `_auth_events`. */
export const noted = (
  place: AccountPlace,
  event: { readonly userId: string | undefined; readonly what: string; readonly device: Device },
): Sql =>
  sql`INSERT INTO ${tableIn(place, "_auth_events")} (user_id, what, address, browser) VALUES (${value(event.userId ?? null, "text")}, ${text(event.what)}, ${text(event.device.address)}, ${text(browserWords(event.device.browser))})`;

/**
 * A new password: every session and every link of the person ends, and a new session begins for who has set it.
 * `ticketHash` is that of the link which allows it, and is used up; undefined when it was used before.
 */
export function setPassword(
  place: AccountPlace,
  input: {
    readonly userId: string;
    readonly passwordHash: string;
    readonly device: Device;
    readonly ticketHash?: string;
  },
): Promise<string | undefined> {
  const { userId, passwordHash, device, ticketHash } = input;
  return accountTransaction(place, "a new password", async (run) => {
    const user = text(userId);
    if (ticketHash !== undefined) {
      const taken = await run(spendTicket(place, ticketHash));
      if (taken.length === 0) return undefined;
    }
    await run(
      sql`INSERT INTO ${tableIn(place, "_credentials")} (user_id, password_hash) VALUES (${user}, ${text(passwordHash)}) ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, changed_at = now()`,
    );
    await run(sql`DELETE FROM ${tableIn(place, "_sessions")} WHERE user_id = ${user}`);
    await run(endTickets(place, userId));
    await run(noted(place, { userId, what: "set a password", device }));
    return openSession(place, { userId, device, run });
  });
}

import { SIGN_UP_MS } from "../../auth/link-life.ts";
import type { JsonValue } from "../../definition/json.ts";
import { sql, value } from "../../sql/sql.ts";
import { planCreate } from "../execution/plan-write.ts";
import type { RowCall } from "../execution/row-call.ts";
import type { STALE } from "../execution/run-statement.ts";
import { inTransaction, RolledBack } from "../execution/transaction.ts";
import type { MailPorts } from "../mail/mail-ports.ts";
import { postAccountMail } from "../mail/post-account-mail.ts";
import { type AccountPlace, accountTransaction, inAccounts, tableIn } from "./account-place.ts";
import type { Account } from "./find-account.ts";
import { type Device, noted, openSession } from "./sessions.ts";
import { endSignUps, newTicket, spendTicket } from "./tickets.ts";
import { newCode, newLinkToken } from "./tokens.ts";

/**
 * Mails a link and a code to an address that no account has, and to one that has an account that it has one, or that it waits for approval. What is
 * written is the same: of an address with an account no link is mailed, and its code is one that cannot be typed.
 */
export function beginSignUp(
  place: AccountPlace & { readonly mail: MailPorts },
  input: {
    readonly email: string;
    readonly account: Account | undefined;
    /** By the id of the field. */
    readonly values: Readonly<Record<string, JsonValue>>;
    /** The secret of the browser. */
    readonly browser: string;
    readonly device: Device;
    readonly now: number;
  },
): Promise<void> {
  const { email, account, values, browser, device } = input;
  const expiresAt = new Date(input.now + SIGN_UP_MS);
  const code = newCode();
  const { token, statement } = newTicket(place, {
    purpose: "verify",
    email,
    body: account ? null : values,
    expiresAt,
    code: { code: account ? newLinkToken() : code, browser },
  });
  const known = account?.waiting
    ? ({ name: "waiting" } as const)
    : ({ name: "known-address", link: "/accounts/sign-in/" } as const);
  const mail = account
    ? ({ ...known, to: account.email, toName: account.name } as const)
    : ({ name: "confirm", to: email, link: `/accounts/verify/${token}/`, code } as const);
  return accountTransaction(place, "signing up", async (run) => {
    await run(statement);
    await postAccountMail(place, run, { ...mail, expiresAt });
    await run(noted(place, { userId: account?.userId, what: "signed up", device }));
  });
}

export type SignedUp =
  | { readonly outcome: "signedIn"; readonly token: string }
  | { readonly outcome: "waiting" }
  /** The link was used meanwhile, or the address has an account by now. */
  | { readonly outcome: "over" };

/**
 * The new user: their row is written as every row is, with validations and history, and their password beside it in the
 * same transaction. With `isApproved` false they are inactive until a builder lets them in.
 */
export async function finishSignUp(
  call: RowCall & { readonly place: AccountPlace },
  input: {
    readonly email: string;
    readonly values: Readonly<Record<string, JsonValue>>;
    readonly ticketHash: string;
    readonly passwordHash: string;
    readonly isApproved: boolean;
    readonly device: Device;
  },
): Promise<SignedUp | typeof STALE> {
  const { place } = call;
  const { email, values, ticketHash, passwordHash, isApproved, device } = input;
  const { core, model } = place.users;
  const { snapshot } = place.live;
  const unit = snapshot.models.get(model.id);
  if (!unit) throw new Error("The model of the users is not compiled.");
  const caller = { kind: "app", person: undefined } as const;
  const asApp = { ...call, caller, who: snapshot.rules.classOf(caller), data: place.data };
  const named = Object.entries(values).flatMap(([id, content]) => {
    const field = snapshot.reader.fields(model.id).find((one) => one.id === id);
    return field ? [[field.name, content] as const] : [];
  });
  const body = { ...Object.fromEntries(named), [core.email.name]: email, [core.active.name]: isApproved };
  let isOver = false;
  try {
    return await inTransaction(asApp, { what: "signing up", deadlineMs: 3_000 }, async (transaction) => {
      const taken = await inAccounts(place, transaction, (run) => run(spendTicket(place, ticketHash)));
      if (taken.length === 0) {
        isOver = true;
        throw new RolledBack();
      }
      const { id: userId = "" } = await transaction.write(planCreate(asApp, unit, { body }));
      return inAccounts(place, transaction, async (run): Promise<SignedUp> => {
        const user = value(userId, "text");
        await run(
          sql`INSERT INTO ${tableIn(place, "_credentials")} (user_id, password_hash) VALUES (${user}, ${value(passwordHash, "text")})`,
        );
        await run(endSignUps(place, email));
        await run(noted(place, { userId, what: "confirmed their address", device }));
        if (!isApproved) {
          await run(sql`INSERT INTO ${tableIn(place, "_approvals")} (user_id) VALUES (${user})`);
          return { outcome: "waiting" };
        }
        const token = await openSession(place, { userId, device, run });
        return token === undefined ? { outcome: "over" } : { outcome: "signedIn", token };
      });
    });
  } catch (error) {
    if (isOver && error instanceof RolledBack) return { outcome: "over" };
    throw error;
  }
}

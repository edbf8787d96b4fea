import type { UserPrincipal } from "../../principal.ts";
import { sql, value } from "../../sql/sql.ts";
import { planDelete, planUpdate, type WritePlan } from "../execution/plan-write.ts";
import type { RowCall } from "../execution/row-call.ts";
import type { STALE } from "../execution/run-statement.ts";
import { inTransaction, RolledBack, type RowTransaction } from "../execution/transaction.ts";
import type { MailPorts } from "../mail/mail-ports.ts";
import { postAccountMail } from "../mail/post-account-mail.ts";
import { type AccountPlace, inAccounts, inRows, tableIn } from "./account-place.ts";
import type { Account } from "./find-account.ts";
import { type Device, noted } from "./sessions.ts";
import { endTickets, spendTicket } from "./tickets.ts";

type AccountRowCall = RowCall & { readonly place: AccountPlace };

/** The app itself writes a user's row, as somebody has asked on a page of accounts: no rule narrows it. */
function asApp({ place, ...call }: AccountRowCall, person: number | string) {
  const { snapshot } = place.live;
  const caller = { kind: "app", person } as const;
  const unit = snapshot.models.get(place.users.model.id);
  if (!unit) throw new Error("The model of the users is not compiled.");
  return { unit, app: { ...call, caller, who: snapshot.rules.classOf(caller), data: place.data } };
}

/** Uses the ticket up and writes the new address; the one before is told. False when the ticket was used meanwhile. */
export async function writeAddress(
  call: AccountRowCall & { readonly mail: MailPorts },
  input: {
    readonly account: Account;
    readonly id: number | string;
    readonly email: string;
    readonly ticketHash: string;
    readonly device: Device;
  },
): Promise<boolean | typeof STALE> {
  const { place, mail } = call;
  const { account, id, email, ticketHash, device } = input;
  const { userId } = account;
  const { unit, app } = asApp(call, id);
  const body = { [place.users.core.email.name]: email };
  const change = { id, body, kind: "patch", versions: undefined, withBefore: false, shape: "record" } as const;
  const plan = planUpdate(app, unit, change);
  let isOver = false;
  try {
    return await inTransaction(app, { what: "a new address", deadlineMs: 3_000 }, async (transaction) => {
      const taken = await inAccounts(place, transaction, (run) => run(spendTicket(place, ticketHash)));
      if (taken.length === 0) {
        isOver = true;
        throw new RolledBack();
      }
      await transaction.write(plan);
      await inAccounts(place, transaction, async (run) => {
        await run(endTickets(place, userId));
        await run(noted(place, { userId, what: "changed their address", device }));
        const told = { name: "address-changed", to: account.email, toName: account.name, newAddress: email } as const;
        await postAccountMail({ live: place.live, mail }, run, told);
      });
      return true;
    });
  } catch (error) {
    if (isOver && error instanceof RolledBack) return false;
    throw error;
  }
}

/**
 * Deletes a user as every row is deleted, and with it all that is kept of the changes of the row: its values are what the
 * person wants gone, and a row in the trash could be restored.
 */
export function deleteUser(
  call: AccountRowCall,
  { caller: { id, email }, device }: { readonly caller: UserPrincipal; readonly device: Device },
): Promise<true | typeof STALE> {
  const { place } = call;
  const { unit, app } = asApp(call, id);
  const plan: WritePlan = planDelete(app, unit, { id, versions: undefined, withBefore: false });
  return inTransaction(app, { what: "deleting an account", deadlineMs: 3_000 }, async (transaction) => {
    await transaction.write(plan);
    await forget(place, transaction, String(id));
    await inAccounts(place, transaction, async (run) => {
      await run(
        sql`DELETE FROM ${tableIn(place, "_tickets")} WHERE lower(email) COLLATE "C" = lower(${value(email, "text")}) COLLATE "C"`,
      );
      await run(noted(place, { userId: String(id), what: "deleted their account", device }));
    });
    return true as const;
  });
}

const forget = (place: AccountPlace, transaction: RowTransaction, rowId: string) =>
  inRows(place, transaction, (run) =>
    run(
      sql`DELETE FROM ${tableIn(place, "_history")} WHERE model_id = ${value(place.users.model.id, "text")} AND row_id = ${value(rowId, "text")}`,
    ),
  );

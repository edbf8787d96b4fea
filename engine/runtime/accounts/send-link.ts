import { INVITATION_MS, RESET_MS } from "../../auth/link-life.ts";
import type { MailPorts } from "../mail/mail-ports.ts";
import { postAccountMail } from "../mail/post-account-mail.ts";
import { type AccountPlace, accountTransaction, keepIf } from "./account-place.ts";
import type { Account } from "./find-account.ts";
import { type Device, noted } from "./sessions.ts";
import { newTicket } from "./tickets.ts";

const lives = { reset: RESET_MS, invitation: INVITATION_MS } as const;

/**
 * Mails a link by which a person sets a password. For an address without an active account the same statements run, and
 * those that would tell something are undone before the transaction ends. Who waits for approval gets a mail that says so.
 */
export function sendPasswordLink(
  place: AccountPlace & { readonly mail: MailPorts },
  input: {
    readonly purpose: "reset" | "invitation";
    readonly account: Account | undefined;
    /** As it was typed: used only where there is no account. */
    readonly email: string;
    readonly device: Device;
    readonly now: number;
  },
): Promise<void> {
  const { purpose, account, device } = input;
  const email = account?.email ?? input.email;
  const expiresAt = new Date(input.now + lives[purpose]);
  return accountTransaction(place, "a link for a password", async (run, savepoint) => {
    const { token, statement } = newTicket(place, { purpose, userId: account?.userId, email, expiresAt });
    const mail = account?.waiting
      ? ({ name: "waiting" } as const)
      : ({ name: purpose, link: `/accounts/${purpose}/${token}/`, expiresAt } as const);
    await keepIf(account?.active === true, savepoint, () => run(statement));
    await keepIf(account?.active === true || account?.waiting === true, savepoint, () =>
      postAccountMail(place, run, { ...mail, to: email, toName: account?.name ?? "" }),
    );
    await run(noted(place, { userId: account?.userId, what: "asked for a link", device }));
  });
}

import type { AccountMail } from "../../email/account-mails.ts";
import type { MailSecrets, PostedMail } from "../../email/posted-mail.ts";
import { type Sql, sql, value } from "../../sql/sql.ts";
import type { LiveApp } from "../releases/live-app.ts";
import type { MailPorts } from "./mail-ports.ts";

/**
 * Posts a mail in the transaction that makes it necessary, as one of the app's roles: after a rollback there is none,
 * after a commit one is sent. Nothing is rendered here, so the work is the same whatever the mail says.
 *
 *   await accountTransaction(place, "a reset", async (run) => {
 *     …
 *     await postAccountMail(call, run, { name: "reset", to: email, link: `/accounts/reset/${token}/`, expiresAt });
 *   });
 */
export async function postAccountMail(
  { live, mail: ports }: { readonly live: LiveApp; readonly mail: MailPorts },
  run: (statement: Sql) => Promise<unknown>,
  mail: AccountMail,
): Promise<void> {
  const { name, to, toName, link, code, newAddress, expiresAt } = mail;
  const id = ports.newId();
  const secrets: MailSecrets = {
    ...(link === undefined ? {} : { link }),
    ...(code === undefined ? {} : { code }),
    ...(newAddress === undefined ? {} : { newAddress }),
  };
  const payload: PostedMail = {
    releaseId: live.snapshot.identity.releaseId,
    mail: name,
    to,
    ...(toName === undefined ? {} : { toName: toName.slice(0, 200) }),
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }),
    ...ports.seal(id, secrets),
  };
  await run(
    sql`SELECT quintet.post('mail', ${value(id, "uuid")}, NULL, ${value(JSON.stringify(payload), "jsonb")}, NULL)`,
  );
}

import { INVITATION_MS } from "#engine/auth/link-life";
import { accountTransaction } from "#engine/runtime/accounts/account-place";
import { endTickets, newTicket } from "#engine/runtime/accounts/tickets";
import { postAccountMail } from "#engine/runtime/mail/post-account-mail";
import { appUrl } from "../../config/hosts.ts";
import type { ServerContext } from "../../context.ts";
import type { LiveUsers } from "./live-users.ts";

/** A link by which a person sets their password, and whether a mail brings it to them. */
export interface MadeLink {
  readonly link: string;
  readonly expiresAt: string;
  readonly mailed: boolean;
}

/**
 * A link by which a person sets their password. Earlier ones of theirs end. It is mailed where mail can be sent; the
 * database keeps its hash only.
 */
export async function makeLink(
  context: ServerContext,
  { live, users }: LiveUsers,
  {
    userId,
    name,
    email,
    slug,
  }: { readonly userId: string; readonly name: string; readonly email: string; readonly slug: string },
): Promise<MadeLink> {
  const { data, mail } = context.engine;
  const place = { live, users, data };
  const expiresAt = new Date(context.clock.now().getTime() + INVITATION_MS);
  const { token, statement } = newTicket(place, { purpose: "invitation", userId, email, expiresAt });
  const path = `accounts/invitation/${token}/`;
  await accountTransaction(place, "an invitation", async (run) => {
    await run(endTickets(place, userId));
    await run(statement);
    if (!mail.canSend) return;
    const content = { name: "invitation", to: email, toName: name, link: `/${path}`, expiresAt } as const;
    await postAccountMail({ live, mail }, run, content);
  });
  return { link: `${appUrl(context.config, slug)}${path}`, expiresAt: expiresAt.toISOString(), mailed: mail.canSend };
}

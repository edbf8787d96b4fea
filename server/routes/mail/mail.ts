import * as contract from "#contract/http/mail";
import { cancelMail } from "../../commands/mail/cancel-mail.ts";
import { deleteInboxMail, emptyInbox, getInboxMail, getInboxSource, listInbox } from "../../commands/mail/dev-inbox.ts";
import { getMailStatus, tryMailServer } from "../../commands/mail/get-mail-status.ts";
import { listMails } from "../../commands/mail/list-mails.ts";
import { retryMail, retryMails } from "../../commands/mail/retry-mails.ts";
import { sendTestMail } from "../../commands/mail/send-test-mail.ts";
import { type Api, mount } from "../../http/mount-endpoint.ts";

export function mountMail(api: Api): void {
  const { context } = api;

  mount(api, contract.getMailStatus, ({ actor }) => getMailStatus(context, actor));

  mount(api, contract.listMails, ({ actor, query }) => listMails(actor, query));

  mount(api, contract.retryMail, ({ actor, params }) => retryMail(context, actor, params.mailId));

  mount(api, contract.retryMails, ({ actor, body }) => retryMails(context, actor, body));

  mount(api, contract.cancelMail, ({ actor, params }) => cancelMail(context, actor, params.mailId));

  mount(api, contract.sendTestMail, ({ actor }) => sendTestMail(context, actor));

  mount(api, contract.tryMailServer, async ({ actor }) => {
    await tryMailServer(context, actor);
    return undefined;
  });

  mount(api, contract.listInbox, ({ actor, query }) => listInbox(actor, query));

  mount(api, contract.getInboxMail, ({ actor, params }) => getInboxMail(context, actor, params.inboxMailId));

  mount(api, contract.getInboxSource, ({ actor, params }) => getInboxSource(actor, params.inboxMailId));

  mount(api, contract.deleteInboxMail, async ({ actor, params }) => {
    await deleteInboxMail(context, actor, params.inboxMailId);
    return undefined;
  });

  mount(api, contract.emptyInbox, ({ actor }) => emptyInbox(context, actor));
}

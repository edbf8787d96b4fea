import * as contract from "#contract/http/app-mails";
import { listAppMails } from "../../commands/app-mails/list-app-mails.ts";
import { sendAppTestMail } from "../../commands/app-mails/send-app-test.ts";
import { listAppInbox } from "../../commands/mail/dev-inbox.ts";
import { type Api, mount } from "../../http/mount-endpoint.ts";

/** The mails that apps send. */
export function mountAppMails(api: Api): void {
  const { context } = api;

  mount(api, contract.listAppMails, ({ actor, params, query }) =>
    listAppMails(context, actor, { ...params, ...query }),
  );

  mount(api, contract.listAppInbox, ({ actor, params, query }) => listAppInbox(actor, { ...params, ...query }));

  mount(api, contract.sendAppTestMail, ({ actor, params, body }) =>
    sendAppTestMail(context, actor, { ...params, ...body }),
  );
}

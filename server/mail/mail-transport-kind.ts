import type { Config } from "../config/config.ts";

/** Where mail goes: to a server, into the dev inbox, or (in production without SMTP_URL) nowhere yet: it waits. */
export type MailTransportKind = "smtp" | "inbox" | "none";

export const mailTransportKind = (config: Pick<Config, "smtp" | "production">): MailTransportKind =>
  config.smtp ? "smtp" : config.production ? "none" : "inbox";

/** Whether a mail leaves at all: an app that needs mails is not published where they would wait for ever. */
export const canSendMail = (config: Pick<Config, "smtp" | "production">): boolean =>
  mailTransportKind(config) !== "none";

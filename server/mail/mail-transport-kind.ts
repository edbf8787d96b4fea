import type { Config } from "../config/config.ts";

/** Where mail goes: to a server, into the dev inbox, or (in production without SMTP_URL) nowhere yet: it waits. */
export type MailTransportKind = "smtp" | "inbox" | "none";

export const mailTransportKind = (config: Pick<Config, "smtp" | "production">): MailTransportKind =>
  config.smtp ? "smtp" : config.production ? "none" : "inbox";

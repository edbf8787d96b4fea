import type { Config } from "../config/config.ts";

/** Where mail goes: to a server, into the dev inbox, or (in production without SMTP_URL) nowhere yet: it waits. */
export type MailWay = "smtp" | "inbox" | "none";

export const mailWay = (config: Pick<Config, "smtp" | "production">): MailWay =>
  config.smtp ? "smtp" : config.production ? "none" : "inbox";

import { Transform } from "node:stream";
import { createTransport } from "nodemailer";
import { failpoint } from "#engine/runtime/failpoints";
import type { Mailbox } from "#server/config/mail-address";
import type { SmtpServer } from "#server/config/smtp-url";
import type { SmtpError } from "./classify-failure.ts";

/** A mail as it is sent to the server. */
export interface OutgoingMail {
  readonly messageId: string;
  readonly date: Date;
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A transport to a mail server, with a pool of connections. */
export interface SmtpTransport {
  /** The name that is shown to people: `mail.example.com:587`. */
  readonly server: string;
  /** Resolves when the server has accepted the mail; rejects with a SendError. */
  send(mail: OutgoingMail, signal: AbortSignal): Promise<void>;
  /** Connects and logs in without sending a mail. */
  verify(): Promise<void>;
  close(): void;
}

/** What went wrong, and whether the mail itself was on its way: only then may the server have it. */
export class SendError extends Error {
  override readonly name = "SendError";
  readonly begun: boolean;
  constructor(begun: boolean, cause: SmtpError) {
    super(cause.message, { cause });
    this.begun = begun;
  }
}

export interface SmtpTimeouts {
  readonly connectMs: number;
  readonly greetingMs: number;
  /** The maximum time without a reply, at any later point. */
  readonly silenceMs: number;
}

/** The number of mails that one process sends at the same time. */
export const MAX_CONNECTIONS = 5;

export function openSmtpTransport(input: {
  smtp: SmtpServer;
  /** The host name that we send in EHLO. */
  ehloName: string;
  timeouts: SmtpTimeouts;
}): SmtpTransport {
  const { smtp, ehloName, timeouts } = input;
  const transport = createTransport({
    pool: true,
    host: smtp.host,
    port: smtp.port,
    secure: smtp.secure,
    requireTLS: smtp.tls === "required",
    ignoreTLS: smtp.tls === "off",
    ...(smtp.auth ? { auth: { user: smtp.auth.user, pass: smtp.auth.password } } : {}),
    name: ehloName,
    maxConnections: MAX_CONNECTIONS,
    maxMessages: 100,
    maxRequeues: 1, // Quintet's retries are in the database
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.silenceMs,
    dnsTimeout: timeouts.connectMs,
    maxResponseSize: 64 * 1024,
    disableFileAccess: true,
    disableUrlAccess: true,
    tls: { minVersion: "TLSv1.2" },
  });
  // The content is read after the server has accepted the connection, the login and the recipient.
  const begun = new Set<string>();
  transport.use("stream", (mail, done) => {
    mail.message.transform(() => tellsItsBeginning(() => begun.add(String(mail.data.messageId))));
    done();
  });
  return {
    server: `${smtp.host}:${smtp.port}`,
    async send(mail, signal) {
      try {
        await transport.sendMail({ ...messageOf(mail), signal });
      } catch (error) {
        throw new SendError(begun.has(mail.messageId), error as SmtpError);
      } finally {
        begun.delete(mail.messageId);
      }
    },
    async verify() {
      try {
        await transport.verify();
      } catch (error) {
        throw new SendError(false, error as SmtpError);
      }
    },
    close: () => transport.close(),
  };
}

/** Strings and one envelope only: nothing that the library would parse for recipients or load from a file or URL. */
const messageOf = (mail: OutgoingMail) => ({
  envelope: { from: mail.from.address, to: [mail.to.address] },
  messageId: mail.messageId,
  date: mail.date,
  from: { name: mail.from.name, address: mail.from.address },
  to: { name: mail.to.name, address: mail.to.address },
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  // So that automatic replies are not sent to it.
  headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
  textEncoding: "quoted-printable" as const,
  disableFileAccess: true,
  disableUrlAccess: true,
});

function tellsItsBeginning(tell: () => void): Transform {
  let isFirst = true;
  return new Transform({
    transform(chunk, _encoding, done) {
      if (!isFirst) return done(null, chunk);
      isFirst = false;
      tell();
      failpoint("mail.before-data").then(
        () => done(null, chunk),
        (error: unknown) => done(error as Error),
      );
    },
  });
}

import { Transform } from "node:stream";
import { createTransport } from "nodemailer";
import { failpoint } from "#engine/runtime/failpoints";
import type { Mailbox } from "#server/config/mail-address";
import type { SmtpServer } from "#server/config/smtp-url";
import type { SmtpError } from "./classify-failure.ts";

/** A mail as the server is told it. */
export interface OutgoingMail {
  readonly messageId: string;
  readonly date: Date;
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A way to a mail server, with some connections that are kept. */
export interface SmtpTransport {
  /** As people know it: `mail.example.com:587`. */
  readonly server: string;
  /** Resolves when the server has taken the mail; rejects with a SendError. */
  send(mail: OutgoingMail, signal: AbortSignal): Promise<void>;
  /** Greets and logs in, and sends nothing. */
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
  /** Of silence, at any time later. */
  readonly silenceMs: number;
}

/** As many mails as are sent at a time by one process. */
export const MAX_CONNECTIONS = 5;

export function openSmtpTransport(input: {
  smtp: SmtpServer;
  /** How we introduce ourselves. */
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
    maxRequeues: 1, // ours are kept in the database
    connectionTimeout: timeouts.connectMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.silenceMs,
    dnsTimeout: timeouts.connectMs,
    maxResponseSize: 64 * 1024,
    disableFileAccess: true,
    disableUrlAccess: true,
    tls: { minVersion: "TLSv1.2" },
  });
  // The content is asked for when the server has greeted us, knows us and is told whom the mail is for.
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

/** Strings and one envelope only: nothing that the library would parse for recipients, or read from elsewhere. */
const messageOf = (mail: OutgoingMail) => ({
  envelope: { from: mail.from.address, to: [mail.to.address] },
  messageId: mail.messageId,
  date: mail.date,
  from: { name: mail.from.name, address: mail.from.address },
  to: { name: mail.to.name, address: mail.to.address },
  subject: mail.subject,
  text: mail.text,
  html: mail.html,
  // So that a holiday notice does not answer it.
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

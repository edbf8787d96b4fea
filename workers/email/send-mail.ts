import { randomUUID } from "node:crypto";
import type { MailId } from "#contract/platform-ids";
import { failpoint } from "#engine/runtime/failpoints";
import { unseal } from "#engine/runtime/seal";
import type { ServerContext } from "#server/context";
import { tellMailChanged } from "#server/mail/mail-changed";
import { sealedContentSchema } from "#server/mail/mail-content";
import {
  type ClaimedMail,
  claimMail,
  type MailLease,
  markSent,
  recordFailure,
  renewLease,
} from "#server/mail/mail-states";
import { classifyFailure, type Failure, type SmtpError } from "./classify-failure.ts";
import type { MailTiming } from "./mail-timing.ts";
import { retryDelay } from "./retry-delay.ts";
import { SendError, type SmtpTransport } from "./smtp-transport.ts";

/** `paused`: because of the failure no mail is sent now, and this one waits. `gone`: this worker must not send it (any more). */
export type SendResult = { outcome: "sent" | "failed" | "dead" | "gone" } | { outcome: "paused"; failure: Failure };

/**
 * Tries to send one mail once. The worker claims the row with a lease and renews it while sending, so that only one of two
 * workers sends. The lease of a crashed worker expires, and the mail is sent again with the same Message-ID.
 */
export async function sendMail(
  context: ServerContext,
  transport: SmtpTransport,
  mailId: MailId,
  timing: MailTiming,
  signal: AbortSignal,
): Promise<SendResult> {
  const leaseId = randomUUID();
  const lease: MailLease = { mailId, leaseId, leaseMs: timing.leaseMs };
  const mail = await claimMail(context, lease);
  if (!mail) return { outcome: "gone" };
  const content = contentOf(context, mail);
  if (!content) {
    const reason = "Its content cannot be read: it was encrypted with another SECRET_KEY. Send it anew.";
    return finish(context, mail, leaseId, { next: "never", code: "not_sendable", reason }, timing);
  }
  const renewal = setInterval(() => {
    renewLease(context, lease).catch((error: unknown) =>
      context.log.warn({ err: error, mailId }, "the lease of a mail could not be renewed"),
    );
  }, timing.leaseMs / 3);
  try {
    const { toAddress: address, toName: name, messageId, subject, createdAt: date } = mail;
    const { mailFrom } = context.config;
    const from = mail.fromName === null ? mailFrom : { ...mailFrom, name: mail.fromName };
    await transport.send(
      { messageId, subject, date, from, to: { name, address }, ...content },
      AbortSignal.any([signal, AbortSignal.timeout(timing.sendMs)]),
    );
    await failpoint("mail.after-data");
    await markSent(context, mailId);
    tellMailChanged(context, mail.workspaceId);
    return { outcome: "sent" };
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    const failure = classifyFailure(error.cause as SmtpError, {
      begun: error.begun,
      server: transport.server,
      secrets: secretsOf(context),
    });
    return await finish(context, mail, leaseId, failure, timing);
  } finally {
    clearInterval(renewal);
  }
}

/** The password of SMTP_URL in every form in which it is sent, because a server may repeat it in a reply. */
export function secretsOf({ config }: Pick<ServerContext, "config">): string[] {
  if (!config.smtp?.auth) return [];
  const { user, password } = config.smtp.auth;
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  return [password, base64(`\0${user}\0${password}`), base64(password), encodeURIComponent(password)];
}

function contentOf(context: ServerContext, mail: ClaimedMail): { text: string; html: string } | undefined {
  if (!mail.sealed || mail.keyId === null) return undefined;
  const { secretKeyBefore } = context.config;
  const keys = secretKeyBefore === undefined ? [context.secretKey] : [context.secretKey, secretKeyBefore];
  return sealedContentSchema.safeParse(unseal(keys, mail.id, { sealed: mail.sealed, keyId: mail.keyId })).data;
}

async function finish(
  context: ServerContext,
  mail: ClaimedMail,
  leaseId: string,
  failure: Failure,
  timing: MailTiming,
): Promise<SendResult> {
  const record = async (state: "queued" | "failed" | "dead", tries: number, delayMs: number | null, code: string) => {
    await recordFailure(context, { mailId: mail.id, leaseId, state, tries, delayMs, code, reason: failure.reason });
    tellMailChanged(context, mail.workspaceId);
  };
  if (failure.next === "pause") {
    await record("queued", mail.tries, null, failure.code);
    return { outcome: "paused", failure };
  }
  const tries = mail.tries + 1;
  const firstMs = failure.code === "interrupted" ? timing.firstRetryMs.interrupted : timing.firstRetryMs.refused;
  const delayMs = failure.next === "later" ? retryDelay({ tries, firstMs, random: Math.random() }) : undefined;
  if (delayMs !== undefined) {
    await record("failed", tries, delayMs, failure.code);
    return { outcome: "failed" };
  }
  await record("dead", tries, null, failure.next === "later" ? "gave_up" : failure.code);
  return { outcome: "dead" };
}

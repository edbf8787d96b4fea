import { setTimeout as sleep } from "node:timers/promises";
import type { MailId } from "#contract/platform-ids";
import { OperationalError } from "#engine/errors";
import type { Closable } from "#server/closable";
import type { ServerContext } from "#server/context";
import { tellMailChanged } from "#server/mail/mail-changed";
import { mailTransportKind } from "#server/mail/mail-transport-kind";
import {
  claimProbe,
  forgetFailures,
  pauseTransport,
  readTransportState,
  resumeTransport,
} from "#server/mail/transport-state";
import type { Queues } from "#server/queues/open-queues";
import { classifyFailure, type Failure, type SmtpError } from "./classify-failure.ts";
import { type DevInbox, startDevInbox } from "./dev-inbox.ts";
import { type MailTiming, mailTiming } from "./mail-timing.ts";
import { secretsOf, sendMail } from "./send-mail.ts";
import { MAX_CONNECTIONS, openSmtpTransport, SendError, type SmtpTransport } from "./smtp-transport.ts";
import { sweepMails } from "./sweep-mails.ts";

/**
 * Sends mail from the queue to a mail server: the one of SMTP_URL, or the dev inbox, both over SMTP. While the server is
 * unreachable or refuses our login, no mail is sent and none is given up: workers keep their jobs, one process checks
 * whether the server is back, and then all continue, with the most urgent mail first.
 */
export async function startMailer(
  context: ServerContext,
  queues: Pick<Queues, "consume" | "isJobAlive">,
  timing: MailTiming = mailTiming,
): Promise<Closable> {
  const transport = mailTransportKind(context.config);
  /** The process is shutting down: no further mail is started, */
  const ending = new AbortController();
  /** and the time for mails that were being sent is over. */
  const cut = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  if (transport === "none") {
    context.log.warn("mail waits: no mail server is set (SMTP_URL)");
    return { close: async () => undefined };
  }
  const inbox: DevInbox | undefined = transport === "inbox" ? await startDevInbox(context) : undefined;
  const transports = openTransports(context, timing);

  /** Waits until mail may be sent, and returns the transport. */
  const untilOpen = async (): Promise<SmtpTransport> => {
    for (;;) {
      if (cut.signal.aborted) throw new OperationalError("Mail stops, because the process ends.");
      const state = await readTransportState(context);
      const mayGo = state.pausedUntil === null && !ending.signal.aborted;
      const transport = mayGo ? transports.current(state.inboxPort) : undefined;
      if (transport) return transport;
      await sleep(timing.lookMs / 4, undefined, { signal: cut.signal }).catch(() => undefined);
    }
  };
  const pause = async (failure: Failure) => {
    const pauses = failure.code.endsWith("_refused") ? timing.pauses.refused : timing.pauses.away;
    if (await pauseTransport(context, failure, pauses)) {
      context.log.warn({ code: failure.code, reason: failure.reason }, "mail is paused");
      tellMailChanged(context, null);
    }
  };
  let mayHaveFailed = true;

  const carry = async (mailId: MailId): Promise<void> => {
    for (;;) {
      const sending = sendMail(context, await untilOpen(), mailId, timing, cut.signal);
      underWay.add(sending);
      const result = await sending.finally(() => underWay.delete(sending));
      if (result.outcome === "sent" && mayHaveFailed) {
        mayHaveFailed = false;
        await forgetFailures(context);
      }
      if (result.outcome !== "paused") return;
      mayHaveFailed = true;
      await pause(result.failure);
    }
  };

  /** Checks whether the server is back, once the pause is over. */
  const probe = async (): Promise<void> => {
    const { pausedUntil, inboxPort } = await readTransportState(context);
    if (pausedUntil === null || pausedUntil > new Date()) return;
    const { connectMs, greetingMs, silenceMs } = timing.smtp;
    if (!(await claimProbe(context, connectMs + greetingMs + silenceMs))) return;
    const transport = transports.current(inboxPort);
    mayHaveFailed = true;
    try {
      if (transport) await transport.verify();
      await resumeTransport(context);
      context.log.info("mail goes again");
      tellMailChanged(context, null);
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      const server = transport?.server ?? "The dev inbox";
      await pause(classifyFailure(error.cause as SmtpError, { begun: false, server, secrets: secretsOf(context) }));
    }
  };

  const looks = repeat(timing.lookMs, async () => {
    try {
      await inbox?.keep();
      await probe();
      await sweepMails(context, queues, timing);
    } catch (error) {
      context.log.warn({ err: error }, "a look after mail failed; it is tried again");
    }
  });
  await queues.consume("mail", { concurrency: MAX_CONNECTIONS }, ({ mailId }) => carry(mailId));
  return {
    close: async () => {
      ending.abort();
      await Promise.race([Promise.allSettled(underWay), sleep(timing.closeMs, undefined, { ref: false })]);
      cut.abort();
      await Promise.allSettled(underWay);
      await looks.close();
      transports.close();
      await inbox?.close();
    },
  };
}

/** One transport to the mail server. For the dev inbox a new one is made when its port has changed. */
function openTransports(context: ServerContext, timing: MailTiming) {
  const { config } = context;
  const ehloName = config.mailFrom.address.replace(/^.*@/, "");
  let opened: { port: number; transport: SmtpTransport } | undefined;
  const open = (smtp: Parameters<typeof openSmtpTransport>[0]["smtp"]) => {
    opened?.transport.close();
    opened = { port: smtp.port, transport: openSmtpTransport({ smtp, ehloName, timeouts: timing.smtp }) };
    return opened.transport;
  };
  return {
    current(inboxPort: number | null): SmtpTransport | undefined {
      if (config.smtp) return opened?.transport ?? open(config.smtp);
      if (inboxPort === null) return undefined;
      if (opened?.port === inboxPort) return opened.transport;
      return open({ host: "127.0.0.1", port: inboxPort, secure: false, tls: "off", auth: undefined });
    },
    close: () => opened?.transport.close(),
  };
}

/** Repeats something with a pause in between, never twice at the same time. */
function repeat(milliseconds: number, work: () => Promise<void>): Closable {
  const ended = new AbortController();
  const turning = (async () => {
    while (!ended.signal.aborted) {
      await work();
      await sleep(milliseconds, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  })();
  return {
    close: async () => {
      ended.abort();
      await turning;
    },
  };
}

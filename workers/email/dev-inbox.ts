import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { QueryTypes } from "sequelize";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import type { Closable } from "#server/closable";
import { isLoopback } from "#server/config/loopback";
import type { ServerContext } from "#server/context";
import { keepReceived } from "./keep-received.ts";

/** The inbox of a development machine: an SMTP server on loopback. Never in production (server/mail/mail-transport-kind.ts). */
export interface DevInbox extends Closable {
  /** Renews the hold, or takes it over when the process that held it has ended. */
  keep(): Promise<void>;
}

/** The usual port of a local catch-all mail server; if it is in use, any free port. */
const USUAL_PORT = 1025;
const HELD_MS = 15_000;
export const MAX_RECEIVED_BYTES = 5 * 1024 * 1024;
const MAX_RECIPIENTS = 100;

/**
 * One process of an installation runs it and writes its port to the database; the others send there. Any other SMTP
 * client on the machine can use it too: there is no login and no TLS, and no mail leaves the machine.
 */
export async function startDevInbox(context: ServerContext): Promise<DevInbox> {
  const { sequelize, log } = context;
  const owner = randomUUID();
  let server: SMTPServer | undefined;

  const take = async (condition: string, ...bound: string[]): Promise<boolean> => {
    const taken = await sequelize.query(
      `UPDATE platform.mail_transport
          SET inbox_owner = $1, inbox_port = NULL, inbox_until = now() + ${HELD_MS} * interval '1 millisecond'
        WHERE ${condition} RETURNING id`,
      { bind: [owner, ...bound], type: QueryTypes.SELECT },
    );
    return taken.length > 0;
  };
  const open = async () => {
    let made = makeServer(context);
    const port = await listen(made, USUAL_PORT).catch(() => {
      made = makeServer(context);
      return listen(made, 0);
    });
    server = made;
    await sequelize.query("UPDATE platform.mail_transport SET inbox_port = $2 WHERE inbox_owner = $1", {
      bind: [owner, port],
    });
    log.info({ port }, "the dev inbox takes mail");
  };
  const shut = async () => {
    const closing = server;
    server = undefined;
    if (closing) await new Promise<void>((done) => closing.close(done));
  };

  const inbox: DevInbox = {
    async keep() {
      if (server) {
        const held = await sequelize.query(
          `UPDATE platform.mail_transport SET inbox_until = now() + ${HELD_MS} * interval '1 millisecond'
            WHERE inbox_owner = $1 RETURNING id`,
          { bind: [owner], type: QueryTypes.SELECT },
        );
        if (held.length === 0) await shut(); // this process did not renew in time, and another took over
        return;
      }
      if (await take("inbox_owner IS NULL OR inbox_until <= now()")) return open();
      const [holder] = await sequelize.query<{ owner: string; port: number | null }>(
        "SELECT inbox_owner AS owner, inbox_port AS port FROM platform.mail_transport",
        { type: QueryTypes.SELECT },
      );
      if (!holder || holder.port === null || (await answers(holder.port))) return;
      // Its process has ended without releasing it.
      if (await take("inbox_owner = $2", holder.owner)) await open();
    },
    async close() {
      await shut();
      await sequelize.query(
        "UPDATE platform.mail_transport SET inbox_owner = NULL, inbox_port = NULL, inbox_until = NULL WHERE inbox_owner = $1",
        { bind: [owner] },
      );
    },
  };
  await inbox.keep();
  return inbox;
}

function makeServer(context: ServerContext): SMTPServer {
  const server = new SMTPServer({
    banner: "Quintet dev inbox",
    disabledCommands: ["AUTH", "STARTTLS"],
    authOptional: true,
    disableReverseLookup: true,
    size: MAX_RECEIVED_BYTES,
    maxClients: 50,
    socketTimeout: 30_000,
    closeTimeout: 2_000,
    logger: false,
    onConnect: (session, answer) =>
      answer(isLoopback(session.remoteAddress) ? null : refusal(554, "This inbox is for its own machine.")),
    onRcptTo: (_address, session, answer) =>
      answer(session.envelope.rcptTo.length < MAX_RECIPIENTS ? null : refusal(452, "Too many recipients.")),
    onData(stream, session, answer) {
      const chunks: Buffer[] = [];
      let size = 0;
      stream.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MAX_RECEIVED_BYTES) chunks.push(chunk);
      });
      stream.on("error", () => undefined); // the client has disconnected
      stream.on("end", () => {
        if (stream.sizeExceeded || size > MAX_RECEIVED_BYTES) {
          answer(refusal(552, `A mail may have ${MAX_RECEIVED_BYTES / 1024 / 1024} MB here.`));
          return;
        }
        keepReceived(context, { source: Buffer.concat(chunks), ...envelopeOf(session) }).then(
          () => answer(null, "Seen in the studio, under Mail"),
          (error: unknown) => {
            context.log.warn({ err: error }, "a mail could not be kept in the dev inbox");
            answer(refusal(451, "It cannot be kept now. Try again."));
          },
        );
      });
    },
  });
  // For clients that disconnect, and for a port in use, which `listen` reports too. Without a listener the process would end.
  server.on("error", (error) => context.log.debug({ err: error }, "the dev inbox lost a client"));
  return server;
}

const envelopeOf = ({ envelope }: SMTPServerSession) => ({
  sender: envelope.mailFrom === false ? "" : envelope.mailFrom.address,
  recipients: envelope.rcptTo.map(({ address }) => address),
});

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const net = server.listen(port, "127.0.0.1");
    net.once("error", reject);
    net.once("listening", () => {
      net.off("error", reject);
      const address = net.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, timeout: 1_000 });
    const end = (is: boolean) => {
      socket.destroy();
      resolve(is);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}

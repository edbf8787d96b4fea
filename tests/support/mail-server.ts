import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** One mail that the server took, by its reply 250. */
export interface Taken {
  readonly messageId: string;
  readonly recipient: string;
  readonly source: string;
}

/** A real mail server of the tests', which does what it is told at each step; by default it takes everything. */
export interface TestMailServer {
  readonly port: number;
  readonly url: string;
  readonly taken: Taken[];
  /** Changed while it runs. */
  script: MailServerScript;
  /** Stops listening and breaks every connection. */
  stop(): Promise<void>;
  /** Listens again on the same port. */
  start(): Promise<void>;
}

/** A reply like "450 4.2.1 Try later" refuses; `cut` breaks the connection without a word; `stall` never answers. */
export type Answer = string | "cut" | "stall" | undefined;
export interface MailServerScript {
  greeting?: () => Answer;
  login?: (user: string, password: string) => Answer;
  sender?: (address: string) => Answer;
  recipient?: (address: string) => Answer;
  /** When all of the mail is there, before it counts as taken. */
  mail?: (taken: Taken) => Answer;
  /** After it counts as taken: `cut` loses the reply. */
  reply?: (taken: Taken) => Answer;
}

export async function startMailServer(options: { login?: boolean; port?: number } = {}): Promise<TestMailServer> {
  let server: SMTPServer;
  const state: TestMailServer = {
    port: options.port ?? 0,
    get url() {
      return `smtp://127.0.0.1:${state.port}`;
    },
    taken: [],
    script: {},
    start: async () => {
      server = make();
      const net = server.listen(state.port, "127.0.0.1");
      await new Promise<void>((done, fail) => net.once("listening", done).once("error", fail));
      (state as { port: number }).port = (net.address() as AddressInfo).port;
    },
    stop: async () => {
      for (const connection of server.connections) connection._socket?.destroy();
      await new Promise<void>((done) => server.close(done));
    },
  };

  const give = (answer: Answer, session: { id: string }, next: (error?: Error | null) => void) => {
    if (answer === undefined) return next(null);
    if (answer === "stall") return;
    if (answer === "cut") {
      for (const connection of server.connections) if (connection.id === session.id) connection._socket?.destroy();
      return;
    }
    next(Object.assign(new Error(answer.slice(4)), { responseCode: Number(answer.slice(0, 3)) }));
  };

  const make = () => {
    const settings: SMTPServerOptions = {
      disabledCommands: options.login ? ["STARTTLS"] : ["STARTTLS", "AUTH"],
      authOptional: true,
      allowInsecureAuth: true,
      disableReverseLookup: true,
      logger: false,
      closeTimeout: 200,
      onConnect: (session, next) => give(state.script.greeting?.(), session, next),
      onAuth(auth, session, next) {
        const answer = state.script.login?.(auth.username ?? "", auth.password ?? "");
        if (answer === undefined) return next(null, { user: auth.username });
        give(answer, session, (error) => next(error ?? null));
      },
      onMailFrom: ({ address }, session, next) => give(state.script.sender?.(address), session, next),
      onRcptTo: ({ address }, session, next) => give(state.script.recipient?.(address), session, next),
      onData(stream, session, next) {
        let source = "";
        stream.setEncoding("utf8").on("data", (chunk: string) => {
          source += chunk;
        });
        stream.on("end", () => {
          const taken: Taken = {
            messageId: /^Message-ID: (.*)$/im.exec(source)?.[1]?.trim() ?? "",
            recipient: session.envelope.rcptTo[0]?.address ?? "",
            source,
          };
          const before = state.script.mail?.(taken);
          if (before !== undefined) return give(before, session, next);
          state.taken.push(taken);
          give(state.script.reply?.(taken), session, next);
        });
      },
    };
    const made = new SMTPServer(settings);
    made.on("error", () => undefined); // cut connections
    return made;
  };
  await state.start();
  return state;
}

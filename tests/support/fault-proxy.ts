import { connect, createServer, type Server, type Socket } from "node:net";

/**
 * A network that fails, between two programs on this machine. It changes no byte; it delays, holds back, cuts, refuses
 * and swallows.
 */
export interface FaultProxy {
  readonly port: number;
  /** The address of a URL, seen through the proxy. */
  through(url: string): string;
  /** Bytes pass as they should, and what was held back follows. */
  heal(): void;
  /** Everything that is open ends at once, and whatever is new is refused. */
  cut(): void;
  /** Connections stay open and are taken, and nothing passes in either direction: nobody is told. */
  swallow(): void;
  /** Only connections that fit are swallowed from now on, those that open later among them. */
  swallowOnly(fits: (startup: string) => boolean): void;
  /** Each chunk comes so much later. */
  delay(ms: number): void;
  /** The server's side ends, the client's stays open: a half-closed connection. */
  halfClose(): void;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** The first bytes of the client: Postgres' start-up message names the application. */
  startup: string;
  held: (() => void)[];
}

export async function startFaultProxy(target: { readonly host?: string; readonly port: number }): Promise<FaultProxy> {
  const pairs = new Set<Pair>();
  let isCut = false;
  let lateBy = 0;
  let swallowed: ((startup: string) => boolean) | undefined;

  const pass = (pair: Pair, forward: () => void) => {
    if (swallowed?.(pair.startup) || pair.held.length > 0) pair.held.push(forward);
    else if (lateBy > 0) setTimeout(forward, lateBy);
    else forward();
  };
  const server: Server = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const upstream = connect(target.port, target.host ?? "127.0.0.1");
    const pair: Pair = { client, server: upstream, startup: "", held: [] };
    pairs.add(pair);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on("data", (chunk: Buffer) => {
        if (from === client && pair.startup.length < 500) pair.startup += chunk.toString("latin1");
        pass(pair, () => to.write(chunk));
      });
      from.on("end", () => pass(pair, () => to.end()));
      from.on("error", () => undefined);
      from.on("close", () => {
        pairs.delete(pair);
        // Who does not hear anything does not hear of the other's end either.
        if (!swallowed?.(pair.startup)) to.destroy();
      });
    }
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as { port: number };
  const everywhere = () => true;

  return {
    port,
    through(url) {
      const seen = new URL(url);
      seen.hostname = "127.0.0.1";
      seen.port = String(port);
      return seen.toString();
    },
    heal() {
      isCut = false;
      lateBy = 0;
      swallowed = undefined;
      for (const pair of pairs) for (const forward of pair.held.splice(0)) forward();
    },
    cut() {
      isCut = true;
      for (const { client, server: upstream } of pairs) {
        client.resetAndDestroy();
        upstream.destroy();
      }
    },
    swallow: () => {
      swallowed = everywhere;
    },
    swallowOnly: (fits) => {
      swallowed = fits;
    },
    delay(ms) {
      lateBy = ms;
    },
    halfClose() {
      for (const { client } of pairs) client.end();
    },
    close() {
      for (const { client, server: upstream } of pairs) {
        client.destroy();
        upstream.destroy();
      }
      return new Promise((done) => server.close(() => done()));
    },
  };
}

import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * What stands before several processes, as simple as a real one may be: it asks each for `/readyz`, sends requests in
 * turn to those that say yes, keeps their connections, and tries another only when a connection was refused, before a
 * byte was sent. Anything else that goes wrong is a 502, which a test then finds.
 */
export interface Balancer {
  readonly port: number;
  /** Requests that got no answer from behind, in sentences. */
  readonly faults: readonly string[];
  /** Takes up a process; it gets requests once it is ready. */
  add(port: number): void;
  /** Resolves when the process gets requests. */
  untilUsed(port: number): Promise<void>;
  close(): Promise<void>;
}

interface Backend {
  readonly port: number;
  readonly agent: http.Agent;
  isReady: boolean;
  /** How often in a row it did not answer in time. */
  late: number;
  /** Its last answer, for the sentence that says why no process is ready. */
  said: string;
}

const PROBE_EVERY_MS = 200;
const PROBE_MS = 2_000;
const MOST_LATE = 3;

export async function startBalancer(): Promise<Balancer> {
  const backends = new Map<number, Backend>();
  const faults: string[] = [];
  let turn = 0;
  const inTurn = (): Backend[] => {
    const ready = [...backends.values()].filter(({ isReady }) => isReady);
    turn += 1;
    return ready.map((_, index) => ready[(turn + index) % ready.length] as Backend);
  };

  const probe = (backend: Backend) =>
    new Promise<string>((done) => {
      const request = http.get({ host: "127.0.0.1", port: backend.port, path: "/readyz", agent: false }, (response) => {
        response.resume();
        done(String(response.statusCode));
      });
      request.setTimeout(PROBE_MS, () => {
        done("late");
        request.destroy();
      });
      request.on("error", (error) => done(String(error)));
    });
  // One after another: of several at once, an old answer could come after a new one, and one pause of the process would
  // count as many.
  let isOpen = true;
  const watch = async (backend: Backend) => {
    for (; isOpen && backends.get(backend.port) === backend; await sleep(PROBE_EVERY_MS)) {
      backend.said = await probe(backend);
      backend.late = backend.said === "late" ? backend.late + 1 : 0;
      if (backend.late === 0) backend.isReady = backend.said === "200";
      else if (backend.late >= MOST_LATE) backend.isReady = false;
    }
  };
  const noneIsReady = () =>
    `no process is ready (${[...backends.values()].map(({ port, said }) => `${port}: ${said}`).join(", ")})`;

  const failed = (what: string, error: unknown): string => {
    const sentence = `${what}: ${String(error)}`;
    faults.push(sentence);
    return sentence;
  };
  const isRefused = (error: NodeJS.ErrnoException) => error.code === "ECONNREFUSED";

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const order = inTurn();
      const attempt = (index: number): void => {
        const backend = order[index];
        const what = `${request.method} ${request.headers.host}${request.url}`;
        const giveUp = (error: unknown) => {
          if (response.headersSent) response.destroy();
          else response.writeHead(502).end(failed(`${what} to ${backend?.port}`, error));
        };
        if (!backend) {
          giveUp(noneIsReady());
          return;
        }
        const { connection: _, ...headers } = request.headers;
        const forward = http.request(
          {
            host: "127.0.0.1",
            port: backend.port,
            method: request.method,
            path: request.url,
            headers,
            agent: backend.agent,
          },
          (answer) => {
            const { connection: __, "keep-alive": ___, ...back } = answer.headers;
            response.writeHead(answer.statusCode ?? 502, back);
            answer.pipe(response);
            answer.on("error", giveUp);
          },
        );
        forward.on("error", (error) => (isRefused(error) ? attempt(index + 1) : giveUp(error)));
        forward.end(body);
      };
      attempt(0);
    });
  });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const order = inTurn();
    const attempt = (index: number): void => {
      const backend = order[index];
      if (!backend) {
        socket.end(`HTTP/1.1 502 Bad Gateway\r\n\r\n${failed("upgrade", noneIsReady())}`);
        return;
      }
      const forward = http.request({
        host: "127.0.0.1",
        port: backend.port,
        path: request.url,
        headers: request.headers,
        agent: false,
      });
      forward.on("upgrade", (answer, behind, rest) => {
        const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
        socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("")}\r\n`);
        socket.write(rest);
        behind.write(head);
        behind.pipe(socket).pipe(behind);
        behind.on("error", () => socket.destroy());
        socket.on("close", () => behind.destroy());
      });
      forward.on("response", (answer) => {
        // A handshake that was refused; the client asks again.
        socket.end(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\nconnection: close\r\n\r\n`);
      });
      forward.on("error", (error) => {
        if (isRefused(error)) attempt(index + 1);
        else socket.end(`HTTP/1.1 502 Bad Gateway\r\n\r\n${failed("upgrade", error)}`);
      });
      forward.end();
    };
    attempt(0);
  });
  // Its clients keep their connections: one that it closed as a request came would look like a fault behind it.
  server.keepAliveTimeout = 300_000;
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));

  return {
    port: (server.address() as AddressInfo).port,
    faults,
    add(port) {
      const agent = new http.Agent({ keepAlive: true, maxSockets: 100 });
      const backend = { port, agent, isReady: false, late: 0, said: "not asked yet" };
      backends.set(port, backend);
      void watch(backend);
    },
    async untilUsed(port) {
      for (const deadline = Date.now() + 30_000; !backends.get(port)?.isReady; ) {
        if (Date.now() > deadline) throw new Error(`The process at ${port} never was ready.`);
        await new Promise((done) => setTimeout(done, 20));
      }
    },
    async close() {
      isOpen = false;
      for (const { agent } of backends.values()) agent.destroy();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, request } from "node:http";
import { io, type Socket } from "socket.io-client";
import { type ClientToServer, type ServerToClient, SOCKET_PATH } from "#contract/socket/events";
import type { ServerContext } from "#server/context";
import { openRealtime, type Realtime } from "#server/realtime/open-realtime";
import type { TestPlatform } from "./platform.ts";

export type Client = Socket<ServerToClient, ClientToServer>;

/** The sockets of one process: a gateway of its own on the platform's database. Several make several processes. */
export interface Gateway {
  readonly port: number;
  readonly context: ServerContext;
  readonly realtime: Realtime;
  open(cookie: string | undefined, headers?: { origin?: string; host?: string }): Client;
  connect(cookie: string): Promise<Client>;
  /** A handshake without Socket.IO's client, which hides how it was refused. 101 when it was let in. */
  handshake(
    headers: Readonly<Record<string, string>>,
  ): Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>;
  disconnectAll(): void;
  close(): Promise<void>;
}

export async function openGateway(platform: TestPlatform): Promise<Gateway> {
  // The context holds the gateway, and the gateway the context: as server/start.ts, late.
  const context: ServerContext = {
    ...platform.context,
    realtime: {
      emit: (audience, event, payload) => realtime.emit(audience, event, payload),
      endSockets: (whose) => realtime.endSockets(whose),
    },
  };
  const realtime = await openRealtime(context);
  const server = createServer((_request, response) => response.end("the app"));
  realtime.attach(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const clients: Client[] = [];

  const open: Gateway["open"] = (cookie, { origin = `http://localhost:${port}`, host = `localhost:${port}` } = {}) => {
    const client: Client = io(`http://127.0.0.1:${port}`, {
      path: SOCKET_PATH,
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
      extraHeaders: { host, origin, ...(cookie ? { cookie } : {}) },
    });
    clients.push(client);
    return client;
  };
  return {
    port,
    context,
    realtime,
    open,
    connect: async (cookie) => {
      const client = open(cookie);
      await new Promise<void>((done, fail) => {
        client.once("connect", done);
        client.once("connect_error", fail);
      });
      return client;
    },
    handshake: (headers) =>
      new Promise((done, fail) => {
        const asked = request({
          host: "127.0.0.1",
          port,
          path: `${SOCKET_PATH}/?EIO=4&transport=websocket`,
          headers: {
            host: `localhost:${port}`,
            connection: "Upgrade",
            upgrade: "websocket",
            "sec-websocket-version": "13",
            "sec-websocket-key": Buffer.from("0123456789abcdef").toString("base64"),
            ...headers,
          },
        });
        asked.on("upgrade", (response, connection) => {
          connection.destroy();
          done({ status: response.statusCode ?? 0, headers: response.headers, body: "" });
        });
        asked.on("response", (response) => {
          let body = "";
          response.setEncoding("utf8").on("data", (chunk: string) => {
            body += chunk;
          });
          response.on("end", () => done({ status: response.statusCode ?? 0, headers: response.headers, body }));
        });
        asked.on("error", fail);
        asked.end();
      }),
    disconnectAll() {
      for (const client of clients.splice(0)) client.disconnect();
    },
    async close() {
      await realtime.dismiss(0);
      await realtime.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

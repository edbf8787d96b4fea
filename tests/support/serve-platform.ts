import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { PLATFORM_PREFIX } from "#contract/endpoint";
import { closeServer } from "#server/http/close-server";
import { createServers, listen } from "#server/http/create-servers";
import { createApi } from "#server/http/mount-endpoint";
import { createStudioApp } from "#server/http/studio-app";
import { UnreadAnswers } from "#server/http/unread-answers";
import { createDrain, type Drain } from "#server/operations/drain";
import { healthHandler } from "#server/operations/health";
import { mountRoutes } from "#server/routes/mount-routes";
import type { TestPlatform } from "./platform.ts";

export interface Served {
  readonly port: number;
  readonly drain: Drain;
  /** A request to the studio's host unless `host` says otherwise. A body is sent as JSON unless it is text. */
  send(method: string, path: string, options?: SendOptions): Promise<Answer>;
  /** As the studio does: its Origin, its cookie. */
  api(method: string, path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}
export interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly host?: string;
}
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into any answer
  readonly json: any;
}

/** The platform's HTTP side in this process, on a free port, with a browser's memory for cookies. */
export async function servePlatform(platform: TestPlatform): Promise<Served> {
  const { context } = platform;
  const api = createApi(context);
  mountRoutes(api);
  const drain = createDrain();
  const studio = createStudioApp({ api, studioFolder: "dist/studio" });
  const unread = new UnreadAnswers();
  const health = healthHandler(context, drain);
  const servers = createServers({ context, drain, health, studio, apps: undefined, unread });
  const server = servers.main[0];
  if (!server) throw new Error("no server");
  const port = await listen(server, { host: "127.0.0.1", port: 0 });
  const studioHost = `localhost:${port}`;
  let cookie = "";

  const send: Served["send"] = (method, path, { headers = {}, body, host = studioHost } = {}) =>
    new Promise((resolve, reject) => {
      const content = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
      const request = httpRequest(
        { host: "127.0.0.1", port, method, path, headers: { host, ...headers } },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk: string) => {
            text += chunk;
          });
          response.on("end", () => {
            const isJson = /[/+]json\b/.test(response.headers["content-type"] ?? "");
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              json: isJson ? JSON.parse(text) : undefined,
            });
          });
        },
      );
      request.on("error", reject);
      request.end(content);
    });

  return {
    port,
    drain,
    send,
    async api(method, path, body) {
      const headers: Record<string, string> = { origin: `http://${studioHost}`, cookie };
      if (body !== undefined) headers["content-type"] = "application/json";
      const answer = await send(method, `${PLATFORM_PREFIX}${path}`, { headers, body });
      const [set] = answer.headers["set-cookie"] ?? [];
      if (set) cookie = set.split(";", 1)[0] ?? "";
      return answer;
    },
    close: () => closeServer(server),
  };
}

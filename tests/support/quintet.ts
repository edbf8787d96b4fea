import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type * as z from "zod";
import { type Endpoint, PLATFORM_PREFIX } from "#contract/endpoint";
import { createFirstAccount, signIn } from "#contract/http/session";

/** A whole Quintet in a process of its own, from the compiled files, as an operator would start it. */
export interface Quintet {
  readonly port: number;
  readonly dataFolder: string;
  readonly process: ChildProcess;
  /** Everything it has printed. */
  readonly output: () => string;
  /**
   * Calls an endpoint of the platform, signed in as the owner after `signUp`. Throws on any other status than the
   * endpoint's.
   */
  call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, R>,
    input?: {
      params?: Record<string, string | number>;
      query?: Record<string, string>;
      body?: z.input<B> | Uint8Array;
    },
  ): Promise<z.infer<R>>;
  signUp(): Promise<void>;
  /** As the owner whom `signUp` made. */
  signIn(): Promise<void>;
  /** What the signed-in owner's browser would send. */
  cookie(): string;
  /** A request to a hosted app, by its host name. */
  hosted(slug: string, path: string, init?: RequestInit): Promise<Answer>;
  /** A request to the studio's host. */
  request(path: string, init?: RequestInit): Promise<Answer>;
  stop(): Promise<void>;
}
export interface RequestInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}
export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
  json<T = unknown>(): T;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (typeof address !== "object" || address === null) throw new Error("No free port.");
  return address.port;
}

const ROOT = resolve(import.meta.dirname, "../..");
/** The set-up of a run makes one file of the compiled ones (server-bundle.ts), which starts in half the time. */
const program = () => process.env.TEST_QUINTET_PROGRAM ?? join(ROOT, "dist/server/main.js");

export async function startQuintet(
  options: {
    databaseUrl?: string;
    dataFolder?: string;
    port?: number;
    env?: Record<string, string>;
    /** Of its command line: `--roles=studio`. */
    args?: readonly string[];
    /** False: it may well die before it answers. */
    untilReady?: boolean;
  } = {},
): Promise<Quintet> {
  const port = options.port ?? (await freePort());
  const ownsFolder = options.dataFolder === undefined;
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), "quintet-test-"));
  const template = process.env.TEST_QUINTET_TEMPLATE;
  if (template && ownsFolder && !options.databaseUrl) copyFolder(template, dataFolder);
  const env: Record<string, string | undefined> = {
    ...process.env,
    ...options.env,
    PORT: String(port),
    QUINTET_DATA: dataFolder,
  };
  delete env.DATABASE_URL;
  // Vitest has one of its own.
  if (options.env?.NODE_ENV === undefined) delete env.NODE_ENV;
  // Vitest sets one of its own, "/".
  if (options.env?.BASE_URL === undefined) delete env.BASE_URL;
  if (options.databaseUrl) env.DATABASE_URL = options.databaseUrl;
  const child = spawn(process.execPath, [program(), ...(options.args ?? [])], {
    cwd: ROOT,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const client = openClient(port);

  const quintet: Quintet = {
    dataFolder,
    process: child,
    output: () => printed,
    ...client,
    async stop() {
      client.close();
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((done) => child.once("exit", done));
        child.kill("SIGTERM");
        const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
        await ended;
        clearTimeout(timer);
      }
      if (ownsFolder) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
  if (options.untilReady !== false)
    await untilReady(quintet).catch(async (error: unknown) => {
      // Not killed: its Postgres would stay.
      await quintet.stop();
      throw error;
    });
  return quintet;
}

/** With the owners of the files, which Postgres asks for: it runs under an account of its own where we are root. */
function copyFolder(from: string, to: string): void {
  if (process.platform === "win32") cpSync(from, to, { recursive: true });
  else execFileSync("cp", ["-a", `${from}/.`, to]);
}

/** A browser's part of it, at a port: of one process, or of what stands before several. */
export type QuintetClient = Pick<Quintet, "port" | "call" | "signUp" | "signIn" | "cookie" | "hosted" | "request"> & {
  close(): void;
};

export function openClient(port: number): QuintetClient {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const cookies = new Map<string, string>();
  const studioOrigin = `http://localhost:${port}`;

  const send = (host: string, path: string, init: RequestInit = {}): Promise<Answer> =>
    new Promise((done, fail) => {
      const request = http.request(
        {
          host: "127.0.0.1",
          port,
          path,
          method: init.method ?? "GET",
          agent,
          // Told, since Node leaves it out for a DELETE, whose body would then be read as the next request.
          headers: {
            Host: host,
            ...(init.body === undefined ? {} : { "Content-Length": Buffer.byteLength(init.body) }),
            ...init.headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", fail);
          response.on("end", () => {
            const text = Buffer.concat(chunks).toString("utf8");
            done({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              json: <T>() => JSON.parse(text) as T,
            });
          });
        },
      );
      request.on("error", fail);
      request.setTimeout(30_000, () => request.destroy(new Error(`No answer to ${path} in 30 s.`)));
      request.end(init.body);
    });
  const studio = (path: string, init: RequestInit = {}) => send(`localhost:${port}`, path, init);

  const call: Quintet["call"] = async (endpoint, input = {}) => {
    let path = `${PLATFORM_PREFIX}${endpoint.path}`;
    for (const [name, value] of Object.entries(input.params ?? {}))
      path = path.replace(`:${name}`, encodeURIComponent(String(value)));
    const query = new URLSearchParams(input.query ?? {}).toString();
    const headers: Record<string, string> = { Origin: studioOrigin, Accept: "application/json" };
    if (cookies.size > 0) headers.Cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    let body: string | Uint8Array | undefined;
    if (input.body instanceof Uint8Array) {
      body = input.body;
      headers["Content-Type"] = "application/octet-stream";
    } else if (input.body !== undefined) {
      body = JSON.stringify(input.body);
      headers["Content-Type"] = "application/json";
    }
    const answer = await studio(query ? `${path}?${query}` : path, {
      method: endpoint.method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    for (const line of answer.headers["set-cookie"] ?? []) {
      const [pair = ""] = line.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    if (answer.status !== endpoint.status)
      throw new Error(`${endpoint.name} answered ${answer.status}: ${answer.text}`);
    return (answer.text === "" ? undefined : JSON.parse(answer.text)) as never;
  };

  return {
    port,
    call,
    async signUp() {
      await call(createFirstAccount, {
        body: { name: "Ada Owner", email: "ada@example.test", password: "correct horse battery" },
      });
    },
    async signIn() {
      await call(signIn, { body: { email: "ada@example.test", password: "correct horse battery" } });
    },
    cookie: () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    hosted: (slug, path, init) => send(`${slug}.localhost:${port}`, path, init),
    request: studio,
    close: () => agent.destroy(),
  };
}

async function untilReady(quintet: Quintet): Promise<void> {
  // When it is given up. It judges nothing: a busy machine takes many times as long as an idle one.
  const deadline = Date.now() + 110_000;
  while (Date.now() < deadline) {
    if (quintet.process.exitCode !== null) break;
    const answer = await quintet.request("/readyz").catch(() => undefined);
    if (answer?.status === 200) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`Quintet did not become ready:\n${quintet.output()}`);
}

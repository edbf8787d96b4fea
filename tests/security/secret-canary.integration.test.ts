import { execFile } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import pg from "pg";
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Endpoint, PLATFORM_PREFIX } from "#contract/endpoint";
import { app, model, testId, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { Canaries, type Place } from "../support/canaries.ts";
import { startMailServer, type TestMailServer } from "../support/mail-server.ts";
import { type Answer, freePort, type Quintet, type RequestInit, startQuintet } from "../support/quintet.ts";
import { hasRedis, startRedis } from "../support/redis.ts";

/**
 * Every secret that an installation has is one that we would recognise; then it does what installations do, well and
 * badly, and afterwards none of them may be found: not in the log at its most talkative, not in what commands print, in
 * no answer, no table, no file and no backup. A secret is told once, where it is made, and is taken out there.
 */
const root = resolve(import.meta.dirname, "../..");
const canaries = new Canaries();
const heard: Place[] = [];
const folders: string[] = [];
const folder = (name: string) => {
  const made = mkdtempSync(join(tmpdir(), `quintet-${name}-`));
  folders.push(made);
  return made;
};

let quintet: Quintet;
let mail: TestMailServer;
let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
let shop: TestApp;
const backup = () => join(folders[0] as string, "saved.backup");

const passwords = {
  first: canaries.make("the owner's password"),
  changed: canaries.make("the owner's second password"),
  reset: canaries.make("the owner's third password"),
  guest: canaries.make("the guest's password"),
  wrong: canaries.make("a wrong password"),
};
const smtpPassword = canaries.make("the password of SMTP_URL");
const redisPassword = canaries.make("the password of REDIS_URL");
const secretKey = canaries.make("SECRET_KEY");
const OWNER = "ada@example.test";

interface Asked extends RequestInit {
  readonly json?: unknown;
  readonly app?: boolean;
  readonly cookie?: string;
  readonly bearer?: string;
  /** What this answer tells on purpose, by name; it is taken out before the answer is kept. */
  readonly tells?: Readonly<Record<string, (answer: Answer) => string | undefined>>;
}

async function ask(method: string, path: string, input: Asked = {}): Promise<Answer> {
  const { json, app: isApp, cookie, bearer, tells = {} } = input;
  const headers = {
    ...(isApp ? {} : { origin: `http://localhost:${quintet.port}` }),
    ...(json === undefined ? {} : { "content-type": "application/json" }),
    ...(cookie === undefined ? {} : { cookie }),
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    ...input.headers,
  };
  const body = json === undefined ? input.body : JSON.stringify(json);
  const init = { method, headers, ...(body === undefined ? {} : { body }) };
  const answer = await (isApp ? quintet.hosted(shop.slug, path, init) : quintet.request(path, init));
  let kept = `${JSON.stringify(answer.headers)}\n${answer.text}`;
  for (const [name, find] of Object.entries(tells)) {
    const secret = find(answer);
    if (secret === undefined)
      throw new Error(`${method} ${path} did not tell ${name}: ${answer.status} ${answer.text}`);
    canaries.watch(name, secret);
    kept = kept.replace(secret, "(told)");
  }
  heard.push({ where: `the answer ${answer.status} to ${method} ${path.slice(0, 60)}`, content: kept });
  return answer;
}
const api = (method: string, path: string, input?: Asked) => ask(method, `${PLATFORM_PREFIX}${path}`, input);

let cookie = "";
/** A session's cookie, told by Set-Cookie alone. */
async function enter(name: string, path: string, json: unknown, status = 201): Promise<string> {
  const find = ({ headers }: Answer) => /=([A-Za-z0-9_-]{43});/.exec(String(headers["set-cookie"]))?.[1];
  const answer = await api("POST", path, { json, tells: { [name]: find } });
  expect(answer.status, answer.text).toBe(status);
  return /[^\s=;,]+=[A-Za-z0-9_-]{43}(?=;)/.exec(String(answer.headers["set-cookie"]))?.[0] as string;
}

const call: Quintet["call"] = async (endpoint, input = {}) => {
  let path: string = (endpoint as Endpoint).path;
  for (const [name, value] of Object.entries(input.params ?? {})) path = path.replace(`:${name}`, String(value));
  const query = new URLSearchParams(input.query ?? {}).toString();
  const answer = await api(endpoint.method, query ? `${path}?${query}` : path, {
    cookie,
    ...(input.body === undefined ? {} : { json: input.body }),
  });
  if (answer.status !== endpoint.status) throw new Error(`${endpoint.name}: ${answer.status} ${answer.text}`);
  return (answer.text === "" ? undefined : JSON.parse(answer.text)) as never;
};

/** The secret of the link in the newest mail to somebody. */
async function linkTo(recipient: string, page: "reset" | "invitations" | "address", name: string): Promise<string> {
  const pattern = new RegExp(`/${page}/([A-Za-z0-9_-]{20,})`, "g");
  for (const deadline = Date.now() + 15_000; Date.now() < deadline; await new Promise((done) => setTimeout(done, 50))) {
    const source = mail.taken
      .filter((one) => one.recipient === recipient)
      .at(-1)
      ?.source.replace(/=\r?\n/g, "");
    const found = [...(source ?? "").matchAll(pattern)].at(-1)?.[1];
    mail.taken.length = found === undefined ? mail.taken.length : 0;
    if (found !== undefined) return canaries.watch(name, found);
  }
  throw new Error(`No mail with a link to ${recipient}.`);
}

/** A program of ours to its end; what it prints is kept, without what it tells on purpose. */
async function run(where: string, args: readonly string[], env: Record<string, string>, tells?: RegExp) {
  const environment: NodeJS.ProcessEnv = { ...process.env, ...env };
  for (const name of ["DATABASE_URL", "BASE_URL", "NODE_ENV"]) if (env[name] === undefined) delete environment[name];
  return new Promise<{ code: number; told: string | undefined; text: string }>((done) => {
    const child = execFile(
      process.execPath,
      [...args],
      { cwd: root, env: environment, timeout: 60_000 },
      (error, out, err) => {
        let printed = `${out}\n${err}`;
        const told = tells?.exec(printed)?.[0];
        if (told !== undefined) {
          canaries.watch(`what ${where} tells`, told);
          printed = printed.replace(told, "(told)");
        }
        heard.push({ where: `what ${where} prints`, content: printed });
        done({ code: error ? Number(error.code ?? -1) : 0, told, text: printed });
      },
    );
    child.stdin?.end();
  });
}
const cli = (args: readonly string[], env: Record<string, string> = {}, tells?: RegExp) =>
  run(
    `\`${args.join(" ").slice(0, 50)}\``,
    ["bootstrap.mjs", ...args],
    { QUINTET_DATA: quintet.dataFolder, ...env },
    tells,
  );

const drawing = (() => {
  const open = { api: true, rules: { read: "true", create: 'user.group == "editors"' } } as const;
  const made = app(model("book", open, text("title", { required: true }), text("code", { unique: true })));
  const id = testId("group", "editors");
  return {
    ...made,
    records: { ...made.records, [id]: { kind: "group", id, name: "editors", label: "Editors", order: "i" } },
  };
})() as ReturnType<typeof app>;

beforeAll(async () => {
  folder("canary-backup");
  mail = await startMailServer({ login: true });
  redis = hasRedis ? await startRedis({ password: redisPassword }) : undefined;
  const dataFolder = folder("canary");
  quintet = await startQuintet({
    dataFolder,
    env: {
      SECRET_KEY: secretKey,
      SMTP_URL: `smtp://quintet:${encodeURIComponent(smtpPassword)}@127.0.0.1:${mail.port}`,
      LOG_LEVEL: "trace",
      ...(redis ? { REDIS_URL: redis.url } : {}),
    },
  });
  const password = readFileSync(join(dataFolder, "postgres/password"), "utf8").trim();
  canaries.watch("the password of Postgres' superuser", password);
  canaries.watch("the password in DATABASE_URL", createHmac("sha256", password).update("login").digest("base64url"));
  canaries.watch("the command line's key", JSON.parse(readFileSync(join(dataFolder, "server.json"), "utf8")).key);
}, 120_000);

afterAll(async () => {
  await quintet?.stop();
  await mail?.stop();
  await redis?.stop();
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

describe("secrets are found nowhere after", () => {
  const quiet = () => expect([...new Set(canaries.leaks(heard.splice(0)))]).toEqual([]);

  it("people who sign in, well and badly", { timeout: 60_000 }, async () => {
    const { first, changed, wrong } = passwords;
    const broken = {
      body: `{"email": "${OWNER}", "password": "${first.replaceAll('"', "")}`,
      headers: { "content-type": "application/json" },
    };
    await api("POST", "/first-run", {
      json: { name: "", email: OWNER, password: first, setupCode: wrong.slice(0, 40) },
    });
    await api("POST", "/first-run", { json: { name: "Ada", email: first, password: first } });
    await api("POST", "/first-run", { json: { name: "Ada", email: OWNER, password: { first } } });
    await api("POST", "/first-run", broken);
    cookie = await enter("the first session", "/first-run", { name: "Ada", email: OWNER, password: first });
    await api("POST", "/first-run", { json: { name: "Ada", email: OWNER, password: first } });

    await api("POST", "/session", { json: { email: OWNER, password: wrong } });
    await api("POST", "/session", { json: { email: wrong, password: first } });
    await api("POST", "/session", { json: { email: OWNER, password: [first] } });
    await api("POST", "/session", broken);
    await api("POST", "/session", {
      body: `email=${OWNER}&password=${encodeURIComponent(first)}`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    await api("GET", `/session?password=${encodeURIComponent(first)}`);
    await api("PUT", "/session", { json: { password: first } });
    await api("GET", "/session", {
      headers: { authorization: `Basic ${Buffer.from(`${OWNER}:${first}`).toString("base64")}` },
    });
    const second = await enter("a second session", "/session", { email: OWNER, password: first });
    await api("DELETE", "/session", { cookie: second });
    await api("GET", "/apps", { cookie: second });
    await api("GET", "/apps", { cookie: `${second}${second}` });

    await api("POST", "/account/password", { cookie, json: { current: wrong, password: changed } });
    await api("POST", "/account/password", { cookie, json: { current: first, password: "short" } });
    const done = await api("POST", "/account/password", { cookie, json: { current: first, password: changed } });
    expect(done.status, done.text).toBe(200);
    await api("POST", "/session/confirm", { cookie, json: { password: wrong } });
    quiet();
  });

  it("an app, its keys and API tokens", { timeout: 60_000 }, async () => {
    shop = await makeApp({ call }, "Shop", drawing);
    await publish({ call }, shop);
    const secretOf = (answer: Answer) => (answer.status === 201 ? answer.json<{ secret: string }>().secret : undefined);
    const key = await api("POST", `/apps/${shop.appId}/keys`, {
      cookie,
      json: { name: "Till", groupId: testId("group", "editors") },
      tells: { "an app's key": secretOf },
    });
    const { secret, key: made } = key.json<{ secret: string; key: { id: string } }>();
    const row = { title: "Dune", code: "d1" };
    const rows = { app: true, bearer: secret };
    expect((await ask("POST", "/api/v1/book", { ...rows, json: row })).status).toBe(201);
    await ask("POST", "/api/v1/book", { ...rows, json: row });
    await ask("POST", "/api/v1/book", { ...rows, json: { title: 1, nothing: secret.length } });
    await ask("GET", `/api/v1/book?key=${secret}`, { app: true });
    await ask("GET", `/api/v1/book/${secret}`, { app: true });
    await ask("GET", "/api/v1/book", { app: true, bearer: `${secret}x` });
    await ask("GET", "/books/", { app: true, headers: { accept: "text/html", authorization: secret } });
    await api("DELETE", `/apps/${shop.appId}/keys/${made.id}`, { cookie });
    await ask("POST", "/api/v1/book", { ...rows, json: row });

    const token = await api("POST", "/tokens", {
      cookie,
      json: { name: "Script", scopes: ["read", "edit", "publish", "data", "manage"], days: 7 },
      tells: { "an API token": secretOf },
    });
    const { secret: bearer, token: known } = token.json<{ secret: string; token: { id: string } }>();
    expect((await api("GET", "/apps", { bearer })).status).toBe(200);
    await api("GET", `/apps?token=${bearer}`, { bearer });
    await api("GET", `/apps/${bearer}`, { bearer });
    await api("GET", "/apps", { bearer: `${bearer}x` });
    await api("POST", `/drafts/${shop.draftId}/edits`, { bearer, json: { batchId: bearer } });
    for (const args of [["apps"], ["apps", "--json"], ["token", "list", "--json"]])
      await cli(args, { QUINTET_URL: `http://localhost:${quintet.port}`, QUINTET_TOKEN: bearer });
    await api("DELETE", `/tokens/${known.id}`, { cookie });
    await cli(["apps", "--json"], { QUINTET_URL: `http://localhost:${quintet.port}`, QUINTET_TOKEN: bearer });
    await api("GET", "/apps", { bearer });
    quiet();
  });

  it("invitations, resets and a mail server that repeats what it hears", { timeout: 60_000 }, async () => {
    const guest = "guest@example.test";
    const { guest: password, reset, wrong } = passwords;
    await api("POST", "/workspace/invitations", { cookie, json: { email: guest, role: "editor" } });
    const link = await linkTo(guest, "invitations", "an invitation's link");
    await api("GET", `/../invitations/${link}`);
    await ask("GET", `/invitations/${link}`, { headers: { accept: "text/html" } });
    await ask("GET", `/INVITATIONS//${link}`);
    await ask("GET", `http://localhost:${quintet.port}/invitations/${link}`);
    await api("POST", "/invitations/open", { json: { token: link } });
    await api("POST", "/invitations/open", { json: { token: `${link}x` } });
    await api("POST", "/invitations/accept", { json: { token: link, name: "", password } });
    cookie = await enter("the guest's session", "/invitations/accept", { token: link, name: "Guest", password }, 200);
    await api("POST", "/invitations/accept", { json: { token: link, name: "Guest", password } });

    await api("POST", "/password-resets", { json: { email: OWNER } });
    const way = await linkTo(OWNER, "reset", "a reset's link");
    await ask("GET", `/reset/${way}`, { headers: { accept: "text/html" } });
    await ask("GET", `/reset/${way}.html`);
    await api("POST", "/password-resets/open", { json: { token: way } });
    await api("POST", "/password-resets/use", { json: { token: way, password: "short" } });
    expect((await api("POST", "/password-resets/use", { json: { token: way, password: reset } })).status).toBe(204);
    await api("POST", "/password-resets/use", { json: { token: way, password: wrong } });
    cookie = "";
    cookie = await enter("the owner's last session", "/session", { email: OWNER, password: reset });

    const other = "ada@elsewhere.test";
    await api("POST", "/account/address", { cookie, json: { email: other } });
    const proof = await linkTo(other, "address", "the link of a new address");
    await ask("GET", `/address/${proof}`, { headers: { accept: "text/html" } });
    await api("POST", "/address-changes/open", { json: { token: proof } });
    await api("POST", "/address-changes/use", { json: { token: proof, password: wrong } });
    await api("DELETE", "/account/address", { cookie });

    // Servers quote what they refuse: the link that a filter did not like, and the login.
    mail.script.mail = ({ source }) => {
      const refused = /https?:\S+\/invitations\/([A-Za-z0-9_-]{20,})/.exec(source.replace(/=\r?\n/g, ""));
      canaries.watch("the link of a refused mail", refused?.[1] ?? "");
      return `554 5.7.1 Refused for ${refused?.[0]} and /invitations/${refused?.[1]} (${refused?.[1]})`;
    };
    await api("POST", "/workspace/invitations", { cookie, json: { email: "third@example.test", role: "viewer" } });
    const logged = (words: string) => async () =>
      (await api("GET", "/workspace/mail/log", { cookie })).text.includes(words);
    await until(logged("554 5.7.1 Refused for http"));
    const encoded = (user: string, given: string) => Buffer.from(`\0${user}\0${given}`).toString("base64");
    mail.script = { login: (user, given) => `535 5.7.8 ${user} ${given} ${encoded(user, given)}` };
    await mail.stop();
    await mail.start();
    await api("POST", "/workspace/mail/test", { cookie });
    const paused = (words: string) => async () =>
      (await api("GET", "/workspace/mail", { cookie })).text.includes(words);
    await until(paused("535 5.7.8 quintet"));
    await mail.stop();
    await api("POST", "/workspace/mail/try-server", { cookie });
    await until(paused("cannot be reached"));
    await api("POST", "/password-resets", { json: { email: guest } });
    quiet();
  });

  it("sockets, and whatever can be read of an installation", { timeout: 60_000 }, async () => {
    await new Promise<void>((done) => {
      const socket = io(`http://localhost:${quintet.port}`, {
        path: "/platform/socket",
        transports: ["websocket"],
        reconnection: false,
        extraHeaders: { origin: `http://localhost:${quintet.port}`, cookie },
      });
      socket.onAny((event, ...parts) => heard.push({ where: `the event ${event}`, content: JSON.stringify(parts) }));
      socket.on("connect_error", () => done());
      socket.on("disconnect", () => done());
      socket.emit("draft.edit", { draftId: shop.draftId, password: passwords.reset }, (answer: unknown) => {
        heard.push({ where: "the answer to an event", content: JSON.stringify(answer) });
        socket.disconnect();
      });
    });
    for (const wrong of ["x", `${cookie}; ${cookie}`])
      await ask("GET", "/platform/socket/?EIO=4&transport=websocket", { cookie: wrong });
    const lists = ["/session", "/me", "/account/sessions", "/tokens", `/apps/${shop.appId}/keys`, "/workspace/members"];
    const more = ["/workspace/invitations", "/workspace/mail", "/workspace/mail/log", "/workspace/audit", "/diagnosis"];
    for (const path of [...lists, ...more, "/workspace/audit/export", `/drafts/${shop.draftId}`]) {
      const answer = await api("GET", path, { cookie });
      expect([path, answer.status]).toEqual([path, 200]);
    }
    for (const path of ["/platform/openapi.json", "/platform/app.schema.json", "/livez", "/readyz", "/"])
      await ask("GET", path);
    for (const path of ["/api/openapi.json", "/api/docs", "/"]) await ask("GET", path, { app: true });
    quiet();
  });

  it("commands, well and badly called", { timeout: 120_000 }, async () => {
    const url = new URL(`http://localhost:${quintet.port}`);
    url.password = passwords.wrong;
    url.username = "ada";
    const elsewhere = {
      QUINTET_URL: `http://localhost:${quintet.port}`,
      QUINTET_TOKEN: `qt_${canaries.watch("a made-up token", "a0b1c2d3e4f5g6h7i8j9k0l1m2n3o4p5q6r7s8t9u0v")}`,
    };
    const made = await cli(["token", "create", "From here", "--json"], {}, /qt_[\w-]{30,}/);
    expect(made.told).toBeDefined();
    for (const json of [[], ["--json"]]) {
      await cli(["apps", ...json], elsewhere);
      await cli(["apps", ...json], { ...elsewhere, QUINTET_URL: url.href });
    }
    await cli(["doctor", "--json"]);
    await cli(["apps"], { ...elsewhere, QUINTET_URL: "http://127.0.0.1:1/" });
    await cli(["apps"], { QUINTET_URL: elsewhere.QUINTET_TOKEN, QUINTET_TOKEN: elsewhere.QUINTET_URL });
    await cli(["apps", "--json"], { QUINTET_URL: `ftp://a:${encodeURIComponent(passwords.wrong)}@b` });
    await cli(["export", shop.slug, join(folders[0] as string, "files")]);
    await cli(["plan", shop.slug, "--json", "--sql"]);
    const saved = await cli(["backup", backup(), "--json"], { SECRET_KEY: secretKey });
    expect(saved.code, saved.text).toBe(0);
    await cli(["restore", backup(), "--json"], {
      DATABASE_URL: `postgres://quintet:${encodeURIComponent(passwords.wrong)}@127.0.0.1:1/x`,
    });
    quiet();
  });

  it("starts that fail", { timeout: 120_000 }, async () => {
    const given = (name: string, text: string) => canaries.watch(name, text);
    const secret = encodeURIComponent(canaries.make("a password of a start that fails"));
    const unknown = await freePort();
    const port = readFileSync(join(quintet.dataFolder, "postgres/port"), "utf8").trim();
    const wrongs: Record<string, string>[] = [
      { DATABASE_URL: `postgres://quintet:${secret}@127.0.0.1:${port}/quintet` },
      { DATABASE_URL: `postgres://quintet:${secret}@127.0.0.1:${unknown}/quintet` },
      { DATABASE_URL: `postgres://quintet:${secret}%zz@127.0.0.1:${port}/quintet` },
      { DATABASE_URL: `mysql://quintet:${secret}@127.0.0.1/quintet` },
      { DATABASE_URL: `postgres://quintet:${secret}@[::1/quintet` },
      {
        REDIS_URL: `http://:${secret}@127.0.0.1`,
        SMTP_URL: `smtp://a:${secret}@mail.example.test?tls=never`,
        FILES_URL: `ftp://a:${secret}@b/`,
      },
      { SMTP_URL: `smtp://a:${secret}@`, BASE_URL: `https://a:${secret}@b.example/`, MAIL_FROM: `${secret} <` },
      {
        SECRET_KEY: given("a short SECRET_KEY", "ashortkeyofletters9182"),
        SECRET_KEY_BEFORE: "ashortkeyofletters9182",
      },
      {
        NODE_ENV: "production",
        SECRET_KEY: canaries.make("another SECRET_KEY"),
        BASE_URL: "http://studio.example.test",
      },
    ];
    await Promise.all(
      wrongs.map(async (env, index) => {
        const data = { QUINTET_DATA: folder("canary-start"), PORT: String(await freePort()), LOG_LEVEL: "trace" };
        const { code } = await run(`start ${index}`, ["dist/server/main.js"], { ...data, ...env });
        expect([index, code]).toEqual([index, 1]);
      }),
    );
    quiet();
  });

  it("a database that dies in the middle of it", { timeout: 60_000 }, async () => {
    const pid = Number(readFileSync(join(quintet.dataFolder, "postgres/data/postmaster.pid"), "utf8").split("\n")[0]);
    process.kill(pid, "SIGQUIT");
    const statuses = new Set<number>();
    for (let time = 0; time < 8; time++) {
      const answers = await Promise.all(
        [
          api("POST", "/session", { json: { email: OWNER, password: passwords.reset } }),
          api("GET", "/apps", { cookie }),
          api("GET", "/apps", { bearer: "qt_nobodynobodynobodynobodynobodynobody" }),
          api("POST", "/password-resets/use", {
            json: { token: passwords.wrong.slice(0, 60), password: passwords.wrong },
          }),
          ask("GET", "/api/v1/book", { app: true, bearer: "qk_nobodynobodynobodynobodynobodynobody" }),
        ].map((one) => one.catch(() => undefined)),
      );
      for (const answer of answers) if (answer) statuses.add(answer.status);
    }
    expect([...statuses].some((status) => status >= 500)).toBe(true);
    await until(async () => (await ask("GET", "/readyz")).status === 200);
    quiet();
  });
});

describe("what stays behind", () => {
  it("holds no secret in any column of any table [AUTH-07]", { timeout: 60_000 }, async () => {
    const { user, password, port } = superuser();
    const tables: Place[] = [];
    for (const database of ["quintet", "postgres"]) {
      const client = new pg.Client({ host: "127.0.0.1", port, user, password, database });
      await client.connect();
      const { rows } = await client.query<{ name: string }>(
        "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
      );
      for (const { name } of rows) {
        const { rows: lines } = await client.query<{ line: string }>(`SELECT t::text AS line FROM ${name} t`);
        tables.push({ where: `the table ${name}`, content: lines.map(({ line }) => line).join("\n") });
      }
      await client.end();
    }
    expect(tables.length).toBeGreaterThan(25);
    expect(tables.find(({ where }) => where.endsWith("platform.accounts"))?.content).toContain("$argon2id$");
    expect(canaries.leaks(tables)).toEqual([]);
  });

  it("holds none in the log, the files and the backup [SEC-06]", { timeout: 60_000 }, async () => {
    await quintet.stop();
    const log = quintet.output();
    expect(log).toContain('"platform statement"');
    expect(log).toContain("sign-in refused");
    expect(canaries.leaks([{ where: "the log", content: log }])).toEqual([]);

    const archive = gunzipSync(readFileSync(backup()));
    expect(archive.includes("platform/accounts")).toBe(true);
    expect(canaries.leaks([{ where: "the backup", content: archive }])).toEqual([]);

    const files = [quintet.dataFolder, folders[0] as string].flatMap(filesIn).filter((file) => file !== backup());
    const own = files.filter((file) => !file.includes("/postgres/data/") && !file.endsWith("postgres/password"));
    expect(own.map((file) => relative(quintet.dataFolder, file))).toContain("postgres/postgres.log");
    expect(canaries.leaks(own.map((file) => ({ where: file, content: readFileSync(file) })))).toEqual([]);
    // What Postgres keeps of rows that are gone, and of what was written to them.
    const kept = files.filter((file) => /\/postgres\/data\/(?:base|pg_wal)\//.test(file));
    expect(kept.length).toBeGreaterThan(100);
    expect(canaries.leaks(places(kept), { plain: true })).toEqual([]);
  });

  it("was worth looking at: a search that finds nothing proves nothing", () => {
    expect(canaries.size).toBeGreaterThan(20);
    const secret = canaries.make("a secret that leaks");
    const core = /[0-9a-f]{24}Kanari/.exec(secret)?.[0] ?? "";
    const leaks: readonly string[] = [
      JSON.stringify({ secret }),
      encodeURIComponent(secret),
      Buffer.from(`user:${secret}`).toString("base64"),
      Buffer.from(`me:${secret}`).toString("base64url"),
      `\\x${Buffer.from(secret).toString("hex")}`,
      `<p>${core}</p>`,
    ];
    for (const content of leaks) expect(canaries.leaks([{ where: "here", content }]), content).not.toEqual([]);
  });
});

function superuser(): { user: string; password: string; port: number } {
  const read = (name: string) => readFileSync(join(quintet.dataFolder, "postgres", name), "utf8").trim();
  return { user: "quintet_admin", password: read("password"), port: Number(read("port")) };
}

function filesIn(path: string): string[] {
  return readdirSync(path).flatMap((name) => {
    const inner = join(path, name);
    const stat = statSync(inner, { throwIfNoEntry: false });
    if (stat === undefined) return [];
    return stat.isDirectory() ? filesIn(inner) : stat.isFile() ? [inner] : [];
  });
}

function* places(files: readonly string[]): Generator<Place> {
  for (const file of files) yield { where: file, content: readFileSync(file) };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; !(await isSo().catch(() => false)); ) {
    if (Date.now() > deadline) throw new Error("It did not come about within 20 s.");
    await new Promise((done) => setTimeout(done, 100));
  }
}

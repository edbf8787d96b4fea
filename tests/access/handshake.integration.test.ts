import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { app, model, modelId, testId, text } from "../builders.ts";
import { makeApp, publish } from "../support/apps.ts";
import { createPreparedDatabase, type TestDatabase } from "../support/database.ts";
import { type Answer, freePort, type Quintet, type RequestInit, startQuintet } from "../support/quintet.ts";

/**
 * What every kind of response tells a browser, as snapshots, in development, on a LAN address and behind a proxy; and
 * that no header which a stranger may write changes what it should not.
 */
let database: TestDatabase;
let quintet: Quintet;

const definition = (() => {
  const shop = app(model("book", { api: true, rules: { read: "true" } }, text("title", { required: true })));
  const route = testId("route", "books");
  return {
    ...shop,
    records: {
      ...shop.records,
      [route]: {
        kind: "route",
        id: route,
        name: "books",
        label: "Books",
        path: "/books/",
        view: { name: "list", modelId: modelId("book"), pageSize: 20 },
        access: "true",
        order: "i",
      },
    },
  } as typeof shop;
})();

beforeAll(async () => {
  database = await createPreparedDatabase();
  quintet = await startQuintet({ databaseUrl: database.url });
  await quintet.signUp();
  await publish(quintet, await makeApp(quintet, "Shop", definition));
});
afterAll(async () => {
  await quintet?.stop();
  await database?.drop();
});

/** Headers of a response, one a line, without what differs from one run to the next. */
function told({ status, headers }: Answer): string {
  const lines = Object.entries(headers)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value ?? ""]).map((one) => `${name}: ${one}`))
    .filter((line) => !/^(?:date|content-length|last-modified|connection|keep-alive):/.test(line))
    .map((line) =>
      line
        .replace(/nonce-[A-Za-z0-9+/=]+/g, "nonce-…")
        .replace(/^(etag|x-request-id): .*/, "$1: …")
        .replace(/=[A-Za-z0-9_-]{43};/, "=<43 characters>;")
        .replace(/=[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43};/, "=<22 characters>.<43 characters>;")
        .replace(/localhost:\d+|quintet-\d+/g, (name) => name.replace(/\d+$/, "PORT")),
    );
  return [String(status), ...lines.sort()].join("\n");
}

const asset = `/assets/${readdirSync(join(resolve(import.meta.dirname, "../.."), "dist/studio/assets")).find((name) => name.endsWith(".js"))}`;
const html = { headers: { accept: "text/html" } };
const credentials = JSON.stringify({ email: "ada@example.test", password: "correct horse battery" });
const asStudio = (origin: string): RequestInit => ({
  method: "POST",
  headers: { origin, "content-type": "application/json" },
  body: credentials,
});

describe("what every kind of response tells a browser", () => {
  it("on the studio's host", async () => {
    const own = `http://localhost:${quintet.port}`;
    const kinds: Record<string, [string, RequestInit?]> = {
      "the studio's page": ["/apps/1/models", html],
      "a file that never changes": [asset],
      "a file by its name": ["/icon.svg"],
      "an answer of the API": ["/platform/v1/session"],
      "a refusal of the API": ["/platform/v1/apps"],
      "a path that is not there": ["/platform/v1/nothing"],
      "a page that is not there": ["/assets/nothing.js", html],
      "the API's description": ["/platform/openapi.json"],
      "the format's description": ["/platform/app.schema.json"],
      "being alive": ["/livez"],
      "being ready": ["/readyz"],
      "a socket without a session": ["/platform/socket/?EIO=4&transport=polling"],
      "signing in": ["/platform/v1/session", asStudio(own)],
      "signing out": ["/platform/v1/session", { method: "DELETE", headers: { origin: own } }],
      "a name that is not ours": ["/", { headers: { host: "evil.example", accept: "text/html" } }],
    };
    for (const [kind, [path, init]] of Object.entries(kinds))
      expect(told(await quintet.request(path, init)), kind).toMatchSnapshot(kind);
  });

  it("on an app's host", async () => {
    const kinds: Record<string, [string, RequestInit?]> = {
      "a page": ["/books/", html],
      "a page that is not there": ["/nothing/", html],
      rows: ["/api/v1/book"],
      "a refusal": ["/api/v1/book/0x1"],
      "the API's description": ["/api/openapi.json"],
      "the API's page": ["/api/docs", html],
      "a file that is not there": ["/_quintet/nothing.css"],
    };
    for (const [kind, [path, init]] of Object.entries(kinds))
      expect(told(await quintet.hosted("shop", path, init)), kind).toMatchSnapshot(kind);
    expect(told(await quintet.hosted("nobody", "/", html)), "no such app").toMatchSnapshot("no such app");
  });

  it("gives the studio's page a nonce of its own each time, and its elements that nonce [SEC-04]", async () => {
    const nonces = new Set<string>();
    for (let time = 0; time < 3; time++) {
      const { headers, text: page } = await quintet.request("/", html);
      const nonce = /'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1] ?? "";
      expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
      expect(page).not.toContain("CSP_NONCE");
      const scripts = page.match(/<script[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(1);
      for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });
});

describe("headers that strangers write", () => {
  /** What differs between two answers besides their ids and times. */
  const essence = ({ status, text: body, headers }: Answer) => ({
    status,
    link: headers.link,
    location: headers.location,
    cors: headers["access-control-allow-origin"],
    cookie: headers["set-cookie"]?.map((line) => line.replace(/=[\w-]+(?:\.[\w-]+)?;/, "=…;")),
    body: body.replace(/"instance":"[^"]*"/, "").replace(/nonce="[^"]*"/g, ""),
  });

  const foreign: Readonly<Record<string, string>>[] = [
    { "x-forwarded-host": "evil.example" },
    { "x-forwarded-proto": "https", "x-forwarded-port": "443" },
    { "x-forwarded-for": "10.1.2.3", "x-real-ip": "10.1.2.3", forwarded: "for=10.1.2.3;host=evil.example;proto=https" },
    { "x-original-url": "/admin", "x-rewrite-url": "/admin" },
    { "x-http-method-override": "DELETE", "x-method-override": "DELETE" },
    { referer: "https://evil.example/" },
    { "x-forwarded-prefix": "/evil", "x-host": "evil.example" },
  ];

  it("change no answer of an app, and no link in it", async () => {
    const paths = ["/books/", "/api/v1/book", "/api/openapi.json", "/nothing/"];
    for (const path of paths) {
      const plain = essence(await quintet.hosted("shop", path));
      for (const headers of foreign)
        expect(essence(await quintet.hosted("shop", path, { headers })), `${path} ${Object.keys(headers)}`).toEqual(
          plain,
        );
    }
  });

  it("change no answer of the studio, nor its cookie", async () => {
    const own = asStudio(`http://localhost:${quintet.port}`);
    const plain = essence(await quintet.request("/platform/v1/session", own));
    expect(plain).toMatchObject({ status: 201 });
    for (const headers of foreign) {
      const answer = await quintet.request("/platform/v1/session", { ...own, headers: { ...own.headers, ...headers } });
      expect(essence(answer), Object.keys(headers).join()).toEqual(plain);
    }
  });

  it("of another origin get nothing from the studio, and from an app no leave to read", async () => {
    const port = quintet.port;
    for (const origin of [
      "https://evil.example",
      "null",
      `http://shop.localhost:${port}`,
      `https://localhost:${port}`,
      `http://localhost:${port + 1}`,
      `http://localhost.evil.example:${port}`,
      `http://localhost:${port}.evil.example`,
    ]) {
      const read = await quintet.request("/platform/v1/session", { headers: { origin } });
      expect([origin, read.status, read.json<{ code: string }>().code]).toEqual([origin, 403, "bad_origin"]);
      const write = await quintet.request("/platform/v1/session", asStudio(origin));
      expect([origin, write.status, write.headers["set-cookie"]]).toEqual([origin, 403, undefined]);
      const rows = await quintet.hosted("shop", "/api/v1/book", { headers: { origin } });
      expect([rows.status, rows.headers["access-control-allow-origin"]]).toEqual([200, undefined]);
    }
    for (const site of ["cross-site", "same-site"]) {
      const headers = { "sec-fetch-site": site, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" };
      expect((await quintet.request("/platform/v1/session", { headers })).status).toBe(403);
    }
  });

  it("of a Host that is not ours get no page: not the studio, not an app, not a redirect [SEC-05]", async () => {
    for (const host of [
      "evil.example",
      "localhost.evil.example",
      "shop.localhost.evil.example",
      "shop.shop.localhost",
      "-.localhost",
      "localhost@evil.example",
    ]) {
      const answer = await quintet.request("/", { headers: { Host: host, accept: "text/html" } });
      expect([host, answer.status >= 400, answer.headers.location, answer.headers["set-cookie"]]).toEqual([
        host,
        true,
        undefined,
        undefined,
      ]);
      expect(answer.text).not.toContain('id="root"');
    }
  });

  it("of a path that names another host are not followed there [SEC-05]", async () => {
    for (const path of [
      "//evil.example/books",
      "//evil.example/books/..",
      "/\\evil.example",
      "/%2f%2fevil.example/books",
    ]) {
      for (const answer of [await quintet.hosted("shop", path), await quintet.request(path, html)]) {
        const { location } = answer.headers;
        expect([path, location === undefined || /^\/[^/\\]/.test(location)]).toEqual([path, true]);
      }
    }
  });
});

describe("at other addresses", () => {
  it("behind a proxy with https: HSTS, a secure cookie, links by BASE_URL, addresses by TRUSTED_PROXIES", async () => {
    const behind = await startQuintet({
      databaseUrl: database.url,
      env: { BASE_URL: "https://studio.example.test", TRUSTED_PROXIES: "127.0.0.1", LOG_LEVEL: "info" },
    });
    try {
      const host = "studio.example.test";
      const page = await behind.request("/", { headers: { host, ...html.headers } });
      expect(told(page)).toMatchSnapshot("the studio's page behind a proxy");
      const signedIn = await behind.request("/platform/v1/session", {
        ...asStudio(`https://${host}`),
        headers: { ...asStudio(`https://${host}`).headers, host, "x-forwarded-for": "6.6.6.6, 203.0.113.9" },
      });
      expect(told(signedIn)).toMatchSnapshot("signing in behind a proxy");
      // What the caller wrote himself stands left of what the proxy added.
      await vi.waitFor(() => expect(behind.output()).toContain('"address":"203.0.113.9"'));
      expect(behind.output()).not.toContain("6.6.6.6");
      const rows = await behind.request("/api/v1/book?limit=1", { headers: { host: `shop.${host}` } });
      expect(told(rows)).toMatchSnapshot("rows behind a proxy");
      const plain = await behind.request("/platform/v1/session", { headers: { host, origin: `http://${host}` } });
      expect(plain.status).toBe(403);
      for (const other of ["localhost", `${host}:8443`, "shop.localhost"])
        expect((await behind.request("/", { headers: { host: other } })).status).toBe(421);
    } finally {
      await behind.stop();
    }
  });

  it("on a LAN address without https: signing in is refused with the reason, or allowed by INSECURE_HTTP and told", async () => {
    const address = "http://192.168.7.7:4000";
    const host = "192.168.7.7:4000";
    const signIn: RequestInit = { ...asStudio(address), headers: { ...asStudio(address).headers, host } };
    for (const insecure of [false, true]) {
      const lan = await startQuintet({
        databaseUrl: database.url,
        env: { BASE_URL: address, ...(insecure ? { INSECURE_HTTP: "1" } : {}) },
      });
      try {
        const state = await lan.request("/platform/v1/session", { headers: { host } });
        expect(state.json()).toMatchObject({ notice: insecure ? "insecure_http" : "https_needed" });
        const answer = await lan.request("/platform/v1/session", signIn);
        expect(told(answer)).toMatchSnapshot(
          insecure ? "signing in over plain http, allowed" : "refused over plain http",
        );
      } finally {
        await lan.stop();
      }
    }
  });

  it("on a port of its own an app answers to this machine's names only", async () => {
    const port = await freePort();
    const own = await startQuintet({ databaseUrl: database.url, env: { APP_PORTS: `shop:${port}` } });
    try {
      const ask = async (host: string) => {
        const { default: http } = await import("node:http");
        return new Promise<number>((done, fail) => {
          http
            .get({ host: "127.0.0.1", port, path: "/books/", headers: { host } }, (response) => {
              response.resume();
              done(response.statusCode ?? 0);
            })
            .on("error", fail);
        });
      };
      expect(await ask(`localhost:${port}`)).toBe(200);
      expect(await ask(`127.0.0.1:${port}`)).toBe(200);
      expect(await ask(`shop.localhost:${port}`)).toBe(200);
      expect(await ask("evil.example")).toBe(421);
      expect(await ask(`127.0.0.1.evil.example:${port}`)).toBe(421);
    } finally {
      await own.stop();
    }
  });
});

import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Endpoint, PLATFORM_PREFIX, problemDetailsSchema } from "#contract/endpoint";
import { endpoints } from "#contract/endpoints";
import { hashPassword } from "#engine/runtime/passwords";
import { app, model, modelId, text } from "../builders.ts";
import { createAppWith, signIn } from "../support/drafts.ts";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { type Served, servePlatform } from "../support/serve-platform.ts";

/**
 * Whatever is sent ends in an answer that says what is wrong, with a code, in bounded time; never in "something went
 * wrong on our side". Every endpoint is asked, with a body made from its own schema in which one thing is hostile: a new
 * endpoint is asked without a line here.
 */
let platform: TestPlatform;
let served: Served;
let cookie: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
  platform = await createTestPlatform();
  served = await servePlatform(platform);
  const { context, actor } = platform;
  await context.sequelize.query("UPDATE platform.accounts SET password_hash = $1", {
    bind: [await hashPassword("right")],
  });
  const made = await createAppWith(context, actor, app(model("book", text("title"))));
  Object.assign(ids, { ...made, modelId: modelId("book"), rowId: "1", canvas: "models", revision: "1" });
});
beforeEach(async () => {
  await platform.context.sequelize.query("DELETE FROM platform.sessions");
  cookie = await signIn(platform.context, platform.actor);
  await platform.context.sequelize.query("DELETE FROM platform.throttles");
});
afterAll(async () => {
  await served?.close();
  await platform?.close();
});

const A_UUID = "019ad2c4-7b1e-7c3a-9d52-4f0e6a8b1c37";
const pathOf = (endpoint: Endpoint, changed: Readonly<Record<string, string>> = {}): string =>
  PLATFORM_PREFIX + endpoint.path.replace(/:(\w+)/g, (_, name: string) => changed[name] ?? ids[name] ?? A_UUID);

async function ask(endpoint: Endpoint, path: string, body?: string): Promise<string | undefined> {
  const {
    status,
    text: answer,
    headers,
  } = await served.send(endpoint.method, path, {
    host: "localhost:1",
    body,
    headers: {
      origin: "http://localhost:1",
      cookie,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      "content-length": String(Buffer.byteLength(body ?? "")),
    },
  });
  const what = `${endpoint.name} ${path.slice(0, 120)} ${JSON.stringify(body ?? "").slice(0, 160)}`;
  if (status < 400) return undefined;
  const isProblem =
    /^application\/problem\+json/.test(headers["content-type"] ?? "") &&
    problemDetailsSchema.safeParse(JSON.parse(answer)).success;
  return status < 500 && isProblem ? undefined : `${what}: ${status} ${answer.slice(0, 120)}`;
}

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly minimum?: number;
  readonly format?: string;
}
/** Something that has the form of a schema: what is hostile is then put in one place of it. */
function exampleOf(schema: JsonSchema, depth = 0): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return exampleOf(choice[0] ?? {}, depth);
  if (depth > 6) return null;
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, inner]) => [
          name,
          /id$/i.test(name) && ids[name] ? ids[name] : exampleOf(inner, depth + 1),
        ]),
      );
    case "array":
      return [exampleOf(schema.items ?? {}, depth + 1)];
    case "integer":
    case "number":
      return Math.max(1, schema.minimum ?? 1);
    case "boolean":
      return true;
    case "string":
      return schema.format === "uuid" ? A_UUID : "hostile-1@example.test";
    default:
      return {};
  }
}
const schemaOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;

const PLACE = "\u2063here\u2063";
/** The same value again and again, with a mark in another place each time: each leaf, and a key beside it. */
function* marked(value: unknown): Generator<unknown> {
  yield PLACE;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++)
      for (const inner of marked(value[index])) yield value.map((item, at) => (at === index ? inner : item));
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) for (const inner of marked(item)) yield { ...value, [key]: inner };
    yield { ...value, [PLACE]: 1 };
  }
}

/** As JSON writes them, so that what no JavaScript value is can be sent too. */
const HOSTILE: readonly string[] = [
  '"a\\u0000b"',
  '"a\\ud800b"',
  '"x\\u202e\\ufeff\\r\\n<b>\'; DROP TABLE platform.accounts; --"',
  `"${"long".repeat(2_000)}"`,
  '""',
  "null",
  "-1",
  "1e308",
  "1e999",
  "9007199254740993",
  "[]",
  '{"toString": null, "constructor": {"prototype": 1}}',
  '{"__proto__": {"role": "owner"}}',
  `${"[".repeat(63)}${"]".repeat(63)}`,
];
const KEYS = ['"a\\u0000"', '"\\udc00"', '"__proto__"', '"constructor"', '"hasOwnProperty"'];

const everywhere = endpoints as readonly Endpoint[];

/** The first two everywhere, of the rest a third at each place; all of it with QUINTET_HOSTILE=1. */
const someOf = (texts: readonly string[], place: number): readonly string[] =>
  process.env.QUINTET_HOSTILE === "1" ? texts : texts.filter((_, index) => index < 2 || (index + place) % 3 === 0);

describe("every endpoint answers", () => {
  const withBody = everywhere.filter(({ method, rawBody }) => method !== "GET" && !rawBody);
  it.each(withBody.map((endpoint) => [endpoint.name, endpoint] as const))(
    "%s, whatever is in its body",
    async (_name, endpoint) => {
      const wrong: (string | undefined)[] = [];
      const example = endpoint.body instanceof z.ZodUndefined ? {} : exampleOf(schemaOf(endpoint.body));
      for (const [place, body] of [...marked(example)].slice(0, 40).entries()) {
        const json = JSON.stringify(body);
        const values = json.includes(`"${PLACE}":`) ? KEYS : HOSTILE;
        for (const value of someOf(values, place))
          wrong.push(
            await ask(
              endpoint,
              pathOf(endpoint),
              json.replace(`"${PLACE}"`, () => value),
            ),
          );
      }
      for (const body of ["", " ", "{", '{"a":1}}', "\ufeff{}", "NaN", `{"a":"${"x".repeat(20_000)}`])
        wrong.push(await ask(endpoint, pathOf(endpoint), body));
      expect(wrong.filter((one) => one !== undefined)).toEqual([]);
    },
    60_000,
  );

  const asked = everywhere.filter(({ path, query, method }) => path.includes(":") || (method === "GET" && query));
  it.each(asked.map((endpoint) => [endpoint.name, endpoint] as const))(
    "%s, whatever is in its address",
    async (_name, endpoint) => {
      const wrong: (string | undefined)[] = [];
      const texts = [
        "%00",
        "%ff",
        "%zz",
        "__proto__",
        "..%2f..",
        "-1",
        "0",
        "9".repeat(40),
        "1e3",
        "%F0%9F%8E%AC",
        "'--",
      ];
      for (const [, name = ""] of endpoint.path.matchAll(/:(\w+)/g))
        for (const value of texts) wrong.push(await ask(endpoint, pathOf(endpoint, { [name]: value })));
      const names = Object.keys(schemaOf(endpoint.query).properties ?? {});
      for (const [place, name] of [...names, "__proto__", "constructor", "%00", ""].entries())
        for (const value of someOf([...texts, "", "a&".repeat(300), "%25".repeat(300)], place))
          wrong.push(await ask(endpoint, `${pathOf(endpoint)}?${name}=${value}`));
      expect(wrong.filter((one) => one !== undefined)).toEqual([]);
    },
    60_000,
  );
});

/** Sends bytes as they are; gives what came back until the connection ended. */
function raw(...parts: readonly (string | Buffer)[]): Promise<string> {
  return new Promise((done) => {
    let answer = "";
    const socket = connect(served.port, "127.0.0.1");
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      done(answer);
    };
    const timer = setTimeout(end, 3_000);
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("error", () => undefined);
    socket.on("close", end);
    // Each in a packet of its own.
    socket.setNoDelay(true);
    const send = ([part, ...rest]: readonly (string | Buffer)[]): void => {
      if (part === undefined || socket.destroyed) return;
      socket.write(part, () => setTimeout(() => send(rest), 20));
    };
    send(parts);
  });
}
const statuses = (answer: string): number[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, one]) => Number(one));

describe("what is no request, or two in one,", () => {
  const head = "POST /platform/v1/session HTTP/1.1\r\nHost: localhost:1\r\nContent-Type: application/json\r\n";
  const inside = "GET /livez HTTP/1.1\r\nHost: localhost:1\r\n\r\n";
  it.each<[string, number, string, readonly (string | Buffer)[]]>([
    [
      "headers without end",
      431,
      "too_large",
      [`GET / HTTP/1.1\r\nHost: localhost:1\r\nX: ${"a".repeat(20_000)}\r\n\r\n`],
    ],
    ["an address without end", 414, "too_large", [`GET /${"a".repeat(20_000)} HTTP/1.1\r\nHost: localhost:1\r\n\r\n`]],
    [
      "a long address and headers",
      414,
      "too_large",
      [`GET /?${"a".repeat(12_000)} HTTP/1.1\r\nHost: localhost:1\r\nX: ${"a".repeat(6_000)}\r\n\r\n`],
    ],
    [
      "a long address in several packets",
      414,
      "too_large",
      [`GET /${"a".repeat(9_000)}`, `${"a".repeat(9_000)} HTTP/1.1\r\nHost: localhost:1\r\n\r\n`],
    ],
    [
      "a long address in many packets",
      414,
      "too_large",
      ["GET /", ...Array(19).fill("a".repeat(1_000)), "a HTTP/1.1\r\nHost: localhost:1\r\n\r\n"],
    ],
    ["an address that does not end", 414, "too_large", ["GET /", ...Array(90).fill("a".repeat(1_000))]],
    [
      "cookies that do not end",
      431,
      "too_large",
      ["GET / HTTP/1.1\r\nHost: localhost:1\r\nCookie: ", ...Array(90).fill(`a=${"a".repeat(1_000)}; `)],
    ],
    [
      "a short address in two packets and long headers",
      431,
      "too_large",
      ["GET /a", `b HTTP/1.1\r\nHost: localhost:1\r\nX: ${"a".repeat(20_000)}\r\n\r\n`],
    ],
    ["no method of HTTP", 400, "bad_request", ["STEAL / HTTP/1.1\r\nHost: localhost:1\r\n\r\n"]],
    ["two lengths", 400, "bad_request", [`${head}Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}${inside}`]],
    [
      "a length and chunks",
      400,
      "bad_request",
      [`${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${inside}`],
    ],
    [
      "chunks in a form that is not known",
      400,
      "bad_request",
      [`${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${inside}`],
    ],
    ["a space before a colon", 400, "bad_request", [`${head}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${inside}`]],
    ["lines without a return", 400, "bad_request", [`GET / HTTP/1.1\nHost: localhost:1\n\n${inside}`]],
    [
      "a header over two lines",
      400,
      "bad_request",
      [`GET / HTTP/1.1\r\nHost: localhost:1\r\nX: a\r\n b\r\n\r\n${inside}`],
    ],
    ["a NUL in a header", 400, "bad_request", [`GET / HTTP/1.1\r\nHost: localhost:1\r\nX: a\0b\r\n\r\n${inside}`]],
    ["a NUL in its path", 400, "bad_request", [`GET /\0 HTTP/1.1\r\nHost: localhost:1\r\n\r\n${inside}`]],
    ["a length with a sign", 400, "bad_request", [`${head}Content-Length: +2\r\n\r\n{}${inside}`]],
    [
      "a chunk larger than numbers",
      400,
      "bad_request",
      [`${head}Transfer-Encoding: chunked\r\n\r\n${"f".repeat(20)}\r\n{}`],
    ],
    [
      "words of a chunk without end",
      413,
      "too_large",
      [`${head}Transfer-Encoding: chunked\r\n\r\n2;${"a".repeat(20_000)}\r\n{}\r\n`],
    ],
    [
      "two hosts",
      400,
      "bad_request",
      [`GET / HTTP/1.1\r\nHost: localhost:1\r\nhost: shop.localhost:1\r\n\r\n${inside}`],
    ],
    [
      "a packed body",
      415,
      "unsupported_media_type",
      [
        `${head}Origin: http://localhost:1\r\nContent-Encoding: gzip\r\nContent-Length: ${gzipSync("{}").length}\r\nConnection: close\r\n\r\n`,
        gzipSync("{}"),
      ],
    ],
    [
      "a body in many chunks, larger than it may be",
      413,
      "too_large",
      [
        `${head}Origin: http://localhost:1\r\nTransfer-Encoding: chunked\r\n\r\n`,
        ...Array<string>(5).fill(`1000\r\n${"a".repeat(0x1000)}\r\n`),
      ],
    ],
  ])("such as %s, has one answer: %i %s [SEC-09]", async (_what, status, code, parts) => {
    const answer = await raw(...parts);
    expect(statuses(answer)).toEqual([status]);
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(answer).toContain(`"code":"${code}"`);
  });

  it("leaves everybody else served", async () => {
    expect((await served.send("GET", "/livez", { host: "localhost:1" })).status).toBe(200);
  });
});

import { describe, expect, it } from "vitest";
import type { AppRequest } from "./app-request.ts";
import { isOwnRequest, refuseOtherSites } from "./request-origin.ts";

const APP = "018f0000-0000-7000-8000-0000a1b2c3d4";
const OWN = "https://shop.example.com";
const post = (headers: Record<string, string>, method = "POST"): AppRequest => ({
  method,
  target: "/orders/",
  headers,
  address: "203.0.113.7",
  origin: OWN,
  id: "r",
  body: async () => new Uint8Array(),
});

/** Each row: the headers, whether a session's cookie is sent, whether its token is right, and what is decided. */
const refused: readonly [string, Record<string, string>, { session: boolean; token: boolean }][] = [
  ["1: cross-site", { "sec-fetch-site": "cross-site" }, { session: false, token: true }],
  ["1: same-site, a sibling app", { "sec-fetch-site": "same-site" }, { session: true, token: true }],
  [
    "1: same-site, whatever Origin says",
    { "sec-fetch-site": "same-site", origin: OWN },
    { session: true, token: true },
  ],
  ["1: an unknown word", { "sec-fetch-site": "friendly" }, { session: false, token: true }],
  ["2: another origin", { origin: "https://evil.example" }, { session: false, token: true }],
  ["2: a sibling's origin", { origin: "https://blog.example.com" }, { session: true, token: true }],
  ["2: the own host by http", { origin: "http://shop.example.com" }, { session: true, token: true }],
  ["2: the own host at another port", { origin: `${OWN}:8443` }, { session: true, token: true }],
  ["2: null, a sandboxed page", { origin: "null" }, { session: false, token: true }],
  ["2: an empty Origin", { origin: "" }, { session: false, token: true }],
  ["4: neither, a session and no token", {}, { session: true, token: false }],
];
const passed: readonly [string, Record<string, string>, { session: boolean; token: boolean }][] = [
  ["1: same-origin", { "sec-fetch-site": "same-origin" }, { session: true, token: false }],
  [
    "1: same-origin, whose Origin is null without a referrer",
    { "sec-fetch-site": "same-origin", origin: "null" },
    { session: true, token: false },
  ],
  ["1: none, typed by the person", { "sec-fetch-site": "none" }, { session: true, token: false }],
  ["2: the own origin", { origin: OWN }, { session: true, token: false }],
  ["3: neither and no session", {}, { session: false, token: false }],
  ["4: neither, a session and its token", {}, { session: true, token: true }],
];

describe("an unsafe request", () => {
  const judge = (headers: Record<string, string>, { session, token }: { session: boolean; token: boolean }) =>
    isOwnRequest(post(headers), { isSent: session, hasToken: () => token });

  it.each(refused)("is refused by step %s", (_step, headers, session) => expect(judge(headers, session)).toBe(false));
  it.each(passed)("passes by step %s", (_step, headers, session) => expect(judge(headers, session)).toBe(true));

  it("is asked for a token only where both headers are absent and a session is sent", () => {
    const never = () => expect.unreachable();
    for (const headers of [{ "sec-fetch-site": "same-origin" }, { "sec-fetch-site": "same-site" }, { origin: OWN }])
      isOwnRequest(post(headers), { isSent: true, hasToken: never });
    isOwnRequest(post({}), { isSent: false, hasToken: never });
  });
});

describe("a request that carries the session of an app", () => {
  const cookie = "theme=dark; __Host-q_a1b2c3d4=qs_secret";
  const from = (headers: Record<string, string>, method?: string) => () => refuseOtherSites(post(headers, method), APP);

  it.each([
    ["of another site", { cookie, "sec-fetch-site": "cross-site" }],
    ["of a sibling", { cookie, "sec-fetch-site": "same-site" }],
    ["of another origin", { cookie, origin: "https://evil.example" }],
    ["of nobody who says so", { cookie }],
    ["over plain http", { cookie: "q_a1b2c3d4=qs_secret", origin: "http://evil.example" }],
  ])("is refused %s, and nothing that was sent is shown", (_whose, headers) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE", "MADE-UP"])
      expect(from(headers, method)).toThrow(expect.objectContaining({ code: "bad_origin", status: 403 }));
    expect(from(headers)).not.toThrow(/secret|evil/);
  });

  it.each([
    ["of the app itself", { cookie, origin: OWN }],
    [
      "with Authorization, which no browser adds",
      { cookie, authorization: "Bearer qk_x", "sec-fetch-site": "cross-site" },
    ],
    ["without the cookie", { "sec-fetch-site": "cross-site" }],
    ["with the cookie of another app", { cookie: "__Host-q_00000000=qs_x", "sec-fetch-site": "cross-site" }],
    ["with a cookie whose name only ends alike", { cookie: "x__Host-q_a1b2c3d4=1", "sec-fetch-site": "cross-site" }],
  ])("goes on %s", (_whose, headers) => expect(from(headers)).not.toThrow());

  it.each(["GET", "HEAD", "OPTIONS"])("goes on when it only reads (%s)", (method) =>
    expect(from({ cookie, "sec-fetch-site": "cross-site" }, method)).not.toThrow(),
  );
});

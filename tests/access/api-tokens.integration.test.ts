import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TokenScope } from "#contract/permissions";
import { createToken } from "#server/commands/tokens/create-token";
import type { Actor } from "#server/policies/actor";
import { createTestPlatform, type TestPlatform } from "../support/platform.ts";
import { type Answer, type Served, servePlatform } from "../support/serve-platform.ts";

/** What each scope opens and shuts is in the permission matrix; here is how a token is carried, kept and ended. */
let platform: TestPlatform;
let served: Served;
beforeAll(async () => {
  platform = await createTestPlatform();
  served = await servePlatform(platform);
});
afterAll(async () => {
  await served?.close();
  await platform?.close();
});

const make = async (actor: Actor, scopes: readonly TokenScope[] = ["read"], days: number | null = 90) => {
  const { secret, token } = await createToken(platform.context, actor, { name: "Script", scopes, days });
  return { secret, id: token.id };
};
const list = (headers: Record<string, string>, query = ""): Promise<Answer> =>
  served.send("GET", `/platform/v1/apps${query}`, { headers });
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const codeOf = ({ status, json }: Answer) => `${status} ${json?.code ?? ""}`;
const sql = (text: string, bind: unknown[] = []) => platform.context.sequelize.query(text, { bind });

describe("an API token", () => {
  it("opens what its scope says, without an Origin and past any cookie [AUTH-20]", async () => {
    const { secret } = await make(platform.actor, ["edit"]);
    const answer = await served.send("POST", "/platform/v1/apps", {
      headers: { ...bearer(secret), "content-type": "application/json", cookie: "__Host-quintet-4000=nonsense" },
      body: { label: "Made by a script" },
    });
    expect(answer.status, answer.text).toBe(201);
    expect((await list(bearer(secret))).json.results).toHaveLength(1);
    const refused = await served.send("GET", `/platform/v1/apps/${answer.json.id}/keys`, { headers: bearer(secret) });
    expect(codeOf(refused)).toBe("403 insufficient_scope");
    expect(refused.headers["www-authenticate"]).toContain('scope="manage"');
  });

  it("is refused in every other dress", async () => {
    const { secret } = await make(platform.actor);
    expect((await list(bearer(secret))).status).toBe(200);
    expect(codeOf(await list({ authorization: secret }))).toBe("401 invalid_credentials");
    expect(codeOf(await list({ authorization: `Basic ${btoa(`${secret}:`)}` }))).toBe("401 invalid_credentials");
    expect(codeOf(await list(bearer(`${secret.slice(0, -1)}!`)))).toBe("401 invalid_credentials");
    expect(codeOf(await list(bearer(`qt_${"A".repeat(43)}`)))).toBe("401 invalid_credentials");
    expect(codeOf(await list({ cookie: `__Host-quintet-4000=${secret}` }))).toBe("401 unauthenticated");
    for (const name of ["token", "access_token", "x"]) {
      const answer = await list({}, `?${name}=${secret}`);
      expect(codeOf(answer), name).toBe("400 bad_request");
      expect(answer.text).not.toContain(secret);
    }
  });

  it("does not fall back on a cookie that is good", async () => {
    const owner = platform.actor;
    const { openSession } = await import("#server/commands/accounts/open-session");
    const { token } = await platform.context.sequelize.transaction((transaction) =>
      openSession(platform.context, { accountId: owner.accountId }, transaction),
    );
    const cookie = `__Host-quintet-4000=${token}`;
    expect((await list({ cookie })).status).toBe(200);
    expect(codeOf(await list({ cookie, ...bearer(`qt_${"A".repeat(43)}`) }))).toBe("401 invalid_credentials");
  });

  it("never makes another token, and touches no password or session", async () => {
    const { secret } = await make(platform.actor, ["read", "edit", "publish", "data", "manage"]);
    const answer = await served.send("POST", "/platform/v1/tokens", {
      headers: { ...bearer(secret), "content-type": "application/json" },
      body: { name: "Child", scopes: ["manage"], days: null },
    });
    expect(codeOf(answer)).toBe("403 people_only");
  });

  it("makes nobody more than it is itself, whatever its scopes", async () => {
    const places = [
      { role: "viewer", data: false, needs: [] },
      { role: "viewer", data: true, needs: ["data"] },
      { role: "editor", data: false, needs: ["edit", "publish", "data"] },
      { role: "owner", data: false, needs: undefined },
    ] as const;
    const { accountId } = await platform.member("viewer");
    const others = ["read", "edit", "publish", "data"] as const;
    for (let chosen = 0; chosen < 2 ** others.length; chosen++) {
      const scopes = others.filter((_, index) => chosen & (1 << index));
      const { secret, id } = await make(platform.actor, ["manage", ...scopes]);
      for (const { role, data, needs } of places) {
        const isAllowed = needs?.every((scope) => scopes.includes(scope)) ?? false;
        for (const [method, path, extra] of [
          ["POST", "/workspace/invitations", { email: `someone-${chosen}-${role}-${data}@example.com` }],
          ["PATCH", `/workspace/members/${accountId}`, {}],
        ] as const) {
          const { status, json } = await served.send(method, `/platform/v1${path}`, {
            headers: { ...bearer(secret), "content-type": "application/json" },
            body: { role, data, ...extra },
          });
          const code = needs === undefined ? "people_only" : "insufficient_scope";
          if (isAllowed) expect(status, `${scopes}: ${method} ${role}`).toBeLessThan(300);
          else expect(`${status} ${json.code}`, `${scopes}: ${method} ${role}`).toBe(`403 ${code}`);
        }
      }
      await sql("UPDATE platform.api_tokens SET revoked_at = now() WHERE id = $1", [id]);
    }
  });

  it("is kept as a hash, and its use to the hour", async () => {
    const { secret, id } = await make(platform.actor);
    const [rows] = await sql("SELECT t::text AS row, token_hash FROM platform.api_tokens t WHERE id = $1", [id]);
    const [row] = rows as { row: string; token_hash: Buffer }[];
    expect(row?.row).not.toContain(secret);
    expect(row?.token_hash).toEqual(createHash("sha256").update(secret).digest());
    const used = async () =>
      (
        (await sql("SELECT last_used_at FROM platform.api_tokens WHERE id = $1", [id]))[0] as { last_used_at: Date }[]
      )[0]?.last_used_at;
    expect(await used()).toBeNull();
    await list(bearer(secret));
    const first = await used();
    expect(first).toBeInstanceOf(Date);
    await list(bearer(secret));
    expect(await used()).toEqual(first);
  });

  it("ends at its time, when it is revoked, and with the membership [AUTH-20]", async () => {
    const timed = await make(platform.actor, ["read"], 7);
    await sql("UPDATE platform.api_tokens SET expires_at = now() - interval '1 s' WHERE id = $1", [timed.id]);
    expect((await list(bearer(timed.secret))).status).toBe(401);

    const revoked = await make(platform.actor, ["read"], null);
    expect((await list(bearer(revoked.secret))).status).toBe(200);
    await sql("UPDATE platform.api_tokens SET revoked_at = now() WHERE id = $1", [revoked.id]);
    expect((await list(bearer(revoked.secret))).status).toBe(401);

    const editor = await platform.member("editor");
    const theirs = await make(editor, ["read"]);
    expect((await list(bearer(theirs.secret))).status).toBe(200);
    await sql("DELETE FROM platform.memberships WHERE account_id = $1", [editor.accountId]);
    expect((await list(bearer(theirs.secret))).status).toBe(401);
    await sql("INSERT INTO platform.memberships (workspace_id, account_id, role) VALUES ($1, $2, 'owner')", [
      editor.workspaceId,
      editor.accountId,
    ]);
    expect((await list(bearer(theirs.secret))).status, "coming back does not restore it").toBe(401);
  });

  it("does no more than its person may now", async () => {
    const editor = await platform.member("editor");
    const { secret } = await make(editor, ["edit"]);
    const create = () =>
      served.send("POST", "/platform/v1/apps", {
        headers: { ...bearer(secret), "content-type": "application/json" },
        body: { label: "App" },
      });
    expect((await create()).status).toBe(201);
    await sql("UPDATE platform.memberships SET role = 'viewer' WHERE account_id = $1", [editor.accountId]);
    expect(codeOf(await create())).toBe("403 forbidden");
  });

  it("is one of fifty at most, also when many are made at once", async () => {
    const person = await platform.member("viewer");
    const made = await Promise.allSettled(Array.from({ length: 60 }, () => make(person)));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(50);
  });

  it("stands in the audit log by name and scopes, never by its text", async () => {
    const { secret, id } = await make(platform.actor, ["read", "manage"]);
    const [rows] = await sql("SELECT a::text AS line FROM platform.audit_log a WHERE action = 'token.created'");
    const lines = (rows as { line: string }[]).map(({ line }) => line).join("\n");
    expect(lines).toContain(id);
    expect(lines).not.toContain(secret);
    expect(lines).not.toContain(createHash("sha256").update(secret).digest("hex"));
  });
});

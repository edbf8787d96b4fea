import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { authRoleOf } from "#engine/auth/auth-role";
import type { AppDefinition } from "#engine/definition/app-definition";
import { makeRecordId } from "#engine/definition/ids";
import { readDefinition } from "#engine/definition/reader";
import { coreFieldsOf, usersModelOf } from "#engine/definition/users";
import { applyEdits } from "#engine/edits/apply-edits";
import { addField, deleteField, renameField, setFieldType } from "#engine/edits/commands/fields";
import { addUsers } from "#engine/edits/commands/users";
import type { EditOperation } from "#engine/edits/edit";
import { seededRandom } from "../arbitraries/definitions.ts";
import { app, model, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

const random = seededRandom(3);
const edited = (definition: AppDefinition, operations: readonly EditOperation[]): AppDefinition => {
  const result = applyEdits(definition, operations);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.definition;
};
const plain = app(model("book", text("title")));
const withUsers = edited(plain, addUsers(readDefinition(plain), random).operations);
const users = usersModelOf(readDefinition(withUsers));
if (!users) throw new Error("no users");
const core = coreFieldsOf(readDefinition(withUsers), users);
const nickname = addField(
  readDefinition(withUsers),
  { modelId: users.id, label: "Nickname", type: { name: "text", maxLength: 50 } },
  random,
);
const withNickname = edited(withUsers, nickname.operations);

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(plain);
});
afterAll(() => served?.close());

/** Two people, each with a session, a password and a group. */
async function fill(): Promise<void> {
  await served.sql('DELETE FROM app."user"');
  await served.sql(`INSERT INTO app."user" (id, email, name, active, staff, administrator)
    OVERRIDING SYSTEM VALUE VALUES (1, 'ada@example.com', 'Ada', true, false, false), (2, 'bo@example.com', 'Bo', true, false, false)`);
  for (const id of ["1", "2"]) {
    await served.sql(
      "INSERT INTO app._sessions (user_id, token_hash, ends_at, expires_at) VALUES ($1::text, sha256($1::text::bytea), now() + interval '1 day', now() + interval '9 days')",
      [id],
    );
    await served.sql("INSERT INTO app._credentials (user_id, password_hash) VALUES ($1, 'x')", [id]);
  }
}
const stamps = async () =>
  (await served.sql("SELECT user_id, stamp::int AS stamp FROM app._sessions ORDER BY user_id")).map(
    ({ user_id, stamp }) => `${user_id}:${stamp}`,
  );

describe("the tables of people who sign in", () => {
  beforeEach(async () => {
    await served.publish(withNickname);
    await fill();
  });

  it("are not in an app without users, and stay after a release without them, with all sessions ended", async () => {
    const fresh = await serveApp(plain);
    expect(await fresh.sql("SELECT to_regclass('app._sessions') AS found")).toEqual([{ found: null }]);
    await fresh.close();
    await served.publish(plain);
    expect(await stamps()).toEqual([]);
    await served.publish(withUsers);
    expect(await stamps()).toEqual([]);
    expect(await served.sql("SELECT count(*)::int AS count FROM app._credentials")).toEqual([{ count: 2 }]);
  });

  it("raise the stamp of exactly the person whose row changed, and not for a change that changes nothing", async () => {
    await served.sql(`UPDATE app."user" SET name = name`);
    expect(await stamps()).toEqual(["1:1", "2:1"]);
    await served.sql(`UPDATE app."user" SET nickname = 'A' WHERE id = 1`);
    expect(await stamps()).toEqual(["1:2", "2:1"]);
    await served.sql("INSERT INTO app._memberships (user_id, group_id) VALUES ('2', 'grp_a')");
    expect(await stamps()).toEqual(["1:2", "2:2"]);
    await served.sql("DELETE FROM app._memberships");
    expect(await stamps()).toEqual(["1:2", "2:3"]);
  });

  it("lose the sessions of a person who is made inactive, and everything of one who is deleted", async () => {
    await served.sql(`UPDATE app."user" SET active = false WHERE id = 1`);
    expect(await stamps()).toEqual(["2:1"]);
    await served.sql(`DELETE FROM app."user" WHERE id = 2`);
    expect(await stamps()).toEqual([]);
    expect(await served.sql("SELECT user_id FROM app._credentials")).toEqual([{ user_id: "1" }]);
    await served.sql('TRUNCATE app."user" RESTART IDENTITY');
    expect(await served.sql("SELECT user_id FROM app._credentials")).toEqual([]);
  });

  it("go on working when a column changes its type, is deleted, or the field that says who is active is renamed", async () => {
    const reader = readDefinition(withNickname);
    const longer = edited(
      withNickname,
      setFieldType(reader, { fieldId: nickname.fieldId, type: { name: "long_text" } }).operations,
    );
    await served.publish(longer);
    await served.sql(`UPDATE app."user" SET nickname = 'B' WHERE id = 1`);
    const without = edited(longer, deleteField(readDefinition(longer), { fieldId: nickname.fieldId }).operations);
    await served.publish(without);
    await served.sql(`UPDATE app."user" SET name = 'Ada L.' WHERE id = 1`);
    expect(await stamps()).toEqual(["1:3", "2:1"]);
    const active = core.active?.id ?? makeRecordId("field", random);
    await served.publish(
      edited(without, renameField(readDefinition(without), { fieldId: active, name: "may_enter" }).operations),
    );
    await served.sql(`UPDATE app."user" SET may_enter = false WHERE id = 1`);
    expect(await stamps()).toEqual(["2:1"]);
    await served.publish(withNickname);
  });

  it("forget passwords and groups when other rows become the users", async () => {
    const other = edited(plain, addUsers(readDefinition(plain), seededRandom(4)).operations);
    await served.publish(plain);
    await served.publish(other);
    expect(await served.sql("SELECT user_id FROM app._credentials")).toEqual([]);
    await served.publish(withNickname);
  });

  it("show the app's own role which sessions are valid and who is in a group, and nothing else", async () => {
    const as = async (role: string, statement: string): Promise<string> => {
      const client = await served.pool.connect();
      try {
        await client.query(`SET ROLE ${role}`);
        await client.query(statement.replaceAll("app.", `${served.schemaName}.`));
        return "done";
      } catch (error) {
        return (error as { code: string }).code;
      } finally {
        await client.query("RESET ROLE");
        client.release();
      }
    };
    const [data, auth] = [served.roleName, authRoleOf(served.roleName)];
    expect(await as(data, "SELECT id, stamp, ends_at, user_id FROM app._sessions")).toBe("done");
    for (const statement of [
      "SELECT token_hash FROM app._sessions",
      "UPDATE app._sessions SET stamp = 1",
      "SELECT * FROM app._credentials",
      "SELECT * FROM app._tickets",
      "SELECT * FROM app._throttles",
      "SELECT * FROM app._auth_events",
      "INSERT INTO app._memberships (user_id, group_id) VALUES ('1', 'grp_a')",
    ])
      expect([statement, await as(data, statement)]).toEqual([statement, "42501"]);
    expect(await as(auth, 'SELECT * FROM app."user"')).toBe("done");
    expect(await as(auth, 'UPDATE app."user" SET last_sign_in = now()')).toBe("done");
    expect(await as(auth, 'UPDATE app."user" SET administrator = true')).toBe("42501");
    expect(await as(auth, "SELECT * FROM app.book")).toBe("42501");
    expect(await as(auth, "INSERT INTO app._memberships (user_id, group_id) VALUES ('1', 'grp_a')")).toBe("42501");
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { readDefinition } from "#engine/definition/reader";
import { app, model, testId, text } from "../builders.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { addPerson, signIn, withUsers } from "../support/users.ts";

const club = withUsers(app(model("book", text("title"), { api: true })));
const users = readDefinition(club).modelByName("user")?.id as never;
const definition: AppDefinition = {
  ...club,
  records: {
    ...club.records,
    [testId("apiResource", "user")]: { kind: "apiResource", id: testId("apiResource", "user"), modelId: users },
  } as AppDefinition["records"],
};

let served: ServedApp;
let ada: string;
let cookie: string;
beforeAll(async () => {
  served = await serveApp(definition);
});
afterAll(() => served?.close());
beforeEach(async () => {
  await served.sql('TRUNCATE app."user"');
  ada = await addPerson(served, { email: "ada@example.com", administrator: true });
  cookie = await signIn(served, "ada@example.com");
});

const send = async (method: "PATCH" | "DELETE", id: string, body?: object, by = cookie, process: 1 | 2 = 1) => {
  const headers = { cookie: by, "sec-fetch-site": "same-origin" };
  const answer = await served.request(method, `/api/v1/users/${id}`, { headers, process, ...(body ? { body } : {}) });
  return `${answer.status} ${answer.status < 300 ? "" : (answer.json() as { code: string }).code}`.trim();
};
const REFUSED = "409 last_administrator";
const administrators = async () => (await served.sql(`SELECT FROM app."user" WHERE administrator AND active`)).length;

describe("the last active administrator of an app", () => {
  it("[AUTH-12] cannot be demoted, made inactive or deleted", async () => {
    expect(await send("PATCH", ada, { administrator: false })).toBe(REFUSED);
    expect(await send("PATCH", ada, { active: false })).toBe(REFUSED);
    expect(await send("DELETE", ada)).toBe(REFUSED);
    expect(await send("PATCH", ada, { name: "Ada L.", staff: true })).toBe("200");
    expect(await administrators()).toBe(1);
  });

  it("is said so in a sentence, also by SQL", async () => {
    const headers = { cookie, "sec-fetch-site": "same-origin" };
    const answer = await served.request("DELETE", `/api/v1/users/${ada}`, { headers });
    expect(answer.json()).toMatchObject({
      detail: "This is the last active administrator of the app. Make another user an administrator first.",
    });
    await expect(served.sql(`UPDATE app."user" SET administrator = false`)).rejects.toThrow(
      "This is the last active administrator of the app.",
    );
  });

  it("is another one when there is another one, who has to be active", async () => {
    const bo = await addPerson(served, { email: "bo@example.com", administrator: true });
    expect(await send("PATCH", bo, { active: false })).toBe("200");
    expect(await send("PATCH", ada, { administrator: false })).toBe(REFUSED);
    expect(await send("PATCH", bo, { active: true })).toBe("200");
    expect(await send("PATCH", ada, { administrator: false })).toBe("200");
    const other = await signIn(served, "bo@example.com");
    expect(await send("DELETE", ada, undefined, other)).toBe("204");
    expect(await send("DELETE", bo, undefined, other)).toBe(REFUSED);
  });

  it("may be passed on by one statement, and no other user is held back", async () => {
    const bo = await addPerson(served, { email: "bo@example.com" });
    await served.sql(`UPDATE app."user" SET administrator = NOT administrator`);
    expect(await administrators()).toBe(1);
    await served.sql(`DELETE FROM app."user" WHERE id = $1`, [ada]);
    expect(await send("PATCH", bo, { name: "Bo" }, await signIn(served, "bo@example.com"))).toBe("200");
  });

  it("stays when two administrators demote each other at the same time, in two processes", async () => {
    const bo = await addPerson(served, { email: "bo@example.com", administrator: true });
    const other = await signIn(served, "bo@example.com");
    for (let round = 0; round < 20; round++) {
      await served.sql(`UPDATE app."user" SET administrator = true`);
      const what = round % 2 === 0 ? { administrator: false } : { active: false };
      await served.sql(`UPDATE app."user" SET active = true`);
      const before =
        round < 2 ? [cookie, other] : [await signIn(served, "ada@example.com"), await signIn(served, "bo@example.com")];
      await Promise.all([send("PATCH", bo, what, before[0], 1), send("PATCH", ada, what, before[1], 2)]);
      expect(await administrators()).toBe(1);
    }
  });

  it("stays when two transactions take away one each, whichever ends first", async () => {
    const bo = await addPerson(served, { email: "bo@example.com", administrator: true });
    const [one, two] = [await served.pool.connect(), await served.pool.connect()];
    try {
      const demote = `UPDATE ${served.schemaName}."user" SET administrator = false WHERE id = $1`;
      await one.query("BEGIN");
      await two.query("BEGIN");
      await one.query(demote, [ada]);
      const second = two.query(demote, [bo]).then(
        () => "done",
        ({ constraint }: { constraint?: string }) => constraint,
      );
      await one.query("COMMIT");
      expect(await second).toBe("_last_administrator");
    } finally {
      await one.query("ROLLBACK");
      await two.query("ROLLBACK");
      one.release();
      two.release();
    }
    expect(await administrators()).toBe(1);
  });

  it("is found by the fields as they are named", async () => {
    const reader = readDefinition(definition);
    const field = reader.fields(users).find(({ core }) => core === "administrator");
    await served.publish({
      ...definition,
      records: { ...definition.records, [field?.id ?? ""]: { ...field, name: "head" } } as AppDefinition["records"],
    });
    expect(await send("PATCH", ada, { head: false })).toBe(REFUSED);
    await served.publish(definition);
  });
});

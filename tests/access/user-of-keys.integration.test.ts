import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "#contract/http/apps";
import { reviewPlan } from "#contract/http/releases";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { CliCall } from "#server/cli/command";
import { check } from "#server/cli/commands/check";
import { app, integer, model, testId, text } from "../builders.ts";
import { makeApp, publish, type TestApp } from "../support/apps.ts";
import { createPreparedDatabase, type TestDatabase } from "../support/database.ts";
import { type Quintet, startQuintet } from "../support/quintet.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** An API key is no row of the app: `user.id` is absent for it, and its number is `user.key`. */
const staff = testId("group", "staff");
const withGroup = (drawn: AppDefinition): AppDefinition => ({
  ...drawn,
  records: { ...drawn.records, [staff]: { kind: "group", id: staff, name: "staff", label: "Staff", order: "i" } },
});
const everything = { read: "true", create: "true", update: "true", delete: "true" };

describe("what a rule sees of an API key", () => {
  let served: ServedApp;
  afterAll(() => served?.close());

  it("is its number as user.key, and no user.id: key 1 does not own the rows of user 1", async () => {
    const note = (name: string, read: string) =>
      model(name, integer("owner"), { api: true, rules: { ...everything, read } });
    served = await serveApp(
      withGroup(
        app(
          note("of_person", "owner == user.id"),
          note("not_of_person", "owner != user.id"),
          note("of_key", "owner == user.key"),
          note("shown_to_keys", "user != null and user.id == null and user.key != null"),
        ),
      ),
    );
    const key = await served.key("first", staff);
    for (const name of ["of_person", "not_of_person", "of_key", "shown_to_keys"])
      for (const owner of [1, 2]) await served.request("POST", `/api/v1/${name}`, { body: { owner } });
    const owners = async (name: string) => {
      const answer = await served.request("GET", `/api/v1/${name}`, { key });
      if (answer.status !== 200) return answer.status;
      return answer.json<{ results: { owner: number }[] }>().results.map(({ owner }) => owner);
    };
    expect(await owners("of_person")).toBe(403);
    expect(await owners("not_of_person")).toBe(403);
    expect(await owners("of_key")).toEqual([1]);
    expect(await owners("shown_to_keys")).toEqual([1, 2]);
    expect((await served.request("GET", "/api/v1/of_key")).status).toBe(401);
  });

  it("is the same in a page", async () => {
    const route = testId("route", "me");
    const template = testId("template", "me.html");
    const source =
      "<!doctype html><title>Me</title><p>{{ user.key }}|{{ user.id }}|{{ user.name }}|{{ user.group }}</p>";
    const drawn = withGroup(app(model("note", text("name"))));
    await served.publish({
      ...drawn,
      records: {
        ...drawn.records,
        [template]: { kind: "template", id: template, name: "me.html", source, order: "i" },
        [route]: {
          kind: "route",
          id: route,
          name: "me",
          label: "Me",
          path: "/me/",
          view: { name: "template", templateId: template },
          access: "true",
          order: "i",
        },
      },
    });
    const key = await served.key("Reader", staff);
    expect((await served.request("GET", "/me/", { key })).text).toMatch(/<p>\d+\|\|Reader\|staff<\/p>/);
    expect((await served.request("GET", "/me/")).text).toContain("<p>|||</p>");
  });
});

describe("a rule that reads user.id in an app that has keys", () => {
  let database: TestDatabase;
  let quintet: Quintet;
  let made: TestApp;
  beforeAll(async () => {
    database = await createPreparedDatabase();
    quintet = await startQuintet({ databaseUrl: database.url });
    await quintet.signUp();
    const order = model("order", integer("owner"), { api: true, rules: { read: "owner == user.id", create: "true" } });
    made = await makeApp(quintet, "Shop", withGroup(app(order)));
  }, 60_000);
  afterAll(async () => {
    await quintet?.stop();
    await database?.drop();
  });

  const named = async () => {
    const review = await quintet.call(reviewPlan, { params: { draftId: made.draftId }, body: { answers: {} } });
    return review.problems.filter(({ code }) => code === "RULE_W007");
  };
  const checked = async () => {
    const lines: string[] = [];
    await check.run({
      args: [made.slug],
      folder: import.meta.dirname,
      terminal: { print: (line: string) => void lines.push(line) },
      server: async () => quintet,
    } as unknown as CliCall);
    return lines.filter((line) => line.includes("RULE_W007"));
  };

  it("is named at publish and by `quintet check`, and by neither without keys", async () => {
    expect(await named()).toEqual([]);
    await publish(quintet, made);
    expect(await named()).toEqual([]);
    expect(await checked()).toEqual([]);
    await quintet.call(createApiKey, { params: { appId: made.appId }, body: { name: "Till", groupId: staff } });
    const [problem] = await named();
    expect(problem).toMatchObject({ severity: "warning", property: "expression" });
    expect(problem?.message).toContain("user.id");
    expect(await checked()).toHaveLength(1);
  }, 60_000);
});

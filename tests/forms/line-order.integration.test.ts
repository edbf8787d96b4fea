import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { app, field, fieldId, model, modelId, relation, text } from "../builders.ts";
import { pageRoute } from "../support/form-records.ts";
import { fieldRule, group, groupId, withRecords } from "../support/grants.ts";
import { formIn, OWN_PAGE } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Rows of lines in an order by hand: the tasks of a list, which only staff may reorder. */
const OPEN = { read: "true", create: "true", update: "true", delete: "true" };
const staff = groupId("staff");
const lists = withRecords(
  app(
    model("list", text("title"), { pluralLabel: "Lists", rules: OPEN, api: true }),
    model(
      "task",
      text("name"),
      relation("list", "list", { required: true, reverse: "tasks", onDelete: "cascade" }),
      field("place", { name: "position", scopeFieldId: fieldId("task", "list") }),
      { label: "Task", pluralLabel: "Tasks", rules: OPEN, api: true },
    ),
  ),
  group("staff"),
  fieldRule("task.place", "write", { who: staff }),
  pageRoute("edit", "/lists/<int:id>/edit/", { name: "update", modelId: modelId("list") }),
);

let served: ServedApp;
let key: string;
beforeAll(async () => {
  served = await serveApp(lists);
  key = await served.key("staff", staff);
});
beforeEach(async () => {
  await served.sql("TRUNCATE app.list, app.task RESTART IDENTITY CASCADE");
  const tasks = ["A", "B", "C", "D"].map((name) => ({ name }));
  const made = await served.request("POST", "/api/v1/lists", { body: { title: "Home", tasks } as never });
  expect(made.status).toBe(201);
});
afterAll(() => served?.close());

const order = async (): Promise<string> => {
  const { tasks } = (await served.request("GET", "/api/v1/lists/1?expand=tasks")).json<{ tasks: { name: string }[] }>();
  return tasks.map(({ name }) => name).join("");
};
const post = (target: string, body: Readonly<Record<string, string>>) =>
  served.request("POST", target, {
    key,
    headers: { "content-type": "application/x-www-form-urlencoded", ...OWN_PAGE },
    body: new URLSearchParams(body).toString(),
  });
const edit = async (by?: string) =>
  formIn((await served.request("GET", "/lists/1/edit/", by === undefined ? {} : { key: by })).text);
const press = async (form: Awaited<ReturnType<typeof edit>>, action: string, typed = {}) =>
  formIn((await post(form.action, { ...form.values, ...typed, _do: action })).text);

describe("lines in an order by hand", () => {
  it("are moved in a form by buttons, and saved with everything else [FRM-13] [REL-17]", async () => {
    let form = await edit(key);
    expect(form.html).not.toContain('value="up:tasks.r1"');
    expect(form.html).not.toContain('value="down:tasks.r4"');
    form = await press(form, "up:tasks.r3", { "tasks.r2.name": "Bee" });
    form = await press(form, "up:tasks.r3");
    form = await press(form, "add:tasks");
    expect(await order()).toBe("ABCD");
    const sent = { ...form.values, "tasks.n1.name": "E" };
    expect((await post(form.action, sent)).status).toBe(303);
    expect(await order()).toBe("CABeeDE");
    // As it was sent: nothing is to be moved any more.
    form = await edit(key);
    expect((await post(form.action, form.values)).status).toBe(303);
    expect(await order()).toBe("CABeeDE");
  });

  it("move together with rows that go, and stay where somebody else has moved others", async () => {
    let form = await edit(key);
    form = await press(form, "remove:tasks.r2");
    form = await press(form, "down:tasks.r3");
    expect((await post(form.action, form.values)).status).toBe(303);
    expect(await order()).toBe("ADC");
  });

  it("are shown without buttons to those who may not move them", async () => {
    const form = await edit();
    expect(form.html).not.toMatch(/value="(up|down):/);
    const pressed = await served.request("POST", form.action, {
      headers: { "content-type": "application/x-www-form-urlencoded", ...OWN_PAGE },
      body: new URLSearchParams({ ...form.values, _do: "up:tasks.r3" }).toString(),
    });
    expect(pressed.status).toBeLessThan(500);
    expect(await order()).toBe("ABCD");
  });

  it("are moved over REST with the row to which they belong [REL-14] [REL-17]", async () => {
    const patch = (tasks: readonly object[]) =>
      served.request("PATCH", "/api/v1/lists/1", { key, body: { tasks } as never });
    expect((await patch([{ id: 4, place: { after: null } }])).status).toBe(200);
    expect(await order()).toBe("DABC");
    expect((await patch([{ id: 1, name: "Ay", place: { before: null } }])).status).toBe(200);
    expect(await order()).toBe("DBCAy");
    const wrong = await patch([{ id: 2, place: { after: 99 } }]);
    for (const [target, body] of [
      ["lists/1", { tasks: [{ id: 2, place: { after: null } }] }],
      ["tasks/2", { place: { after: null } }],
    ] as const) {
      const refused = await served.request("PATCH", `/api/v1/${target}`, { body: body as never });
      expect([refused.status, refused.text.includes("read_only")]).toEqual([422, true]);
    }
    expect(wrong.json<{ errors: { pointer: string; code: string }[] }>().errors).toMatchObject([
      { pointer: "/tasks/0/place/after", code: "not_in_list" },
    ]);
    expect(await order()).toBe("DBCAy");
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, choice, model, modelId, relation, testId, text } from "../builders.ts";
import { formRecords, pageRoute, withRecords } from "../support/form-records.ts";
import { fillAndSend, formIn, post } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Fields of a form alone that are chosen from a list, or from rows; and choices that are no longer offered. */
const ALL = { read: "true", create: "true", update: "true" };
const found = {
  own: {
    name: "found",
    type: { name: "choice" },
    choices: [
      { value: "friend", label: "By a friend" },
      { value: "search", label: "By searching" },
    ],
  },
  label: "How did you find us?",
  required: true as const,
};
const branch = {
  own: { name: "branch", type: { name: "relation", targetModelId: modelId("branch"), onDelete: "protect" } },
  label: "Branch",
  fromAddress: true as const,
};

function shop(statuses: readonly string[]): AppDefinition {
  const drawn = app(
    model("message", text("name", { required: true }), { rules: { create: "true", read: "true" } }),
    model("branch", text("name"), { rules: { read: "name != 'Secret'" } }),
    model(
      "book",
      text("title"),
      choice("status", statuses),
      choice("place", ["a", "b", "c", "d", "e", "f"]),
      relation("branch", "branch"),
      {
        rules: ALL,
        api: true,
      },
    ),
  );
  return withRecords(drawn, [
    pageRoute("write", "/write/", { name: "create", modelId: modelId("message"), formId: testId("form", "contact") }),
    pageRoute("edit", "/books/<int:id>/edit/", { name: "update", modelId: modelId("book") }),
    ...formRecords(
      "contact",
      "message",
      { name: {}, found, branch },
      { success: { to: "message", text: "Thank you." } },
    ),
  ]);
}

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(shop(["draft", "out", "old"]));
  await served.sql("INSERT INTO app.branch (name) VALUES ('Harbour'), ('Secret')");
  await served.sql(
    "INSERT INTO app.book (title, status, place) VALUES ('Emma', 'old', 'b'), ('Persuasion', 'draft', 'a')",
  );
});
afterAll(() => served?.close());
const messages = () => served.sql<{ name: string }>("SELECT name FROM app.message ORDER BY id");

describe("a field of the form alone", () => {
  it("is chosen from its own list or from rows that the caller may read [FRM-02] [FRM-03]", async () => {
    const page = await served.request("GET", "/write/?branch=1");
    expect(page.text).toContain("By a friend");
    expect(page.text).toMatch(/<option value="1" selected>Harbour/);
    expect(page.text).not.toContain("Secret");
    const sent = await fillAndSend(served, "/write/", { name: "Ada", found: "search", branch: "1" });
    expect(sent.status).toBe(303);
    expect(await messages()).toEqual([{ name: "Ada" }]);
  });

  it.each([
    ["needed and empty", { found: "" }, "How did you find us?"],
    ["not on the list", { found: "robot" }, "How did you find us?"],
    ["a row that is not there", { found: "friend", branch: "99" }, "Branch"],
    ["a row that the caller may not read", { found: "friend", branch: "2" }, "Branch"],
    ["no row at all", { found: "friend", branch: "x<y" }, "Branch"],
  ])("is refused when it is %s, with everything typed", async (_, typed, label) => {
    const before = await messages();
    const again = await fillAndSend(served, "/write/", { name: "Eve", ...typed });
    expect(again.status).toBe(422);
    const form = formIn(again.text);
    expect(form.values.name).toBe("Eve");
    expect(/<p class="error"[^>]*>([^<]*)/.exec(form.html)?.[1]).toContain(label);
    expect(await messages()).toEqual(before);
  });
});

describe("a choice that is not offered any more", () => {
  it("stays in the edit form of a row that has it, and can be given to no other [FRM-03]", async () => {
    await served.publish(shop(["draft", "out"]));
    const { html, values } = formIn((await served.request("GET", "/books/1/edit/")).text);
    expect(values.status).toBe("old");
    expect(html).toContain("old");
    // Saved with another change, it stays.
    expect((await fillAndSend(served, "/books/1/edit/", { title: "Emma!" })).status).toBe(303);
    const [row] = await served.sql("SELECT title, status FROM app.book WHERE id = 1");
    expect(row).toEqual({ title: "Emma!", status: "old" });
    const other = formIn((await served.request("GET", "/books/2/edit/")).text);
    expect(other.html).not.toContain("old");
    const refused = await post(served, other.action, { ...other.values, status: "old" });
    expect(refused.status).toBe(422);
    expect(formIn(refused.text).values.status).toBe("old");
    const changed = await fillAndSend(served, "/books/1/edit/", { status: "out" });
    expect(changed.status).toBe(303);
    expect(await served.sql("SELECT status FROM app.book ORDER BY id")).toEqual([
      { status: "out" },
      { status: "draft" },
    ]);
  });
});

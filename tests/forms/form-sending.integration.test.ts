import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { arm, disarm } from "#engine/runtime/failpoints";
import { app, choice, model, modelId, relation, testId, text } from "../builders.ts";
import { formRecords, pageRoute, pageTemplate, withRecords } from "../support/form-records.ts";
import { formIn, OWN_PAGE, post } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** What can happen to a form between its opening and its answer. */
const OPEN = { read: "true", create: "true", update: "true", delete: "true" };
const html = (body: string) =>
  `<!doctype html><html lang="en"><head><title>A page</title></head><body>${body}</body></html>`;

function notes({ withCity = false }: { readonly withCity?: boolean } = {}): AppDefinition {
  const drawn = app(
    model(
      "note",
      text("body", { required: true }),
      ...(withCity ? [text("city", { required: true, default: "Ulm" })] : []),
      {
        rules: OPEN,
        pluralLabel: "Notes",
      },
    ),
    model("page", text("name", { required: true }), choice("kind", ["one", "two"]), relation("parent", "page"), {
      rules: OPEN,
      key: "uuid",
      pluralLabel: "Pages",
    }),
    model("shelf", text("name"), { rules: OPEN, pluralLabel: "Shelves" }),
    model("book", text("title"), relation("shelf", "shelf", { onDelete: "cascade" }), {
      rules: { ...OPEN, read: "title not in ['Hidden A', 'Hidden B']" },
      pluralLabel: "Books",
    }),
    model("loan", relation("book", "book", { onDelete: "protect" }), {
      rules: { ...OPEN, read: "false" },
      pluralLabel: "Loans",
    }),
  );
  const form = (name: string, fields: Parameters<typeof formRecords>[2], protection: object) => [
    ...formRecords(name, "note", fields, {
      success: { to: "same" },
      protection: { honeypot: false, minSeconds: 0, perMinute: 600, ...protection },
    }),
    pageTemplate(`${name}.html`, html(`{% form "${name}" %}{% endform %}`)),
    pageRoute(name, `/${name}/`, { name: "template", templateId: testId("template", `${name}.html`) }),
  ];
  const view = (name: string, path: string, type: "create" | "update" | "delete" | "detail", of: string) =>
    pageRoute(name, path, { name: type, modelId: modelId(of) });
  return withRecords(drawn, [
    ...form("plain", { body: {}, ...(withCity ? { city: {} } : {}) }, {}),
    ...form("seldom", { body: {} }, { perMinute: 2 }),
    ...form("slow", { body: {} }, { minSeconds: 5 }),
    ...form("trap", { body: {} }, { honeypot: true }),
    view("page_new", "/pages/new/", "create", "page"),
    view("page_detail", "/pages/<uuid:id>/", "detail", "page"),
    view("page_edit", "/pages/<uuid:id>/edit/", "update", "page"),
    view("page_delete", "/pages/<uuid:id>/delete/", "delete", "page"),
    view("shelf_delete", "/shelves/<int:id>/delete/", "delete", "shelf"),
    view("book_delete", "/books/<int:id>/delete/", "delete", "book"),
  ]);
}

let served: ServedApp;
beforeAll(async () => {
  // As a process has it unless it is told otherwise: an app may have ten requests waiting for each connection.
  served = await serveApp(notes(), { poolSize: 10 });
});
afterEach(() => disarm());
afterAll(() => served?.close());

const open = async (path: string) => formIn((await served.request("GET", path)).text);
const bodies = async () =>
  (await served.sql<{ body: string }>("SELECT body FROM app.note ORDER BY id")).map(({ body }) => body);

describe("protection", () => {
  it("takes a form from 100 visitors at once, each from an address of their own", async () => {
    const sent = await Promise.all(
      Array.from({ length: 100 }, async (_, visitor) => {
        const { action, values } = await open("/seldom/");
        const body = `Visitor ${visitor}`;
        return (await post(served, action, { ...values, body }, OWN_PAGE, `10.1.0.${visitor}`)).status;
      }),
    );
    expect(sent.filter((status) => status === 303)).toHaveLength(100);
    const written = (await bodies()).filter((body) => body.startsWith("Visitor "));
    expect(new Set(written).size).toBe(100);
    expect(written).toHaveLength(100);
    await served.sql("DELETE FROM app.note");
  });

  it("answers most of 100 at once from one address 429, and each page still holds what was typed", async () => {
    const sent = await Promise.all(
      Array.from({ length: 100 }, async (_, number) => {
        const { action, values } = await open("/seldom/");
        const body = `Hurried ${number}`;
        const { status, text: page } = await post(served, action, { ...values, body }, OWN_PAGE, "10.2.0.1");
        return { status, body, isKept: status === 303 || formIn(page).values.body === body };
      }),
    );
    const done = sent.filter(({ status }) => status === 303).map(({ body }) => body);
    expect(sent.every(({ status, isKept }) => isKept && (status === 303 || status === 429))).toBe(true);
    expect(done.length).toBeGreaterThanOrEqual(2);
    expect(done.length).toBeLessThan(50);
    expect((await bodies()).filter((body) => body.startsWith("Hurried ")).sort()).toEqual([...done].sort());
    await served.sql("DELETE FROM app.note");
  });

  it("answers 429 when an address sends too often, with everything typed, and takes it a minute later", async () => {
    const { action, values } = await open("/seldom/");
    for (const body of ["One", "Two"]) expect((await post(served, action, { ...values, body })).status).toBe(303);
    const refused = await post(served, action, { ...values, body: "Three" });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    const again = formIn(refused.text);
    expect(again.values.body).toBe("Three");
    expect(await bodies()).toEqual(["One", "Two"]);
    served.passTime(61_000);
    expect((await post(served, again.action, again.values)).status).toBe(303);
    expect(await bodies()).toEqual(["One", "Two", "Three"]);
  });

  it("asks once more when it was sent at once, and takes it then", async () => {
    const { action, values } = await open("/slow/");
    const refused = await post(served, action, { ...values, body: "Quick" });
    expect(refused.status).toBe(429);
    const again = formIn(refused.text);
    expect(again.values.body).toBe("Quick");
    served.passTime(6000);
    const late = await post(served, action, { ...values, body: "Quick" });
    expect(late.status).toBe(303);
  });

  it("answers a robot as if it had been heard", async () => {
    const before = await bodies();
    const { action, values } = await open("/trap/");
    const [trap] = Object.keys(values).filter((name) => name !== "_form" && name !== "body");
    expect((await post(served, action, { ...values, body: "Buy", [trap as string]: "x" })).status).toBe(303);
    expect(await bodies()).toEqual(before);
    expect((await post(served, action, { ...values, body: "Human" })).status).toBe(303);
    expect(await bodies()).toEqual([...before, "Human"]);
  });
});

describe("a form that was open for long", () => {
  it("is asked for once more after twelve hours, with everything typed", async () => {
    const { action, values } = await open("/plain/");
    served.passTime(12 * 3600 * 1000 + 5000);
    const old = await post(served, action, { ...values, body: "Late" });
    expect(old.status).toBe(422);
    expect(old.text).toContain("open for too long");
    const again = formIn(old.text);
    expect(again.values.body).toBe("Late");
    expect(await bodies()).not.toContain("Late");
    expect((await post(served, again.action, again.values)).status).toBe(303);
    expect(await bodies()).toContain("Late");
  });

  it("is shown again after a publish that changed it, with the values that still fit [FRM-01]", async () => {
    const { action, values } = await open("/plain/");
    await served.publish(notes({ withCity: true }));
    const changed = await post(served, action, { ...values, body: "Before" });
    expect(changed.status).toBe(422);
    expect(changed.text).toContain("This form has changed since you opened it.");
    const again = formIn(changed.text);
    expect(again.values.body).toBe("Before");
    expect(again.html).toContain('name="city"');
    expect(await bodies()).not.toContain("Before");
    expect((await post(served, again.action, { ...again.values, city: "Bonn" })).status).toBe(303);
    const [row] = await served.sql("SELECT city FROM app.note WHERE body = 'Before'");
    expect(row).toEqual({ city: "Bonn" });
  });
});

describe("the ways in which browsers send", () => {
  it("takes multipart without files, and leaves parts that are files out", async () => {
    const { action, values } = await open("/plain/");
    const boundary = "----x";
    const part = (name: string, value: string, more = "") =>
      `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${more}\r\n\r\n${value}\r\n`;
    const body = `${part("_form", values._form ?? "")}${part("body", "In parts")}${part("city", "a file", '; filename="x.txt"')}--${boundary}--\r\n`;
    const headers = { "content-type": `multipart/form-data; boundary=${boundary}`, ...OWN_PAGE };
    const answer = await served.request("POST", action, { headers, body });
    expect(answer.status, answer.text.slice(0, 500)).toBe(303);
    const [row] = await served.sql("SELECT city FROM app.note WHERE body = 'In parts'");
    expect(row).toEqual({ city: "Ulm" });
  });

  it("makes one row when the process dies after it was written and the browser sends again", async () => {
    const { action, values } = await open("/plain/");
    const sent = { ...values, body: "Once" };
    arm("write.after-commit", () => {
      throw new Error("The process died.");
    });
    const died = await post(served, action, sent);
    expect(died.status).toBe(500);
    // The page still holds the form with what was typed, and the number of the report.
    const held = formIn(died.text);
    expect(held.values.body).toBe("Once");
    expect(died.text).toContain("request-1");
    expect((await post(served, held.action, held.values)).status).toBe(303);
    expect((await bodies()).filter((body) => body === "Once")).toHaveLength(1);
  });

  it("keeps what was typed when the database does not answer, and says so with 503", async () => {
    const { action, values } = await open("/plain/");
    const client = await served.pool.connect();
    await client.query(`BEGIN; LOCK TABLE ${served.schemaName}.note IN EXCLUSIVE MODE`);
    const waiting = await post(served, action, { ...values, body: "Patient" });
    await client.query("ROLLBACK");
    client.release();
    expect(waiting.status).toBe(503);
    const held = formIn(waiting.text);
    expect(held.values.body).toBe("Patient");
    expect((await post(served, held.action, held.values)).status).toBe(303);
  });
});

describe("rows with UUIDs", () => {
  it("are added, changed and deleted by forms [FRM-02]", async () => {
    const fresh = await open("/pages/new/");
    const made = await post(served, fresh.action, { ...fresh.values, name: "Root", kind: "one" });
    const place = made.headers.location as string;
    expect(place).toMatch(/^\/pages\/[0-9a-f-]{36}\/$/);
    const edit = await open(`${place}edit/`);
    const parent = place.split("/")[2] as string;
    expect((await post(served, edit.action, { ...edit.values, name: "Root 2", parent })).status).toBe(303);
    const [row] = await served.sql<Record<string, unknown>>("SELECT name, kind, parent::text FROM app.page");
    expect(row).toEqual({ name: "Root 2", kind: "one", parent });
    await served.sql("UPDATE app.page SET parent = NULL");
    const remove = await open(`${place}delete/`);
    expect((await post(served, remove.action, remove.values)).status).toBe(303);
    expect(await served.sql("SELECT 1 FROM app.page")).toEqual([]);
  });

  it("have buttons for a few choices, and a word for none of them [FRM-09]", async () => {
    const { html: form } = await open("/pages/new/");
    expect(form).toContain("<span>No choice</span>");
    expect(form).not.toContain("<span>–</span>");
  });
});

describe("a delete", () => {
  const shelf = async (titles: readonly string[]): Promise<number> => {
    const [row] = await served.sql<{ id: string }>("INSERT INTO app.shelf (name) VALUES ('S') RETURNING id");
    for (const title of titles)
      await served.sql("INSERT INTO app.book (title, shelf) VALUES ($1, $2)", [title, row?.id]);
    return Number(row?.id);
  };

  it("stops when more rows would go than the page has said, and is done when looked at again", async () => {
    const id = await shelf(["One"]);
    const page = await open(`/shelves/${id}/delete/`);
    await served.sql("INSERT INTO app.book (title, shelf) VALUES ('Two', $1)", [id]);
    const stopped = await post(served, page.action, page.values);
    expect(stopped.status).toBe(409);
    expect(await served.sql("SELECT 1 FROM app.book WHERE shelf = $1", [id])).toHaveLength(2);
    const again = formIn(stopped.text);
    expect((await post(served, again.action, again.values)).status).toBe(303);
    expect(await served.sql("SELECT 1 FROM app.shelf WHERE id = $1", [id])).toEqual([]);
  });

  it("is blocked by rows that point to it, also by ones that were added meanwhile, without a word of rows that are hidden", async () => {
    const id = await shelf(["Lent"]);
    const [book] = await served.sql<{ id: string }>("SELECT id FROM app.book WHERE shelf = $1", [id]);
    const page = await open(`/books/${book?.id}/delete/`);
    await served.sql("INSERT INTO app.loan (book) VALUES ($1)", [book?.id]);
    const blocked = await post(served, page.action, page.values);
    expect(blocked.status).toBe(409);
    expect(blocked.text).not.toContain("Loan");
    const shown = await served.request("GET", `/books/${book?.id}/delete/`);
    expect(shown.text).not.toContain("Loan");
    expect(shown.text).not.toContain('class="button primary danger"');
    expect(await served.sql("SELECT 1 FROM app.book WHERE id = $1", [book?.id])).toHaveLength(1);
  });

  it("says by title which rows go, the first ten, and of hidden ones how many [AUTH-13]", async () => {
    const id = await shelf([...Array.from({ length: 12 }, (_, index) => `Book ${index + 10}`), "Hidden A", "Hidden B"]);
    const { html: form } = await open(`/shelves/${id}/delete/`);
    expect(form).toContain("12 Books: deleted");
    expect(form).toContain("<li>Book 10</li>");
    expect(form).toContain("<li>Book 19</li><li>…</li>");
    expect(form).not.toContain("Book 20");
    expect(form).not.toContain("Hidden");
    expect(form).toContain("2 rows that you may not see: deleted");
  });
});

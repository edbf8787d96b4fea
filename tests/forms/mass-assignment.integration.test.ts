import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { FormFieldRecord } from "#engine/definition/records/form";
import {
  app,
  boolean,
  choice,
  createdAt,
  integer,
  longText,
  model,
  modelId,
  relation,
  testId,
  text,
} from "../builders.ts";
import { formRecords, pageRoute, pageTemplate, withRecords } from "../support/form-records.ts";
import { formIn, post } from "../support/send-form.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

/** Forms drawn at random, each sent every name that there is: only what the form asks for is written. */
const uses = ["absent", "asked", "readOnly", "fixed"] as const;
type Use = (typeof uses)[number];

/** By field: what a row has before, what is sent, and what a form gives by itself. */
const fields = {
  title: { before: "Old", sent: "Sent", fixed: "'Fixed'", given: "Fixed" },
  pages: { before: 1, sent: "22", fixed: "3", given: 3 },
  is_new: { before: true, sent: "", fixed: "true", given: true },
  state: { before: "draft", sent: "out", fixed: "'draft'", given: "draft" },
  notes: { before: "Old notes", sent: "Sent notes", fixed: "'Fixed notes'", given: "Fixed notes" },
} as const;
type FieldName = keyof typeof fields;
const names = Object.keys(fields) as FieldName[];
/** What each field is after its value was written. */
const written = { title: "Sent", pages: 22, is_new: false, state: "out", notes: "Sent notes" } as const;

interface DrawnForm {
  readonly action: "create" | "update";
  readonly uses: Readonly<Record<FieldName, Use>>;
}
const drawn = fc.record({
  action: fc.constantFrom("create" as const, "update" as const),
  uses: fc.record(Object.fromEntries(names.map((name) => [name, fc.constantFrom(...uses)])) as never),
}) as fc.Arbitrary<DrawnForm>;
const forms: readonly DrawnForm[] = fc.sample(drawn, { numRuns: 24, seed: 7 });

const optionsOf = (name: FieldName, use: Use): Partial<FormFieldRecord> =>
  use === "fixed" ? { fixed: fields[name].fixed } : use === "readOnly" ? { readOnly: true } : {};

function definition(): AppDefinition {
  const open = { read: "true", create: "true", update: "true" };
  const base = app(
    model(
      "item",
      text("title"),
      integer("pages"),
      boolean("is_new", { required: true, default: true }),
      choice("state", ["draft", "out"]),
      longText("notes"),
      relation("topic", "topic"),
      createdAt("made_at"),
      { rules: open },
    ),
    model("topic", text("name"), { rules: { read: "name != 'Secret'" } }),
  );
  const pages = forms.flatMap(({ action, uses: drawnUses }, index) => {
    const form = `form${index}`;
    const asked = names.filter((name) => drawnUses[name] !== "absent");
    const template = pageTemplate(`${form}.html`, `<!doctype html><title>x</title>{% form "${form}" %}{% endform %}`);
    const templateId = testId("template", `${form}.html`);
    return [
      ...formRecords(form, "item", Object.fromEntries(asked.map((name) => [name, optionsOf(name, drawnUses[name])])), {
        action,
        success: { to: "same" },
      }),
      template,
      pageRoute(form, `/${form}/<int:id>/`, { name: "detail", modelId: modelId("item"), templateId }),
    ];
  });
  const topics = formRecords("topics", "item", { topic: {} }, { action: "update", success: { to: "same" } });
  return withRecords(base, [
    ...pages,
    ...topics,
    pageTemplate("topics.html", '<!doctype html><title>x</title>{% form "topics" %}{% endform %}'),
    pageRoute("topics", "/topics/<int:id>/", {
      name: "detail",
      modelId: modelId("item"),
      templateId: testId("template", "topics.html"),
    }),
    pageRoute("derived", "/derived/<int:id>/", { name: "update", modelId: modelId("item") }),
  ]);
}

let served: ServedApp;
beforeAll(async () => {
  served = await serveApp(definition());
  await served.sql("INSERT INTO app.topic (name) VALUES ('Open'), ('Secret')");
});
afterAll(() => served?.close());

type Row = Readonly<Record<string, unknown>>;
async function newItem(): Promise<string> {
  const { title, pages, is_new, state, notes } = fields;
  const [row] = await served.sql<{ id: string }>(
    "INSERT INTO app.item (title, pages, is_new, state, notes, topic) VALUES ($1, $2, $3, $4, $5, 1) RETURNING id",
    [title.before, pages.before, is_new.before, state.before, notes.before],
  );
  return row?.id as string;
}
const itemOf = async (id: string): Promise<Row> => {
  const [row] = await served.sql<Row>("SELECT * FROM app.item WHERE id = $1", [id]);
  return row as Row;
};

const everything = {
  ...Object.fromEntries(names.map((name) => [name, fields[name].sent])),
  id: "9999",
  _version: "77",
  _sent: "1",
  made_at: "2001-01-01T00:00:00Z",
  topic: "2",
  "title.keep": "yours",
  record: "1",
};

describe("a form that is sent everything", () => {
  it.each(forms.map((form, index) => [index, form.action, JSON.stringify(form.uses)] as const))(
    "form %i (%s) writes what it asks for and nothing else: %s [FRM-02]",
    async (index) => {
      const { action, uses: drawnUses } = forms[index] as DrawnForm;
      const id = await newItem();
      const before = await itemOf(id);
      const page = await served.request("GET", `/form${index}/${id}/`);
      const form = formIn(page.text);
      const answer = await post(served, form.action, { ...everything, _form: form.values._form ?? "" });
      expect(answer.status, answer.text.slice(0, 2000)).toBe(303);
      const [newest] = await served.sql<Row>("SELECT * FROM app.item ORDER BY id DESC LIMIT 1");
      const row = action === "create" ? (newest as Row) : await itemOf(id);
      expect(row.id === id).toBe(action === "update");
      const untouched: Row =
        action === "update" ? before : { title: null, pages: null, is_new: true, state: null, notes: null };
      for (const name of names) {
        const use = drawnUses[name];
        const expected = use === "asked" ? written[name] : use === "fixed" ? fields[name].given : untouched[name];
        expect(row[name], `${name}, ${use}`).toEqual(expected);
      }
      expect(row.topic).toBe(action === "update" ? "1" : null);
      expect(new Date(row.made_at as Date).getFullYear()).toBeGreaterThan(2020);
      expect(Number(row._version)).toBeLessThanOrEqual(2);
      expect(row.id).not.toBe("9999");
      if (action === "create") expect(await itemOf(id)).toEqual(before);
    },
  );

  it("never points to a row that the caller may not read [FRM-05]", async () => {
    for (const path of ["topics", "derived"]) {
      const id = await newItem();
      const form = formIn((await served.request("GET", `/${path}/${id}/`)).text);
      const answer = await post(served, form.action, { ...form.values, topic: "2" });
      expect(answer.status).toBe(422);
      expect(answer.text).not.toContain("Secret");
      expect((await itemOf(id)).topic).toBe("1");
    }
  });

  it("leaves what the engine fills in alone in a form of all fields [FRM-02]", async () => {
    const id = await newItem();
    const form = formIn((await served.request("GET", `/derived/${id}/`)).text);
    const answer = await post(served, form.action, { ...everything, topic: "1", _form: form.values._form ?? "" });
    expect(answer.status).toBe(303);
    const row = await itemOf(id);
    expect(row).toMatchObject({ id, title: "Sent", topic: "1", _version: "2" });
    expect(new Date(row.made_at as Date).getFullYear()).toBeGreaterThan(2020);
  });
});

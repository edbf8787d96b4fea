import { describe, expect, it } from "vitest";
import { app, boolean, choice, integer, longText, model, modelId, text } from "../../tests/builders.ts";
import { readDefinition } from "../definition/reader.ts";
import { formWords } from "../views/forms/form-words.ts";
import { deriveForm } from "./derive-form.ts";
import { formBody } from "./form-body.ts";
import type { FormPlan } from "./form-plan.ts";
import type { FormState } from "./form-state.ts";
import { formWriter } from "./form-writer.ts";
import { readForm } from "./read-form.ts";

const reader = readDefinition(
  app(
    model(
      "book",
      text("title", { required: true, help: "As on the cover." }),
      integer("pages"),
      longText("blurb"),
      boolean("is_signed", { required: true }),
      choice("status", ["draft", "out"]),
    ),
  ),
);
const plan = deriveForm(reader, modelId("book"), "create") as FormPlan;
const words = formWords(reader);

const written = (change: Partial<FormState> = {}): string => {
  const none = new Map<string, never>();
  const state: FormState = {
    kind: "fresh",
    action: "/books/new/?page=2",
    token: "token",
    values: none,
    errors: none,
    asks: none,
    problems: [],
    options: none,
    ...change,
  };
  const writer = formWriter({ plan, state, words });
  return [writer.open(), writer.errors(), writer.rest(new Set()), writer.submit(undefined), writer.close()].join("");
};

describe("the HTML of a form", () => {
  it("is what it was", async () => {
    await expect(written()).toMatchFileSnapshot("./__snapshots__/fresh-form.html");
    const sent = formBody([
      ["title", ""],
      ["pages", 'a "lot"'],
      ["blurb", "<b>"],
    ]);
    const { typed, errors } = readForm(plan, sent, words);
    await expect(written({ kind: "refused", values: typed, errors })).toMatchFileSnapshot(
      "./__snapshots__/refused-form.html",
    );
    const conflict = { kind: "conflict" as const, values: new Map([["title", "Mine"]]), theirs: { title: "Theirs" } };
    await expect(written(conflict)).toMatchFileSnapshot("./__snapshots__/conflict-form.html");
  });

  it("describes each input by ids that are there, help before error", () => {
    const html = written({ kind: "refused", errors: new Map([["title", "Title is needed."]]) });
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const named = [...html.matchAll(/aria-describedby="([^"]+)"/g)].flatMap(([, list]) => (list as string).split(" "));
    expect(named).toEqual(["f-create_book-title-help", "f-create_book-title-error"]);
    for (const id of named) expect(ids).toContain(id);
    for (const [, id] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(id);
    expect(new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)).size).toBe(
      [...html.matchAll(/ id="/g)].length,
    );
  });

  it("has a box to save it all the same where everything only warns", () => {
    const warned = written({ kind: "refused", problems: ["So late?"], isWarned: true });
    expect(warned).toContain("<h2>Please check this</h2><ul><li>So late?</li></ul>");
    expect(warned).toContain('<input type="checkbox" id="f-create_book-confirm" name="_confirm" value="true">');
    expect(written({ kind: "refused", problems: ["So late?"] })).not.toContain("_confirm");
  });

  it("never lets what was typed become HTML", () => {
    const typed = new Map(plan.fields.map(({ name }) => [name, `"'></textarea></select><script>alert(1)</script>`]));
    expect(written({ kind: "refused", values: typed })).not.toContain("<script");
    expect(written({ kind: "conflict", values: typed, theirs: {} })).not.toContain("<script");
  });
});

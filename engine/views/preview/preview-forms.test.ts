import { describe, expect, it } from "vitest";
import { app, integer, model, modelId, relation, testId, text } from "../../../tests/builders.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import type { View } from "../../view-types/registry.ts";
import type { PreviewAs } from "./data-request.ts";
import { PagePreview, type PreviewRequest } from "./preview-page.ts";

const book = modelId("book");

function shop(rules: Readonly<Record<string, string>> = {}): AppDefinition {
  const made = app(
    model("book", text("title", { required: true }), integer("year"), relation("author", "author"), { rules }),
    model("author", text("name")),
  );
  const records: Record<string, unknown> = { ...made.records };
  const route = (name: string, path: string, view: View) => {
    const id = testId("route", name);
    records[id] = { kind: "route", id, name, label: name, path, view, access: "true", order: "i" };
  };
  route("list", "/", { name: "list", modelId: book, pageSize: 3 });
  route("new", "/new/", { name: "create", modelId: book });
  route("edit", "/<int:id>/edit/", { name: "update", modelId: book });
  route("delete", "/<int:id>/delete/", { name: "delete", modelId: book });
  return { ...made, records } as AppDefinition;
}

function shown(name: string, rest: Partial<PreviewRequest> & { definition?: AppDefinition } = {}) {
  const { definition = shop(), ...asked } = rest;
  const preview = new PagePreview(definition, undefined, { monotonic: () => 0, markToken: "m".repeat(16) });
  const ask: PreviewRequest = {
    routeId: testId("route", name),
    address: name === "list" ? "/" : name === "new" ? "/new/" : `/1/${name}/`,
    as: { kind: "builder" },
    rows: "sample",
    origin: "https://x.example",
    time: "2026-11-30T00:00:00Z",
    ...asked,
  };
  const step = preview.step(ask, undefined);
  if (step.kind !== "page") throw new Error(JSON.stringify(step));
  return step;
}

describe("forms in a preview", () => {
  it("are shown as they open, by the code of the host, and cannot be sent", () => {
    const { html, hasForms } = shown("new");
    expect(hasForms).toBe(true);
    expect(html).toContain('<form class="form create" method="post" action="/new/#f-create_book"');
    expect(html).toContain('<input type="hidden" name="_form" value="">');
    expect(html).toContain('<option value="1">Author 1</option>');
    expect(html).not.toContain("is needed");
    expect(shown("list").hasForms).toBeUndefined();
  });

  it("hold the values of the row that the page shows", () => {
    const { html } = shown("edit");
    expect(html).toMatch(/name="title" required type="text" value="Title 1"/);
    expect(html).toMatch(/<option value="1" selected>Author 1<\/option>/);
  });

  it("can be looked at with errors, and after they were sent", () => {
    const errors = shown("new", { forms: "errors" }).html;
    expect(errors).toContain('<div class="errors" role="alert"');
    expect(errors).toContain('<p class="error" id="f-create_book-title-error">Title is needed.</p>');
    expect(shown("delete", { forms: "errors" }).html).toContain('class="errors"');
    const sent = shown("edit", { forms: "sent" }).html;
    expect(sent).toContain('role="status"><p>Saved.</p>');
    expect(sent).not.toContain("<form class=");
    expect(shown("delete", { forms: "sent" }).html).toContain("Deleted.");
  });

  it("and links to them are shown to those who may", () => {
    const visitor: PreviewAs = { kind: "anonymous" };
    const readable = shop({ read: "true", update: "true" });
    expect(shown("list").html).toContain('href="/new/"');
    expect(shown("list", { as: visitor, definition: readable }).html).not.toContain('href="/new/"');
    expect(shown("new", { as: visitor, definition: readable }).status).toBe(403);
    expect(shown("edit", { as: visitor, definition: readable }).status).toBe(200);
  });
});

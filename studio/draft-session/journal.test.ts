import { describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, fieldId, model, modelId, text } from "../../tests/builders.ts";
import type { Command, DraftNotice } from "./draft-view.ts";
import { FakeBrowser, FakeServer, settle } from "./fake-server.ts";

const shop = () => app(model("book", text("title"), text("isbn")), model("author", text("name")));
const label = (of: AppDefinition, id: string): unknown => (of.records as Record<string, { label?: string }>)[id]?.label;
const relabel = (id: string, to: string): Command => ({
  label: `Rename to ${to}`,
  operations: [{ op: "update", id: id as ReturnType<typeof modelId>, set: { label: to }, unset: [] }],
});

describe("edits without a connection", () => {
  it("wait in the browser, survive the closed tab, and arrive once", async () => {
    const server = new FakeServer(shop());
    const browser = new FakeBrowser();
    const ada = server.connect("ada", "first", browser);
    await settle();
    ada.line("down");
    ada.session.apply(relabel(modelId("book"), "Volume"));
    expect(ada.session.view).toMatchObject({ waiting: 1, stored: 0 });
    ada.session.apply(relabel(modelId("author"), "Writer"));
    await settle();
    expect(ada.session.view).toMatchObject({ waiting: 2, stored: 2, storageFailure: undefined });
    browser.kill("first");

    const again = server.connect("ada", "second", browser);
    const told: DraftNotice[] = [];
    again.session.onNotice((notice) => told.push(notice));
    await settle();
    expect(told).toContainEqual({ kind: "found", edits: 2 });
    expect(server.log.map((edit) => edit.batchId)).toEqual(["first-batch-1", "first-batch-2"]);
    expect(again.session.view).toMatchObject({ waiting: 0, definition: server.definition });
    expect(browser.items).toEqual([]);
    // The tab was not dead after all: what it sends is known.
    ada.line("up");
    await settle();
    expect(server.log).toHaveLength(2);
    expect(label(server.definition, modelId("book"))).toBe("Volume");
  });

  it("that had arrived when the tab was closed, before it knew, arrive no second time", async () => {
    const server = new FakeServer(shop());
    const browser = new FakeBrowser();
    const ada = server.connect("ada", "first", browser);
    await settle();
    ada.line("loses answers");
    ada.session.apply(relabel(modelId("book"), "Volume"));
    for (let round = 0; round < 5; round++) await Promise.resolve();
    await settle();
    expect(server.log).toHaveLength(1);
    browser.kill("first");
    ada.session.close();
    const again = server.connect("ada", "second", browser);
    await settle();
    expect(server.log).toHaveLength(1);
    expect(again.session.view).toMatchObject({ waiting: 0, definition: server.definition });
    expect(browser.items).toEqual([]);
  });

  it("are not seen or sent by somebody else in the same browser", async () => {
    const server = new FakeServer(shop());
    const browser = new FakeBrowser();
    const ada = server.connect("ada", "first", browser);
    await settle();
    ada.line("down");
    ada.session.apply(relabel(modelId("book"), "Volume"));
    await settle();
    browser.kill("first");
    const eve = server.connect("eve", "second", browser);
    await settle();
    expect(eve.session.view).toMatchObject({ waiting: 0, definition: shop() });
    expect(server.log).toEqual([]);
    expect(browser.items).toHaveLength(1);
  });

  it("are left alone while their tab lives, and taken over when it is gone", async () => {
    const server = new FakeServer(shop());
    const browser = new FakeBrowser();
    const one = server.connect("ada", "one", browser);
    await settle();
    one.line("down");
    one.session.apply(relabel(modelId("book"), "Volume"));
    await settle();
    const two = server.connect("ada", "two", browser);
    await settle();
    expect(two.session.view.waiting).toBe(0);
    expect(server.log).toEqual([]);
    browser.kill("one");
    two.line("down");
    two.line("up");
    await settle();
    expect(server.log).toHaveLength(1);
    expect(two.session.view.definition).toEqual(server.definition);
  });

  it("say so when the browser has no room for them, and are sent all the same", async () => {
    const server = new FakeServer(shop());
    const browser = new FakeBrowser();
    const { session, line } = server.connect("ada", "ada", browser);
    await settle();
    line("down");
    browser.failure = "full";
    session.apply(relabel(modelId("book"), "Volume"));
    await settle();
    expect(session.view).toMatchObject({ waiting: 1, stored: 0, storageFailure: "full" });
    // Room again: what could not be written before is written with the next.
    browser.failure = undefined;
    session.apply(relabel(modelId("author"), "Writer"));
    await settle();
    expect(session.view).toMatchObject({ waiting: 2, stored: 2, storageFailure: undefined });
    line("up");
    await settle();
    expect(session.view).toMatchObject({ waiting: 0, storageFailure: undefined });
    expect(server.log).toHaveLength(2);
  });

  it("can be undone and done again at once, also after the tab was closed", async () => {
    const server = new FakeServer(shop());
    const browser = new FakeBrowser();
    const ada = server.connect("ada", "first", browser);
    const ben = server.connect("ben");
    await settle();
    ada.session.apply(relabel(fieldId("book", "title"), "Known to the server"));
    await settle();
    ada.line("down");
    ada.session.apply(relabel(modelId("book"), "One"));
    server.now += 10_000;
    ada.session.apply(relabel(modelId("book"), "Two"));
    ada.session.undo();
    expect(label(ada.session.view.definition, modelId("book"))).toBe("One");
    expect(ada.session.view.undoState).toEqual({ undo: "Rename to One", redo: "Rename to Two" });
    ada.session.undo();
    ada.session.undo();
    expect(label(ada.session.view.definition, fieldId("book", "title"))).toBe("Title");
    expect(ada.session.view.undoState.undo).toBeNull();
    ada.session.redo();
    ada.session.redo();
    expect(label(ada.session.view.definition, modelId("book"))).toBe("One");
    ben.session.apply(relabel(modelId("author"), "Writer"));
    await settle();
    browser.kill("first");
    const again = server.connect("ada", "second", browser);
    await settle();
    expect(label(server.definition, modelId("book"))).toBe("One");
    expect(label(server.definition, fieldId("book", "title"))).toBe("Known to the server");
    expect(label(server.definition, modelId("author"))).toBe("Writer");
    expect(again.session.view).toMatchObject({ waiting: 0, definition: server.definition });
  });

  it("never take back what was done in another window", async () => {
    const server = new FakeServer(shop());
    const one = server.connect("ada", "one");
    const two = server.connect("ada", "two");
    await settle();
    one.session.apply(relabel(modelId("book"), "One"));
    await settle();
    one.line("down");
    one.session.undo();
    two.session.apply(relabel(modelId("author"), "Two"));
    await settle();
    one.line("up");
    await settle();
    expect(label(server.definition, modelId("book"))).toBe("Book");
    expect(label(server.definition, modelId("author"))).toBe("Two");
    expect(one.session.view.definition).toEqual(server.definition);
    expect(two.session.view.definition).toEqual(server.definition);
  });

  it("that are refused, and texts that collide, are there again after a reload", async () => {
    const page = "tpl_aaaaaaaaaaaa" as const;
    const start = shop();
    const server = new FakeServer({
      ...start,
      records: { ...start.records, [page]: { kind: "template", id: page, name: "a.html", source: "a\n", order: "i" } },
    });
    const browser = new FakeBrowser();
    const ada = server.connect("ada", "first", browser);
    const ben = server.connect("ben");
    await settle();
    ada.line("down");
    const write = { recordId: page, property: "source", base: "a\n", label: "Edit a.html" };
    ada.session.setText({ ...write, text: "ada\n" });
    ada.session.apply(relabel(fieldId("book", "isbn"), "Number"));
    ben.session.setText({ ...write, text: "ben\n" });
    ben.session.apply({ label: "Delete field", operations: [{ op: "delete", id: fieldId("book", "isbn") }] });
    await settle();
    ada.line("up");
    await settle();
    expect(ada.session.view.waiting).toBe(0);
    browser.kill("first");
    const { session } = server.connect("ada", "second", browser);
    await settle();
    expect(session.view.textConflicts).toMatchObject([{ mine: "ada\n", theirs: "ben\n", by: "ben" }]);
    expect(session.view.refusals).toMatchObject([{ label: "Rename to Number" }]);
    session.dropText(`${page} source`);
    for (const { id } of session.view.refusals) session.dismiss(id);
    await settle();
    expect(browser.items).toEqual([]);
  });

  it("of one text typed on within two seconds are one", async () => {
    const page = "tpl_aaaaaaaaaaaa" as const;
    const server = new FakeServer({
      ...shop(),
      records: { [page]: { kind: "template", id: page, name: "a.html", source: "", order: "i" } },
    });
    const { session, line } = server.connect("ada", "ada", new FakeBrowser());
    await settle();
    line("down");
    for (const [base, typed] of [
      ["", "a"],
      ["a", "ab"],
      ["ab", "abc"],
    ] as const) {
      server.now += 900;
      session.setText({ recordId: page, property: "source", base, text: typed, label: "Edit a.html" });
    }
    expect(session.view.waiting).toBe(1);
    server.now += 5_000;
    session.setText({ recordId: page, property: "source", base: "abc", text: "abcd", label: "Edit a.html" });
    line("up");
    await settle();
    expect(server.log).toHaveLength(2);
    expect(server.definition.records[page]).toMatchObject({ source: "abcd" });
  });
});

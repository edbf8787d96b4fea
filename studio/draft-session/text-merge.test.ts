import { describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { emptyDefinition } from "#engine/definition/app-definition";
import type { TemplateId } from "#engine/definition/ids";
import type { TextChange } from "#engine/edits/text-changes";
import type { DraftSession } from "./draft-session.ts";
import { FakeServer, settle } from "./fake-server.ts";
import { TextBinding } from "./text-binding.ts";

const page = "tpl_aaaaaaaaaaaa" as TemplateId;
const place = { recordId: page, property: "source" };
const site = (source: string): AppDefinition => ({
  ...emptyDefinition,
  records: { [page]: { kind: "template", id: page, name: "page.html", source, order: "i" } },
});
const write = (session: DraftSession, base: string, text: string) =>
  session.setText({ ...place, base, text, label: "Edit page.html" });
const sourceOf = (definition: AppDefinition) => (definition.records[page] as { source: string }).source;

/** An editor as a person has it open; `type` is what they do. */
function editorOf(session: DraftSession) {
  let rested = () => {};
  const binding = new TextBinding({
    session,
    place,
    label: "Edit page.html",
    after: (_milliseconds, work) => {
      rested = work;
      return () => {
        rested = () => {};
      };
    },
  });
  let text = binding.text;
  const replacements: (readonly TextChange[])[] = [];
  const close = binding.attach({
    read: () => text,
    replace: (changes) => {
      replacements.push(changes);
      text = changes.toReversed().reduce((done, c) => done.slice(0, c.from) + c.insert + done.slice(c.to), text);
    },
  });
  return {
    close,
    replacements,
    text: () => text,
    type: (typed: string) => {
      text = typed;
      binding.typed();
    },
    rest: () => rested(),
  };
}

describe("a long text that two people edit", () => {
  it("is merged by lines, whoever is first, and both have the same in the end", async () => {
    const server = new FakeServer(site("a\nb\nc\n"));
    const ada = server.connect("ada");
    const ben = server.connect("ben");
    await settle();
    write(ada.session, "a\nb\nc\n", "A\nb\nc\n");
    write(ben.session, "a\nb\nc\n", "a\nb\nC\n");
    await settle();
    expect(sourceOf(server.definition)).toBe("A\nb\nC\n");
    for (const { session } of [ada, ben]) {
      expect(session.view).toMatchObject({ definition: server.definition, textConflicts: [], waiting: 0 });
    }
  });

  it("is merged after an hour without a connection, over many edits of both", async () => {
    const server = new FakeServer(site("a\nb\nc\n"));
    const ada = server.connect("ada");
    const ben = server.connect("ben");
    await settle();
    ada.line("down");
    write(ada.session, "a\nb\nc\n", "1\nb\nc\n");
    write(ada.session, "1\nb\nc\n", "1\n2\nb\nc\n");
    write(ben.session, "a\nb\nc\n", "a\nb\nC\n");
    await settle();
    write(ben.session, "a\nb\nC\n", "a\nb\nC\nd\n");
    await settle();
    ada.line("up");
    await settle();
    expect(sourceOf(server.definition)).toBe("1\n2\nb\nC\nd\n");
    expect(ada.session.view.definition).toEqual(server.definition);
  });

  it("keeps both versions where the same lines were changed, until the person has decided", async () => {
    const server = new FakeServer(site("a\nb\n"));
    const ada = server.connect("ada");
    const ben = server.connect("ben");
    await settle();
    ada.line("down");
    write(ada.session, "a\nb\n", "ada\nb\n");
    write(ada.session, "ada\nb\n", "ada too\nb\n");
    write(ben.session, "a\nb\n", "ben\nb\n");
    await settle();
    ada.line("up");
    await settle();
    expect(sourceOf(server.definition)).toBe("ben\nb\n");
    expect(ada.session.view.textConflicts).toEqual([
      {
        id: `${page} source`,
        ...place,
        label: "Edit page.html",
        base: "a\nb\n",
        mine: "ada too\nb\n",
        theirs: "ben\nb\n",
        by: "ben",
      },
    ]);
    expect(ada.session.textOf(place)).toBe("ada too\nb\n");

    // Typing goes on in what is mine, and theirs goes on too.
    write(ada.session, "ada too\nb\n", "ada too\nb\nmore\n");
    write(ben.session, "ben\nb\n", "ben!\nb\n");
    await settle();
    expect(ada.session.view.textConflicts).toMatchObject([{ mine: "ada too\nb\nmore\n", theirs: "ben!\nb\n" }]);
    ada.session.resolveText(`${page} source`, "ben and ada\nb\nmore\n", "ben!\nb\n");
    await settle();
    expect(sourceOf(server.definition)).toBe("ben and ada\nb\nmore\n");
    expect(ada.session.view).toMatchObject({ textConflicts: [], definition: server.definition });
    expect(ben.session.view.definition).toEqual(server.definition);
  });

  it("overwrites no version that waits for a decision with another", async () => {
    const server = new FakeServer(site("a\nb\n"));
    const ada = server.connect("ada");
    const ben = server.connect("ben");
    await settle();
    for (const round of ["first", "second"]) {
      const base = sourceOf(ada.session.view.definition);
      ada.line("down");
      ada.session.apply({
        label: "Edit page.html",
        operations: [{ op: "update", id: page, set: { source: `${round}\nb\n` }, unset: [] }],
      });
      write(ben.session, base, `ben ${round}\nb\n`);
      await settle();
      ada.line("up");
      await settle();
    }
    expect(ada.session.view.textConflicts.map(({ mine }) => mine)).toEqual(["first\nb\n", "second\nb\n"]);
    for (const { id } of ada.session.view.textConflicts) ada.session.dropText(id);
    expect(ada.session.view.textConflicts).toEqual([]);
  });

  it("keeps the rest of a batch whose text collides", async () => {
    const server = new FakeServer(site("a\n"));
    const ada = server.connect("ada");
    const ben = server.connect("ben");
    await settle();
    ada.line("down");
    ada.session.apply({
      label: "Rename",
      operations: [{ op: "update", id: page, set: { name: "home.html", source: "ada\n" }, unset: [] }],
    });
    write(ben.session, "a\n", "ben\n");
    await settle();
    ada.line("up");
    await settle();
    expect(server.definition.records[page]).toMatchObject({ name: "home.html", source: "ben\n" });
    expect(ada.session.view.textConflicts).toMatchObject([{ mine: "ada\n", theirs: "ben\n" }]);
  });

  it("counts another window of the same person as somebody else", async () => {
    const server = new FakeServer(site("a\n-\nb\n"));
    const one = server.connect("ada");
    const two = server.connect("ada", "ada-two");
    await settle();
    write(one.session, "a\n-\nb\n", "one\n-\nb\n");
    write(two.session, "a\n-\nb\n", "a\n-\ntwo\n");
    await settle();
    expect(one.session.view.definition).toEqual(server.definition);
    expect(sourceOf(server.definition)).toBe("one\n-\ntwo\n");
  });
});

describe("an editor of a long text", () => {
  it("takes what others do in small replacements, and keeps what is being typed", async () => {
    const server = new FakeServer(site("a\nb\nc\n"));
    const ada = server.connect("ada");
    const ben = server.connect("ben");
    await settle();
    const editor = editorOf(ada.session);
    editor.type("a\nb\nc and more\n");
    write(ben.session, "a\nb\nc\n", "a1\nb\nc\n");
    await settle();
    expect(editor.text()).toBe("a1\nb\nc and more\n");
    expect(editor.replacements).toEqual([[{ from: 1, to: 1, insert: "1" }]]);
    editor.rest();
    await settle();
    expect(sourceOf(server.definition)).toBe("a1\nb\nc and more\n");
  });

  it("keeps what is typed on a line that somebody has just changed, and the other's beside it", async () => {
    const server = new FakeServer(site("a\nb\n"));
    const ada = server.connect("ada");
    const ben = server.connect("ben");
    await settle();
    const editor = editorOf(ada.session);
    editor.type("ada\nb\n");
    write(ben.session, "a\nb\n", "ben\nb\n");
    await settle();
    expect(editor.text()).toBe("ada\nb\n");
    expect(ada.session.view.textConflicts).toMatchObject([{ mine: "ada\nb\n", theirs: "ben\nb\n", by: "ben" }]);
    editor.type("ada!\nb\n");
    editor.rest();
    await settle();
    expect(ada.session.view.textConflicts).toMatchObject([{ mine: "ada!\nb\n" }]);
    ada.session.resolveText(`${page} source`, "ben\nb\n", "ben\nb\n");
    await settle();
    expect(editor.text()).toBe("ben\nb\n");
    expect(sourceOf(server.definition)).toBe("ben\nb\n");
  });

  it("changes the lines that were typed in, and leaves the line ends of all others", async () => {
    const server = new FakeServer(site("a\r\nb\r\nc\r\n"));
    const ada = server.connect("ada");
    const ben = server.connect("ben");
    await settle();
    const editor = editorOf(ada.session);
    expect(editor.text()).toBe("a\nb\nc\n");
    editor.type("a\nB\nc\n");
    write(ben.session, "a\r\nb\r\nc\r\n", "a\r\nb\r\nc\r\nd\r\n");
    await settle();
    editor.rest();
    await settle();
    expect(sourceOf(server.definition)).toBe("a\r\nB\r\nc\r\nd\r\n");
    editor.type("a\nmine\nc\nd\n");
    write(ben.session, "a\r\nB\r\nc\r\nd\r\n", "a\r\ntheirs\r\nc\r\nd\r\n");
    await settle();
    expect(ada.session.view.textConflicts).toMatchObject([
      { base: "a\r\nB\r\nc\r\nd\r\n", mine: "a\r\nmine\r\nc\r\nd\r\n", theirs: "a\r\ntheirs\r\nc\r\nd\r\n" },
    ]);
  });

  it("saves what is typed when it is closed", async () => {
    const server = new FakeServer(site("a\n"));
    const { session } = server.connect("ada");
    await settle();
    const editor = editorOf(session);
    editor.type("a\nlast words\n");
    editor.close();
    await settle();
    expect(sourceOf(server.definition)).toBe("a\nlast words\n");
  });
});

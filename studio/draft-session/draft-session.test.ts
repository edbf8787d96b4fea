import { describe, expect, it } from "vitest";
import type { AppDefinition } from "#engine/definition/app-definition";
import { app, fieldId, model, modelId, text } from "../../tests/builders.ts";
import type { DraftSession } from "./draft-session.ts";
import type { Command, DraftNotice } from "./draft-view.ts";
import { FakeServer, settle } from "./fake-server.ts";

const shop = () => app(model("book", text("title"), text("isbn")), model("author", text("name")));
const label = (of: AppDefinition, id: string): unknown => (of.records as Record<string, { label?: string }>)[id]?.label;
const relabel = (id: string, to: string): Command => ({
  label: `Rename to ${to}`,
  operations: [{ op: "update", id: id as ReturnType<typeof modelId>, set: { label: to }, unset: [] }],
});
const notices = (session: DraftSession): DraftNotice[] => {
  const told: DraftNotice[] = [];
  session.onNotice((notice) => told.push(notice));
  return told;
};

describe("a draft session", () => {
  it("shows an edit before the server has answered, and waits for the answer", async () => {
    const server = new FakeServer(shop());
    const { session } = server.connect("ada");
    await settle();
    session.apply(relabel(modelId("book"), "Volume"));
    expect(label(session.view.definition, modelId("book"))).toBe("Volume");
    expect(session.view.waiting).toBe(1);
    expect(session.view.undoState.undo).toBe("Rename to Volume");
    await settle();
    expect(session.view).toMatchObject({ waiting: 0, revision: 1, connection: "online" });
    expect(server.definition).toEqual(session.view.definition);
  });

  it("refuses what the definition refuses, and sends nothing", async () => {
    const server = new FakeServer(shop());
    const { session } = server.connect("ada");
    await settle();
    const outcome = session.apply({
      label: "Rename",
      operations: [{ op: "update", id: modelId("book"), set: { label: "" }, unset: [] }],
    });
    expect(outcome).toMatchObject({
      ok: false,
      message: expect.stringContaining("label"),
      // What stands at the input need not say what the input is for.
      refusal: { property: "label", reason: expect.not.stringContaining("was refused") },
    });
    await settle();
    expect(server.received).toEqual([]);
  });

  it("converges with another session that edits at the same time", async () => {
    const server = new FakeServer(shop());
    const ada = server.connect("ada");
    const bob = server.connect("bob");
    await settle();
    for (let round = 0; round < 8; round++) {
      ada.session.apply(relabel(modelId("book"), `Ada ${round}`));
      bob.session.apply(relabel(modelId("book"), `Bob ${round}`));
      ada.session.apply(relabel(fieldId("book", "title"), `Title ${round}`));
      bob.session.apply(relabel(modelId("author"), `Writer ${round}`));
      if (round % 3 === 0) await settle();
    }
    await settle();
    expect(ada.session.view.definition).toEqual(server.definition);
    expect(bob.session.view.definition).toEqual(server.definition);
    expect(server.log).toHaveLength(32);
  });

  it("keeps what waits on top of what others do meanwhile", async () => {
    const server = new FakeServer(shop());
    const ada = server.connect("ada");
    const bob = server.connect("bob");
    await settle();
    ada.line("down");
    ada.session.apply(relabel(modelId("book"), "Ada's"));
    bob.session.apply(relabel(modelId("author"), "Writer"));
    bob.session.apply(relabel(modelId("book"), "Bob's"));
    await settle();
    expect(ada.session.view).toMatchObject({ connection: "offline", waiting: 1 });
    expect(label(ada.session.view.definition, modelId("book"))).toBe("Ada's");
    ada.line("up");
    await settle();
    expect(label(ada.session.view.definition, modelId("author"))).toBe("Writer");
    expect(label(server.definition, modelId("book"))).toBe("Ada's");
    expect(bob.session.view.definition).toEqual(ada.session.view.definition);
  });

  it("reads the draft whole when the server no longer has the edits since it went away, and sends what waits", async () => {
    const server = new FakeServer(shop());
    const ada = server.connect("ada");
    const bob = server.connect("bob");
    await settle();
    ada.line("down");
    ada.session.apply(relabel(fieldId("book", "title"), "Heading"));
    for (const name of ["One", "Two", "Three"]) {
      bob.session.apply(relabel(modelId("book"), name));
      await settle();
    }
    server.forgotten = 2;
    ada.line("up");
    await settle();
    expect(server.log).toHaveLength(4);
    expect(label(server.definition, fieldId("book", "title"))).toBe("Heading");
    expect(ada.session.view).toMatchObject({ waiting: 0, revision: 4 });
    expect(ada.session.view.definition).toEqual(server.definition);
  });

  it("sends a batch again when its answer was lost, and it counts once", async () => {
    const server = new FakeServer(shop());
    const { session, line } = server.connect("ada");
    await settle();
    line("loses answers");
    session.apply({
      label: "Add choice",
      operations: [
        { op: "create", record: { kind: "group", id: "grp_aaaaaaaaaaaa", name: "staff", label: "Staff", order: "i" } },
      ],
    });
    for (let round = 0; round < 3; round++) await Promise.resolve();
    await settle();
    expect(session.view.waiting).toBe(1);
    expect(server.log).toHaveLength(1);
    line("up");
    await settle();
    expect(session.view.waiting).toBe(0);
    expect(server.log).toHaveLength(1);
    expect(new Set(server.received)).toEqual(new Set(["ada-batch-1"]));
    expect(session.view.definition).toEqual(server.definition);
  });

  it.each(["up", "loses answers"] as const)("tells once what an edit replaced, when its line is %s", async (state) => {
    const server = new FakeServer(shop());
    const { session, line } = server.connect("ada");
    await settle();
    const told = notices(session);
    const bob = "bob" as DraftSession["me"];
    server.overtakesNext = [{ recordId: modelId("book"), property: "label", by: "Bob", of: bob }];
    line(state);
    session.apply(relabel(modelId("book"), "Volume"));
    await settle();
    line("up");
    await settle();
    expect(told).toMatchObject([{ kind: "overtook", label: "Rename to Volume", overtook: [{ by: "Bob" }] }]);
  });

  it("loses no edit and doubles none over many broken connections", async () => {
    const server = new FakeServer(app(model("book", text("title"))));
    const clients = ["ada", "bob"].map((name) => server.connect(name));
    await settle();
    const lines = ["down", "up", "loses answers", "up", "down", "loses answers", "up"] as const;
    let made = 0;
    for (let round = 0; round < 40; round++) {
      const client = clients[round % 2];
      client?.line(lines[(round * 5) % lines.length] ?? "up");
      const id = `grp_${String(round).padStart(12, "0")}` as const;
      client?.session.apply({
        label: "Add group",
        operations: [
          { op: "create", record: { kind: "group", id, name: `g${round}`, label: `G${round}`, order: "i" } },
        ],
      });
      made++;
      if (round % 4 === 0) await settle();
    }
    for (const client of clients) client.line("up");
    await settle();
    expect(server.log).toHaveLength(made);
    for (const { session } of clients) {
      expect(session.view.waiting).toBe(0);
      expect(session.view.definition).toEqual(server.definition);
    }
  });

  it("takes an edit back that the server refuses, and says so", async () => {
    const server = new FakeServer(shop());
    const { session } = server.connect("ada");
    const told = notices(session);
    await settle();
    server.refuseNext = "This app is being deleted.";
    session.apply(relabel(modelId("book"), "Volume"));
    await settle();
    expect(label(session.view.definition, modelId("book"))).toBe("Book");
    const kept = { label: "Rename to Volume", message: "This app is being deleted." };
    expect(told).toMatchObject([{ kind: "refused", refusal: kept }]);
    // It is kept until one lets it go, and can be done again.
    expect(session.view.refusals).toMatchObject([kept]);
    for (const refusal of session.view.refusals) session.again(refusal);
    await settle();
    expect(label(server.definition, modelId("book"))).toBe("Volume");
    expect(session.view.refusals).toEqual([]);
  });

  it("undoes through the server, after what waits, and only one's own", async () => {
    const server = new FakeServer(shop());
    const ada = server.connect("ada");
    const bob = server.connect("bob");
    await settle();
    ada.session.apply(relabel(modelId("book"), "Volume"));
    await settle();
    bob.session.apply(relabel(modelId("author"), "Writer"));
    ada.session.undo();
    await settle();
    expect(label(ada.session.view.definition, modelId("book"))).toBe("Book");
    expect(label(ada.session.view.definition, modelId("author"))).toBe("Writer");
    expect(ada.session.view.undoState).toEqual({ undo: null, redo: "Rename to Volume" });
    expect(bob.session.view.definition).toEqual(server.definition);
  });

  it("undoes an edit that has not been sent yet once it has been", async () => {
    const server = new FakeServer(shop());
    const { session, line } = server.connect("ada");
    await settle();
    line("down");
    session.apply(relabel(modelId("book"), "Volume"));
    session.undo();
    line("up");
    await settle();
    expect(label(session.view.definition, modelId("book"))).toBe("Book");
    expect(server.log.map((edit) => edit.undoes)).toEqual([undefined, 1]);
  });

  it("drops a waiting edit of what somebody else has deleted", async () => {
    const server = new FakeServer(shop());
    const ada = server.connect("ada");
    const bob = server.connect("bob");
    const told = notices(ada.session);
    await settle();
    ada.line("down");
    ada.session.apply(relabel(fieldId("book", "isbn"), "Number"));
    bob.session.apply({ label: "Delete field", operations: [{ op: "delete", id: fieldId("book", "isbn") }] });
    await settle();
    ada.line("up");
    await settle();
    expect(ada.session.view.definition).toEqual(server.definition);
    expect(told.some((notice) => notice.kind === "refused")).toBe(true);
  });
});

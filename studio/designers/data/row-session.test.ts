import { describe, expect, it, vi } from "vitest";
import type { DataRow } from "#contract/http/data";
import type { FieldRecord } from "#engine/definition/records/field";
import type { GridColumn } from "./grid-columns.ts";
import { GridCommands } from "./grid-commands.ts";
import type { LineRefusal, RowPorts, RowValues } from "./grid-row.ts";
import { newLine, withValue } from "./line-drafts.ts";
import { RowSession } from "./row-session.ts";
import { RowUndo } from "./row-undo.ts";

class Refused extends Error {
  readonly isConflict: boolean;
  readonly isAway: boolean;
  readonly isWarning: boolean;
  readonly fields: Readonly<Record<string, string>>;
  readonly lines: readonly LineRefusal[];
  constructor(
    message: string,
    rest: {
      isConflict?: boolean;
      isAway?: boolean;
      fields?: Record<string, string>;
      isWarning?: boolean;
      lines?: readonly LineRefusal[];
    } = {},
  ) {
    super(message);
    this.isConflict = rest.isConflict ?? false;
    this.isWarning = rest.isWarning ?? false;
    this.isAway = rest.isAway ?? false;
    this.fields = rest.fields ?? {};
    this.lines = rest.lines ?? [];
  }
}

/** A table in memory that checks versions as the server does. */
function table(rows: readonly RowValues[]) {
  const stored = new Map<number, DataRow>(
    rows.map((values, index) => [index + 1, { id: index + 1, version: 1, values, titles: {} }]),
  );
  const deleted = new Map<number, DataRow>();
  let refusal: Refused | undefined;
  const change = (id: number, values: RowValues): DataRow => {
    const row = stored.get(id) as DataRow;
    const next = { ...row, version: row.version + 1, values: { ...row.values, ...values } };
    stored.set(id, next);
    return next;
  };
  const ports: RowPorts = {
    list: async () => ({ rows: [...stored.values()], next: null }),
    read: async (id) => stored.get(id),
    create: async (values, { isConfirmed }) => {
      if (refusal && !(isConfirmed && refusal.isWarning)) throw refusal;
      const id = stored.size + 1;
      stored.set(id, { id, version: 1, values: { ...values }, titles: {} });
      return stored.get(id) as DataRow;
    },
    update: async ({ id, version }, values, { isConfirmed }) => {
      if (refusal && !(isConfirmed && refusal.isWarning)) throw refusal;
      if (stored.get(id)?.version !== version) throw new Refused("changed", { isConflict: true });
      return change(id, values);
    },
    remove: async ({ id, version }, { isConfirmed }) => {
      if (refusal && !(isConfirmed && refusal.isWarning)) throw refusal;
      if (stored.get(id)?.version !== version) throw new Refused("changed", { isConflict: true });
      deleted.set(id, stored.get(id) as DataRow);
      stored.delete(id);
    },
    restore: async (id) => {
      if (refusal) throw refusal;
      const row = deleted.get(id as number);
      if (!row) throw new Refused("This row is not among the deleted ones.");
      deleted.delete(id as number);
      stored.set(id as number, { ...row, version: row.version + 1 });
    },
    explain: (error) => {
      const known = error as Refused;
      const { message, isConflict, isAway, isWarning, fields, lines } = known;
      return { message, isConflict, isAway, isWarning, fields, lines };
    },
  };
  return { ports, stored, elsewhere: change, refuseWith: (next: Refused | undefined) => (refusal = next) };
}

async function open(rows: readonly RowValues[]) {
  const server = table(rows);
  const session = new RowSession({ ports: server.ports });
  await session.loadMore();
  return { ...server, session, row: (index: number) => session.state().rows[index] };
}

describe("rows in the grid", () => {
  it("shows a value at once and knows its new version for the next write", async () => {
    const { session, stored, row } = await open([{ price: 1 }]);
    const first = session.write([{ key: "1", values: { price: 2 } }], "Edit");
    const second = session.write([{ key: "1", values: { price: 3 } }], "Edit");
    expect(row(0)?.values.price).toBe(3);
    await Promise.all([first, second]);
    expect(stored.get(1)).toMatchObject({ version: 3, values: { price: 3 } });
    expect(row(0)).toMatchObject({ version: 3, saving: false, values: { price: 3 } });
  });

  it("takes a refused value back and keeps it in the red cell with its sentence", async () => {
    const { session, refuseWith, row } = await open([{ price: 1, title: "a" }]);
    refuseWith(new Refused("invalid", { fields: { price: "Price must be at least 0." } }));
    await session.write([{ key: "1", values: { price: -1 } }], "Edit");
    expect(row(0)?.values).toEqual({ price: 1, title: "a" });
    expect(row(0)?.issues.price).toEqual({ kind: "refused", value: -1, message: "Price must be at least 0." });
  });

  it("saves a new row with its lines, and keeps them with what is wrong where they are refused", async () => {
    const { session, refuseWith, stored } = await open([]);
    const key = session.addNew({ number: "A" });
    const line = withValue(newLine("line-1", []), "quantity", 0);
    session.draftLines(key, "lines", [line]);
    const lines = [{ list: "lines", index: 0, field: "quantity", message: "At least 1." }];
    refuseWith(new Refused("invalid", { lines }));
    await session.saveNew(key);
    const shown = () => session.state().rows.find((each) => each.key === key);
    expect(shown()?.lines?.lines?.[0]?.refused).toEqual({ quantity: "At least 1." });
    refuseWith(undefined);
    session.draftLines(key, "lines", [withValue(line, "quantity", 2)]);
    await session.saveNew(key);
    expect([...stored.values()].map(({ values }) => values)).toEqual([{ number: "A", lines: [{ quantity: 2 }] }]);
    expect(shown()).toMatchObject({ lines: undefined, saving: false });
  });

  it("saves lines of a row that somebody else has changed meanwhile, and those that are left with the sheet", async () => {
    const { session, elsewhere, stored, row } = await open([{ number: "A" }]);
    const line = withValue(newLine("line-1", []), "quantity", 2);
    session.draftLines("1", "lines", [line]);
    elsewhere(1, { number: "B" });
    await session.saveLines("1");
    expect(row(0)).toMatchObject({ lines: undefined, values: { number: "B" }, saving: false });
    expect(stored.get(1)?.values.lines).toEqual([{ quantity: 2 }]);
    session.draftLines("1", "lines", [withValue(line, "quantity", 3)]);
    session.close();
    await vi.waitFor(() => expect(stored.get(1)?.values.lines).toEqual([{ quantity: 3 }]));
  });

  it("says at every cell of a change what is wrong with a cell that it leaves alone", async () => {
    const { session, refuseWith, row } = await open([{ price: 1, state: "draft" }]);
    refuseWith(new Refused("invalid", { fields: { price: "So cheap?" } }));
    await session.write([{ key: "1", values: { state: "sold" } }], "Edit");
    expect(row(0)?.values.state).toBe("draft");
    expect(row(0)?.issues).toEqual({ state: { kind: "refused", value: "sold", message: "So cheap?" } });
  });

  it("saves what a validation warns of only when that is confirmed, as a step of undo", async () => {
    const { session, refuseWith, stored, row } = await open([{ price: 9, title: "a" }]);
    refuseWith(new Refused("invalid", { isWarning: true, fields: { price: "So cheap?" } }));
    await session.write([{ key: "1", values: { price: 1, title: "b" } }], "Edit");
    expect(row(0)?.values).toEqual({ price: 9, title: "a" });
    expect(row(0)?.issues.price).toEqual({ kind: "warned", value: 1, message: "So cheap?" });
    await session.saveAnyway("1");
    expect(stored.get(1)?.values).toEqual({ price: 1, title: "b" });
    expect(row(0)).toMatchObject({ values: { price: 1, title: "b" }, issues: {} });
    refuseWith(undefined);
    await session.undo();
    expect(stored.get(1)?.values).toEqual({ price: 9, title: "a" });
  });

  it("keeps a new row that a validation warns of until it is confirmed", async () => {
    const { session, refuseWith, stored, row } = await open([]);
    refuseWith(new Refused("So many?", { isWarning: true }));
    const key = session.addNew({ price: 1 });
    await session.saveNew(key);
    expect(row(0)).toMatchObject({ id: undefined, warning: "So many?", values: { price: 1 } });
    expect(session.state().notice?.message).toContain("So many?");
    await session.saveAnyway(key);
    expect(stored.get(1)?.values).toEqual({ price: 1 });
    expect(row(0)).toMatchObject({ id: 1, warning: undefined, issues: {} });
  });

  it("keeps rows whose delete a validation warns of until it is confirmed, as a step of undo", async () => {
    const { session, refuseWith, stored, row } = await open([{ price: 1 }, { price: 2 }]);
    refuseWith(new Refused("None left?", { isWarning: true }));
    await session.remove(["1", "2"]);
    expect(session.state().rows).toHaveLength(2);
    expect(session.state().warnedDelete).toEqual({ keys: ["1", "2"], messages: ["None left?"] });
    expect(session.state().undoLabel).toBeUndefined();
    session.keepWarned();
    await session.deleteAnyway();
    expect(stored.size).toBe(2);
    await session.remove(["1"]);
    await session.deleteAnyway();
    expect(session.state()).toMatchObject({ warnedDelete: undefined, undoLabel: "Delete row" });
    expect(row(0)?.values).toEqual({ price: 2 });
    refuseWith(undefined);
    await session.undo();
    expect(session.state().rows.map(({ values }) => values.price)).toEqual([1, 2]);
  });

  it("shows both values of a conflict and writes over it only when told", async () => {
    const { session, elsewhere, stored, row } = await open([{ price: 1 }]);
    elsewhere(1, { price: 7 });
    await session.write([{ key: "1", values: { price: 2 } }], "Edit");
    expect(row(0)?.values.price).toBe(7);
    expect(row(0)?.issues.price).toMatchObject({ kind: "conflict", yours: 2, theirs: 7 });
    expect(stored.get(1)?.values.price).toBe(7);
    await session.overwrite("1", "price");
    expect(stored.get(1)?.values.price).toBe(2);
    expect(row(0)?.issues).toEqual({});
    await session.undo();
    expect(stored.get(1)?.values.price).toBe(7);
    expect(session.state().undoLabel).toBeUndefined();
  });

  it("writes again by itself what somebody else's change did not touch", async () => {
    const { session, elsewhere, stored } = await open([{ price: 1, title: "a" }]);
    elsewhere(1, { title: "b" });
    await session.write([{ key: "1", values: { price: 2 } }], "Edit");
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(stored.get(1)?.values).toEqual({ price: 2, title: "b" });
  });

  it("undoes as a new write, and leaves alone what changed since", async () => {
    const { session, stored, row } = await open([{ price: 1 }, { price: 1 }]);
    await session.write(
      [
        { key: "1", values: { price: 2 } },
        { key: "2", values: { price: 2 } },
      ],
      "Paste",
    );
    await session.write([{ key: "2", values: { price: 9 } }], "Edit");
    await session.undo();
    expect(row(1)?.values.price).toBe(2);
    await session.undo();
    expect([stored.get(1)?.values.price, stored.get(2)?.values.price]).toEqual([1, 1]);
    expect(stored.get(1)?.version).toBe(3);
  });

  it("stops writing many rows between two of them, shows what is stored, and undoes what was written", async () => {
    const { session, stored, row } = await open(Array.from({ length: 20 }, () => ({ price: 1, title: "a" })));
    const stop = new AbortController();
    let written = 0;
    const writing = session.write(
      session.state().rows.map(({ key }) => ({ key, values: { price: 2 } })),
      "Empty Price",
      { signal: stop.signal, onWritten: () => ++written === 4 && stop.abort() },
    );
    expect(row(19)?.values.price).toBe(2);
    await writing;
    const prices = [...stored.values()].map(({ values }) => values.price);
    expect(prices).toEqual([...Array(written).fill(2), ...Array(20 - written).fill(1)]);
    expect(written).toBeLessThan(20);
    expect(session.state().rows.map(({ values }) => values.price)).toEqual(prices);
    expect(session.state().rows.some(({ saving }) => saving)).toBe(false);
    await session.undo();
    expect([...stored.values()].every(({ values }) => values.price === 1)).toBe(true);
    expect(stored.get(20)?.version).toBe(1);
  });

  it("does again what was taken back: values, new rows and deletes", async () => {
    const { session, stored } = await open([{ price: 1 }, { price: 5 }]);
    await session.write([{ key: "1", values: { price: 2 } }], "Edit Price");
    await session.saveNew(session.addNew({ price: 9 }, "end"));
    await session.remove(["2"]);
    const prices = () => session.state().rows.map(({ values }) => values.price);
    const end = prices();
    for (let step = 0; step < 3; step++) await session.undo();
    expect([prices(), session.state().undoLabel, session.state().redoLabel]).toEqual([[1, 5], undefined, "Edit Price"]);
    for (let step = 0; step < 3; step++) await session.redo();
    expect(prices()).toEqual(end);
    expect([...stored.values()].map(({ values }) => values.price).toSorted()).toEqual([2, 9]);
    expect(session.state()).toMatchObject({ undoLabel: "Delete row", redoLabel: undefined, notice: undefined });
    for (let step = 0; step < 3; step++) await session.undo();
    expect(prices()).toEqual([1, 5]);
  });

  it("does nothing again after another edit, and leaves alone what somebody else changed", async () => {
    const { session, elsewhere, stored } = await open([{ price: 1 }]);
    await session.write([{ key: "1", values: { price: 2 } }], "Edit");
    await session.undo();
    elsewhere(1, { price: 7 });
    await session.redo();
    expect(stored.get(1)?.values.price).toBe(7);
    expect(session.state().redoLabel).toBeUndefined();
    await session.write([{ key: "1", values: { price: 8 } }], "Edit");
    await session.undo();
    await session.write([{ key: "1", values: { price: 9 } }], "Edit");
    expect(session.state().redoLabel).toBeUndefined();
  });

  it("keeps a new row that was refused, with the reason on its cell", async () => {
    const { session, refuseWith, stored, row } = await open([]);
    const key = session.addNew({ price: 1 });
    refuseWith(new Refused("invalid", { fields: { title: "Title needs a value." } }));
    await session.saveNew(key);
    expect(row(0)).toMatchObject({ id: undefined, issues: { title: { message: "Title needs a value." } } });
    refuseWith(undefined);
    await session.write([{ key, values: { title: "Emma" } }], "Edit");
    await session.saveNew(key);
    expect(row(0)).toMatchObject({ key, id: 1, issues: {} });
    expect(stored.get(1)?.values).toEqual({ price: 1, title: "Emma" });
  });

  it("saves a new row that is left by leaving the grid, and says it when that or a late write is refused", async () => {
    const server = table([{ price: 1 }]);
    const late: string[] = [];
    const opened = async () => {
      const session = new RowSession({ ports: server.ports, notifyLate: (message) => late.push(message) });
      await session.loadMore();
      return session;
    };
    const first = await opened();
    await first.write([{ key: first.addNew(), values: { price: 2 } }], "Edit");
    first.addNew();
    first.close();
    await expect.poll(() => [...server.stored.values()].map(({ values }) => values.price)).toEqual([1, 2]);
    expect(late).toEqual([]);

    const second = await opened();
    server.refuseWith(new Refused("invalid", { fields: { price: "Price must be at least 0." } }));
    void second.write([{ key: "1", values: { price: -1 } }], "Edit");
    second.addNew({ price: -2 });
    second.close();
    await expect
      .poll(() => late)
      .toEqual([
        "Row 1 keeps what it had. Price must be at least 0.",
        "The new row was not saved. Price must be at least 0.",
      ]);
  });

  it("keeps what could not be sent in its cell, and sends it when the server is back", async () => {
    const { session, row, stored, refuseWith } = await open([{ title: "A" }]);
    refuseWith(new Refused("The server does not answer.", { isAway: true }));
    await session.write([{ key: "1", values: { title: "B" } }], "Edit Title");
    const added = session.addNew({ title: "New" }, "end");
    await session.saveNew(added);
    expect(row(0)).toMatchObject({ values: { title: "A" }, issues: { title: { kind: "waiting", value: "B" } } });
    expect(session.state().waiting).toBe(2);
    await session.sendWaiting();
    expect(session.state()).toMatchObject({ waiting: 2, saving: 0 });
    refuseWith(undefined);
    await session.sendWaiting();
    expect(row(0)).toMatchObject({ values: { title: "B" }, issues: {} });
    expect(session.state().waiting).toBe(0);
    expect([...stored.values()].map(({ values }) => values.title)).toEqual(["B", "New"]);
  });

  it("meets no conflict with its own write whose answer was lost", async () => {
    const { session, row, elsewhere, refuseWith } = await open([{ title: "A" }]);
    refuseWith(new Refused("The server does not answer.", { isAway: true }));
    await session.write([{ key: "1", values: { title: "B" } }], "Edit Title");
    elsewhere(1, { title: "B" });
    refuseWith(undefined);
    await session.sendWaiting();
    expect(row(0)).toMatchObject({ values: { title: "B" }, version: 2, issues: {} });
    expect(session.state().waiting).toBe(0);
  });

  it("brings a protected row back to its place and says why", async () => {
    const { session, refuseWith, row } = await open([{ price: 1 }, { price: 2 }]);
    refuseWith(new Refused("3 reviews point to this book."));
    await session.remove(["1"]);
    expect(row(0)?.key).toBe("1");
    expect(session.state().notice?.message).toBe("3 reviews point to this book.");
  });
});

const nameField = {
  id: "fld_name",
  kind: "field",
  modelId: "mdl_book",
  name: "name",
  label: "Name",
  order: "a",
  required: false,
  type: { name: "text" },
} as unknown as FieldRecord;
const nameColumn: GridColumn = {
  field: nameField,
  live: nameField,
  name: "name",
  context: { timeZone: "UTC", choices: [] } as unknown as GridColumn["context"],
  canEdit: true,
  width: 100,
};
const clipboard = (text: string) =>
  ({ getData: (type: string) => (type === "text/plain" ? text : "") }) as unknown as DataTransfer;

describe("pasted rows", () => {
  it("add rows after the new row that they begin in, leave stored rows alone, and are one step of undo", async () => {
    const { session, stored, row } = await open([{ name: "stored" }]);
    const commands = new GridCommands({ session, columns: [nameColumn], notify: () => {} });
    session.addNew();
    commands.paste({ top: 0, bottom: 0, left: 1, right: 1 }, clipboard("a\nb\nc"));
    await vi.waitFor(() => expect(stored.size).toBe(4));
    expect(session.state().rows.map(({ values }) => values.name)).toEqual(["a", "b", "c", "stored"]);
    expect(stored.get(1)?.values).toEqual({ name: "stored" });
    expect(session.state().undoLabel).toBe("Paste 3 cells");
    await session.undo();
    expect(session.state().rows.map(({ values }) => values.name)).toEqual(["stored"]);
    expect(stored.size).toBe(1);
    expect(row(0)?.issues).toEqual({});
  });

  it("are saved in the order in which they were copied, and undo takes away those that were refused too", async () => {
    const server = table([]);
    let asked = 0;
    const create: RowPorts["create"] = async (values, confirmation) => {
      asked += 1;
      // The earlier ones take longer.
      await new Promise((resolve) => setTimeout(resolve, 10 - asked));
      if (values.title === "bad") throw new Refused("invalid", { fields: { title: "No." } });
      return server.ports.create(values, confirmation);
    };
    const session = new RowSession({ ports: { ...server.ports, create } });
    await session.loadMore();
    const titles = ["a", "bad", "c", "d"];
    const added = titles.map((title) => session.addNew({ title }, "end"));
    await session.write([], "Paste 4 cells", { added });
    expect([...server.stored.values()].map(({ values }) => values.title)).toEqual(["a", "c", "d"]);
    expect(session.state().rows.map(({ id }) => id)).toEqual([1, undefined, 2, 3]);
    await session.undo();
    expect([session.state().rows, server.stored.size]).toEqual([[], 0]);
  });

  it("overwrite rows from a stored row on, and the rest become new rows in the same step of undo", async () => {
    const { session, stored } = await open([{ name: "one" }, { name: "two" }]);
    const commands = new GridCommands({ session, columns: [nameColumn], notify: () => {} });
    commands.paste({ top: 1, bottom: 1, left: 1, right: 1 }, clipboard("TWO\nthree"));
    await vi.waitFor(() => expect(stored.size).toBe(3));
    expect(session.state().rows.map(({ values }) => values.name)).toEqual(["one", "TWO", "three"]);
    await session.undo();
    expect(session.state().rows.map(({ values }) => values.name)).toEqual(["one", "two"]);
  });

  it("brings deleted rows back to where they stood, as one step of undo", async () => {
    const { session, stored, row } = await open([{ price: 1 }, { price: 2 }, { price: 3 }]);
    await session.remove(["1", "2"]);
    expect([...stored.keys()]).toEqual([3]);
    expect(session.state().undoLabel).toBe("Delete 2 rows");
    await session.undo();
    expect(session.state().rows.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(row(0)).toMatchObject({ version: 2, values: { price: 1 } });
    expect(session.state().undoLabel).toBeUndefined();
  });

  it("says why a deleted row could not be restored", async () => {
    const { session, refuseWith } = await open([{ price: 1 }]);
    await session.remove(["1"]);
    refuseWith(new Refused("Book: Another row has this Title by now. Change that row first."));
    await session.undo();
    expect(session.state().rows).toEqual([]);
    expect(session.state().notice?.message).toContain("Another row has this Title");
  });

  it("takes steps back in another sheet, of rows that it does not show too", async () => {
    const server = table([{ price: 1 }, { price: 5 }]);
    const undo = new RowUndo();
    const first = new RowSession({ ports: server.ports, undo });
    await first.loadMore();
    await first.write([{ key: "2", values: { price: 6 } }], "Edit price");
    const added = first.addNew({ price: 9 });
    await first.saveNew(added);
    first.close();
    const second = new RowSession({ ports: { ...server.ports, list: async () => ({ rows: [], next: null }) }, undo });
    await second.loadMore();
    expect(second.state().undoLabel).toBe("Add row");
    await second.undo();
    expect([...server.stored.keys()]).toEqual([1, 2]);
    expect(second.state().undoLabel).toBe("Edit price");
    await second.undo();
    expect(server.stored.get(2)?.values).toEqual({ price: 5 });
    expect(second.state()).toMatchObject({ rows: [], undoLabel: undefined, notice: undefined });
  });

  it("leaves what somebody else has changed since, in another sheet too", async () => {
    const server = table([{ price: 1 }]);
    const undo = new RowUndo();
    const first = new RowSession({ ports: server.ports, undo });
    await first.loadMore();
    await first.write([{ key: "1", values: { price: 2 } }], "Edit price");
    first.close();
    server.elsewhere(1, { price: 7 });
    const second = new RowSession({ ports: server.ports, undo });
    await second.loadMore();
    await second.undo();
    expect(server.stored.get(1)?.values).toEqual({ price: 7 });
    expect(second.state().notice?.message).toContain("was not taken back everywhere");
  });

  it("takes back a value that the server stores in another form", async () => {
    const server = table([{ price: "1.00" }]);
    const update: RowPorts["update"] = async (row, values, confirmation) => {
      const saved = await server.ports.update(row, values, confirmation);
      return server.elsewhere(saved.id as number, { price: `${Number(saved.values.price).toFixed(2)}` });
    };
    const session = new RowSession({ ports: { ...server.ports, update } });
    await session.loadMore();
    await session.write([{ key: "1", values: { price: "12.5" } }], "Edit price");
    expect(session.state().rows[0]?.values).toEqual({ price: "12.50" });
    await session.undo();
    expect(server.stored.get(1)?.values).toEqual({ price: "1.00" });
    expect(session.state().notice).toBeUndefined();
  });

  it("keeps showing what waits for its turn when an earlier write of the row is answered", async () => {
    const { session, row } = await open([{ title: "a", price: 1 }]);
    const seen: unknown[] = [];
    session.subscribe(() => seen.push(row(0)?.values.price));
    const first = session.write([{ key: "1", values: { title: "b" } }], "Edit title");
    const second = session.write([{ key: "1", values: { price: 2 } }], "Edit price");
    await Promise.all([first, second]);
    expect(seen.slice(seen.indexOf(2))).not.toContain(1);
    expect(row(0)?.values).toEqual({ title: "b", price: 2 });
  });
});

describe("lists of linked rows", () => {
  /** A list is written as what it adds and removes, as the server takes it. */
  async function openLists(rows: readonly RowValues[]) {
    const server = table(rows);
    const sent: RowValues[] = [];
    const ports: RowPorts = {
      ...server.ports,
      lists: new Set(["tags"]),
      update: (row, values, confirmation) => {
        sent.push(values);
        const { add, remove } = values.tags as unknown as { add: number[]; remove: number[] };
        const now = (server.stored.get(row.id as number)?.values.tags ?? []) as number[];
        const tags = [...now.filter((key) => !remove.includes(key)), ...add].sort();
        return server.ports.update(row, { ...values, tags }, confirmation);
      },
    };
    const session = new RowSession({ ports });
    await session.loadMore();
    return { ...server, session, sent, tags: () => session.state().rows[0]?.values.tags };
  }

  it("are sent as what was added and removed", async () => {
    const { session, sent, tags } = await openLists([{ tags: [1, 2] }]);
    await session.write([{ key: "1", values: { tags: [2, 3] } }], "Edit Tags");
    expect(sent).toEqual([{ tags: { add: [3], remove: [1] } }]);
    expect(tags()).toEqual([2, 3]);
  });

  it("keep what somebody else added meanwhile, also when the change is taken back", async () => {
    const { session, stored, elsewhere, tags } = await openLists([{ tags: [1] }]);
    elsewhere(1, { tags: [1, 9] });
    await session.write([{ key: "1", values: { tags: [1, 2] } }], "Edit Tags");
    expect(stored.get(1)?.values.tags).toEqual([1, 2, 9]);
    expect(session.state().rows[0]?.issues).toEqual({});
    await session.undo();
    expect(stored.get(1)?.values.tags).toEqual([1, 9]);
    expect(tags()).toEqual([1, 9]);
  });

  it("are pasted as titles, which must be those of one row each", async () => {
    const { session, stored } = await openLists([{ tags: [1] }]);
    const target = { id: "mdl_tag", label: "Tag" };
    const column = {
      field: { id: "list-1", label: "Tags", type: { name: "json" } },
      live: { id: "list-1", label: "Tags", type: { name: "json" } },
      name: "tags",
      canEdit: true,
      context: { choices: [] },
      list: { kind: "links", canEdit: true, collection: { name: "tags", target } },
    } as unknown as GridColumn;
    const rows = [
      { id: 1, title: "Red" },
      { id: 2, title: "Blue" },
      { id: 3, title: "Twin" },
      { id: 4, title: "Twin" },
    ];
    const findByTitle = async (_: string, titles: readonly string[]) =>
      rows.filter(({ title }) => titles.includes(title));
    const commands = new GridCommands({ session, columns: [column], notify: () => {}, findByTitle });
    const cell = { top: 0, bottom: 0, left: 1, right: 1 };
    const paste = (pasted: string) =>
      commands.paste(cell, { getData: (type: string) => (type === "text/plain" ? pasted : "") } as DataTransfer);
    paste("Blue; Red");
    await vi.waitFor(() => expect(stored.get(1)?.values.tags).toEqual([1, 2]));
    paste("Twin");
    await vi.waitFor(() =>
      expect(session.state().rows[0]?.issues.tags).toMatchObject({ message: expect.stringContaining("2 rows of Tag") }),
    );
    paste("[4]");
    await vi.waitFor(() => expect(stored.get(1)?.values.tags).toEqual([4]));
  });
});

import type { DataRow, RowKey } from "#contract/http/data";
import { isEqualJson, type JsonValue } from "#engine/definition/json";
import { shortKey } from "../../values/short-key.ts";
import type { CellIssue, Confirmation, GridRow, RowPorts, RowValues, WriteRefusal } from "./grid-row.ts";
import { refusedLines, sentLines } from "./line-drafts.ts";
import { linkDifference, withDifference } from "./link-difference.ts";
import { type RowStore, storedRow, titlesOf } from "./row-store.ts";
import type { DeletedPlace, RowUndo, UndoEntry } from "./row-undo.ts";

/** New values of one row, and the values that they replace. */
export interface RowChange {
  readonly key: string;
  readonly values: RowValues;
  readonly before: RowValues;
  /** It is saved although it breaks validations that only warn. */
  readonly isConfirmed?: boolean;
}

/** Of many rows that are written as one step. */
export interface WriteOptions {
  /** New rows that are saved as part of the step. */
  readonly added?: readonly string[];
  /** Sends the rows a few at a time and stops between them when it is aborted. */
  readonly signal?: AbortSignal;
  /** Called after each row. */
  readonly onWritten?: () => void;
}

/** Rows that are on their way together, where the rest can still be stopped. */
const AT_ONCE = 4;

interface RowRemoval {
  readonly key: string;
  readonly index: number;
  readonly confirmation: Confirmation;
}

/** What became of a row that was to be deleted. */
type Removal =
  | { readonly kind: "deleted"; readonly place: DeletedPlace }
  | { readonly kind: "kept"; readonly reason: string }
  /** A validation warns of it: it is deleted when that is confirmed. */
  | { readonly kind: "warned"; readonly key: string; readonly reason: string };

const UNCONFIRMED: Confirmation = { isConfirmed: false };

/**
 * Sends writes to the server. The writes of one row run one after another, so that each names the version that the one
 * before returned. A refused value stays in its cell with the reason; a value that somebody else changed meanwhile
 * becomes a conflict; a write that could not be delivered waits.
 */
export class RowWrites {
  readonly #ports: RowPorts;
  readonly #store: RowStore;
  readonly #undo: RowUndo;
  readonly #queues = new Map<string, Promise<void>>();
  /** Settles when the new row that was to be saved last is, or is refused. */
  #lastNew: Promise<void> = Promise.resolve();
  /** Values of rows whose writes wait for their turn. */
  readonly #unsent = new Map<string, readonly RowValues[]>();

  constructor(parts: { readonly ports: RowPorts; readonly store: RowStore; readonly undo: RowUndo }) {
    this.#ports = parts.ports;
    this.#store = parts.store;
    this.#undo = parts.undo;
  }

  /** Resolves when no write of this row is under way. */
  settled(key: string): Promise<void> {
    return this.#queues.get(key) ?? Promise.resolve();
  }

  #name(key: string): void {
    const id = this.#store.find(key)?.id;
    if (id !== undefined) this.#undo.named(key, id);
  }

  /** Writes one row. Gives the values as they are stored now; undefined if they were refused. */
  async send({ key, values, before, isConfirmed = false }: RowChange): Promise<RowValues | undefined> {
    let written: RowValues | undefined;
    let again: RowChange | undefined;
    const unsent = this.#unsent.get(key) ?? [];
    this.#unsent.set(key, [...unsent, values]);
    await this.#inTurn(key, async () => {
      const row = this.#store.find(key);
      this.#unsent.set(key, (this.#unsent.get(key) ?? []).slice(1));
      if (!row || row.id === undefined) return;
      try {
        const sent = this.#asSent(values, before);
        const saved = await this.#ports.update({ id: row.id, version: row.version }, sent, { isConfirmed });
        this.#accept(key, saved, values);
        written = Object.fromEntries(Object.keys(values).map((name) => [name, saved.values[name] ?? null]));
        void this.#showFarEnds(values, before);
      } catch (error) {
        const refusal = this.#ports.explain(error);
        if (refusal.isConflict) again = await this.#showConflict(row.id, { key, values, before });
        else this.#refuse({ key, values, before }, refusal);
      }
    });
    this.#store.countWaiting();
    return again ? this.send({ ...again, isConfirmed }) : written;
  }

  /** Says next to which row another one is to be. False if it was refused, which is told. */
  async place(key: string, name: string, place: JsonValue): Promise<boolean> {
    let isDone = false;
    await this.#inTurn(key, async () => {
      const row = this.#store.find(key);
      if (!row || row.id === undefined) return;
      try {
        const saved = await this.#ports.update({ id: row.id, version: row.version }, { [name]: place }, UNCONFIRMED);
        this.#accept(key, saved, {});
        isDone = true;
      } catch (error) {
        const { message, fields, isConflict } = this.#ports.explain(error);
        const current = isConflict ? await this.#ports.read(row.id).catch(() => undefined) : undefined;
        if (current) this.#accept(key, current, {});
        const reason = isConflict ? "It was changed by somebody else meanwhile. Move it again." : message;
        this.#store.notify(`The row was not moved. ${Object.values(fields)[0] ?? reason}`);
      }
    });
    return isDone;
  }

  /** Writes the rows that belong to a stored row, all or none. What is refused stays where it was typed, with the reason. */
  async saveLines(key: string, confirmation = UNCONFIRMED): Promise<void> {
    await this.#inTurn(key, async () => {
      const lines = sentLines(this.#store.find(key)?.lines);
      if (Object.keys(lines.values).length === 0) return;
      this.#store.patch(key, (row) => ({ ...withoutWarnings(row), saving: true, linesProblem: undefined }));
      for (const isLast of [false, true]) {
        const row = this.#store.find(key);
        if (!row || row.id === undefined) return;
        try {
          const saved = await this.#ports.update({ id: row.id, version: row.version }, lines.values, confirmation);
          this.#accept(key, saved, {});
          this.#store.patch(key, (current) => ({ ...current, lines: undefined }));
          return;
        } catch (error) {
          const refusal = this.#ports.explain(error);
          // The row itself has a newer version, which says nothing of its lines: each of them has its own.
          const isOfRow = refusal.isConflict && (refusal.lines ?? []).length === 0;
          const current = isOfRow && !isLast ? await this.#ports.read(row.id).catch(() => undefined) : undefined;
          if (current) this.#accept(key, current, {});
          else return this.#refuseLines(key, lines, refusal);
        }
      }
    });
  }

  #refuseLines(key: string, sent: ReturnType<typeof sentLines>, refusal: WriteRefusal): void {
    if (Object.keys(sent.values).length === 0) return;
    const isNew = this.#store.find(key)?.id === undefined;
    this.#store.patch(key, (row) => ({
      ...row,
      saving: false,
      lines: refusedLines(row.lines, sent, refusal.lines ?? []),
      // Of a new row it is said with the row.
      linesProblem: isNew ? undefined : refusal.message,
      warning: refusal.isWarning ? refusal.message : row.warning,
    }));
    if (this.#store.isClosed) this.#store.notify(`The lines were not saved. ${refusal.message}`);
  }

  /** "12.5" may be stored as "12.50": undo compares with what is stored. Of a list it takes back what was asked for. */
  asUndone(asked: RowValues, stored: RowValues): RowValues {
    const lists = Object.entries(asked).filter(([name]) => name in stored && this.#ports.lists?.has(name));
    return { ...stored, ...Object.fromEntries(lists) };
  }

  keepingOf(list: string): { readonly isOrdered: boolean } {
    return { isOrdered: this.#ports.orderedLists?.has(list) === true };
  }

  /** Reads the rows again that the sheet shows and that a change of links has given or taken a link at their end. */
  async #showFarEnds(values: RowValues, before: RowValues): Promise<void> {
    for (const name of Object.keys(values)) {
      if (!this.#ports.mutualLists?.has(name)) continue;
      const { add, remove } = linkDifference(before[name], values[name]);
      for (const id of [...add, ...remove]) {
        const shown = this.#store.state().rows.find((row) => row.id === id);
        const row = shown && (await this.#ports.read(id).catch(() => undefined));
        if (!row) continue;
        await this.settled(shown.key);
        this.#accept(shown.key, row, {});
      }
    }
  }

  /** Of a list, what is added and removed: what others have added stays. */
  #asSent(values: RowValues, before: RowValues): RowValues {
    const lists = this.#ports.lists;
    if (!lists) return values;
    const sent = (name: string, value: JsonValue): JsonValue => {
      if (!lists.has(name)) return value;
      const { add, remove, order } = linkDifference(before[name], value, this.keepingOf(name));
      return { add: [...add], remove: [...remove], ...(order ? { order: [...order] } : {}) };
    };
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, sent(name, value)]));
  }

  /**
   * Writes several rows, and saves the new rows in `added`, as one step of undo. A change that is refused or was not
   * sent is no part of the step: there is nothing to take back. A new row that is refused is: it stays in the grid.
   */
  async sendAll(changes: readonly RowChange[], label: string, options: WriteOptions = {}): Promise<void> {
    const { added = [], signal } = options;
    const stored = changes.filter((change) => this.#store.find(change.key)?.id !== undefined);
    if (stored.length === 0 && added.length === 0) return;
    for (const { key } of stored) this.#name(key);
    const entry: UndoEntry = {
      label,
      added,
      changes: stored.map(({ key, before, values }) => ({ key, from: before, to: values })),
    };
    this.#undo.remember(entry);
    const [written] = await Promise.all([
      signal
        ? this.#sendUntil(signal, stored, options.onWritten)
        : Promise.all(stored.map((change) => this.send(change))),
      Promise.all(added.map((key) => this.#save(key))),
    ]);
    const kept = {
      ...entry,
      changes: entry.changes.flatMap((change, index) => {
        const stored = written[index];
        return stored ? [{ ...change, to: this.asUndone(change.to, stored) }] : [];
      }),
    };
    this.#undo.replace(entry, kept.changes.length + kept.added.length > 0 ? kept : undefined);
  }

  /** Writes rows a few at a time. When the signal is aborted, the rows that were not sent show again what is stored. */
  async #sendUntil(
    signal: AbortSignal,
    changes: readonly RowChange[],
    onWritten?: () => void,
  ): Promise<readonly (RowValues | undefined)[]> {
    const written: (RowValues | undefined)[] = changes.map(() => undefined);
    let next = 0;
    const sendNext = async (): Promise<void> => {
      while (!signal.aborted) {
        const index = next++;
        const change = changes[index];
        if (!change) return;
        written[index] = await this.send(change);
        onWritten?.();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sendNext));
    for (const { key, values, before } of changes.slice(next)) {
      this.#store.patch(key, (row) => {
        const typedSince = changedSince(row, values);
        return { ...row, values: { ...row.values, ...before, ...typedSince }, saving: this.#queues.has(key) };
      });
    }
    return written;
  }

  /** Saves a row that exists only in the grid, as a step of undo of its own. */
  async create(key: string, confirmation = UNCONFIRMED): Promise<void> {
    if (await this.#save(key, confirmation)) this.#undo.remember({ label: "Add row", changes: [], added: [key] });
  }

  /** False if the row was refused, or had been saved before. */
  async #save(key: string, confirmation = UNCONFIRMED): Promise<boolean> {
    let isSaved = false;
    // One after another, so that rows get their keys, and so their order, as they stand in the grid.
    const before = this.#lastNew;
    const saved = this.#inTurn(key, async () => {
      await before;
      const row = this.#store.find(key);
      if (!row || row.id !== undefined) return;
      this.#store.patch(key, (current) => ({ ...withoutWarnings(current), saving: true }));
      const sent = row.values;
      const lines = sentLines(row.lines);
      try {
        this.#accept(key, await this.#ports.create({ ...sent, ...lines.values }, confirmation), sent);
        this.#store.patch(key, (current) => ({ ...current, lines: undefined, linesProblem: undefined }));
      } catch (error) {
        const refusal = this.#ports.explain(error);
        this.#refuseLines(key, lines, refusal);
        this.#refuseNew(key, refusal);
        return;
      }
      isSaved = true;
      this.#name(key);
      this.#store.waitingRows.delete(key);
      this.#sendTypedSince(key, sent);
    });
    this.#lastNew = saved.catch(() => undefined);
    await saved;
    this.#store.countWaiting();
    return isSaved;
  }

  /** Sends once more what waits for the server. A write whose answer was lost returns as a conflict of equal values, which is none. */
  async sendWaiting(): Promise<void> {
    const changes = this.#store.state().rows.flatMap((row): RowChange[] => {
      if (row.id === undefined || row.saving) return [];
      const waiting = Object.entries(row.issues).flatMap(([name, issue]) =>
        issue.kind === "waiting" ? [[name, issue.value] as const] : [],
      );
      if (waiting.length === 0) return [];
      const values = Object.fromEntries(waiting);
      return [{ key: row.key, values, before: this.#store.show(row.key, values, {}) }];
    });
    const newRows = [...this.#store.waitingRows];
    await Promise.all([this.sendAll(changes, "Edit"), ...newRows.map((key) => this.create(key))]);
    this.#store.countWaiting();
  }

  /** Deletes at once, as one step of undo; rows that the database protects return with the reason. */
  async remove(keys: readonly string[], confirmation = UNCONFIRMED): Promise<void> {
    const isStored = keys.some((key) => this.#store.find(key)?.id !== undefined);
    const removals = this.#removeRows(keys, confirmation);
    const deleted = removals.then((all) => this.#tellKept(all.filter(({ kind }) => kind !== "warned")));
    const label = keys.length === 1 ? "Delete row" : `Delete ${keys.length.toLocaleString("en")} rows`;
    const entry: UndoEntry = { label, changes: [], added: [], deleted };
    if (isStored) this.#undo.remember(entry);
    if ((await deleted).length === 0) this.#undo.replace(entry, undefined);
    const warned = (await removals).filter((removal) => removal.kind === "warned");
    if (warned.length === 0) return;
    // Nobody can be asked any more once the rows were left.
    if (this.#store.isClosed) this.#tellKept(warned);
    else {
      const messages = [...new Set(warned.map(({ reason }) => reason))];
      this.#store.set({ warnedDelete: { keys: warned.map(({ key }) => key), messages } });
    }
  }

  /** Deletes rows that are no step of undo. Gives those that were deleted. */
  async removeForGood(keys: readonly string[]): Promise<readonly DeletedPlace[]> {
    return this.#tellKept(await this.#removeRows(keys, UNCONFIRMED));
  }

  async #removeRows(keys: readonly string[], confirmation: Confirmation): Promise<readonly Removal[]> {
    const shown = this.#store.state().rows.map((row) => row.key);
    const removals = keys.map((key) => this.#removeRow({ key, index: shown.indexOf(key), confirmation }));
    return (await Promise.all(removals)).flatMap((removal) => removal ?? []);
  }

  /** Says why rows were not deleted; gives those that were. */
  #tellKept(removals: readonly Removal[]): readonly DeletedPlace[] {
    const [first, ...others] = removals.flatMap((removal) => (removal.kind === "deleted" ? [] : [removal.reason]));
    if (first !== undefined) {
      this.#store.notify(others.length === 0 ? first : `${others.length + 1} rows were not deleted. ${first}`);
    }
    return removals.flatMap((removal) => (removal.kind === "deleted" ? [removal.place] : []));
  }

  /** Brings deleted rows back to where they stood, and gives their ids. Rows that cannot come back are reported with the reason. */
  async restore(places: readonly DeletedPlace[]): Promise<readonly RowKey[]> {
    const reasons: string[] = [];
    const restored: RowKey[] = [];
    // A row that was deleted because another one was comes back with that one, and cannot be asked for again.
    for (const { id, index } of places.toSorted((a, b) => a.index - b.index)) {
      this.#store.set({ saving: this.#store.state().saving + 1 });
      try {
        await this.#ports.restore(id);
        restored.push(id);
        this.#undo.named(String(id), id);
        await this.#showAgain(id, index);
      } catch (error) {
        reasons.push(this.#ports.explain(error).message);
      } finally {
        this.#store.set({ saving: this.#store.state().saving - 1 });
      }
    }
    const [first, ...others] = reasons;
    if (first !== undefined)
      this.#store.notify(others.length === 0 ? first : `${others.length + 1} rows were not restored. ${first}`);
    return restored;
  }

  async #showAgain(id: RowKey, index: number): Promise<void> {
    const row = await this.#ports.read(id);
    const { rows } = this.#store.state();
    if (!row || rows.some((shown) => shown.id === id)) return;
    this.#store.set({ rows: rows.toSpliced(Math.min(index, rows.length), 0, storedRow(row)) });
  }

  /** Deletes one row; undefined of one that was never stored. */
  async #removeRow({ key, index, confirmation }: RowRemoval): Promise<Removal | undefined> {
    let outcome: Removal | undefined;
    await this.#inTurn(key, async () => {
      const row = this.#store.find(key);
      if (!row) return;
      this.#store.remove(key);
      if (row.id === undefined) return;
      try {
        await this.#ports.remove({ id: row.id, version: row.version }, confirmation);
        outcome = { kind: "deleted", place: { id: row.id, index } };
      } catch (error) {
        const refusal = this.#ports.explain(error);
        const current = refusal.isConflict ? await this.#ports.read(row.id).catch(() => undefined) : undefined;
        const rows = [...this.#store.state().rows];
        rows.splice(Math.min(index, rows.length), 0, current ? storedRow(current) : { ...row, saving: false });
        this.#store.set({ rows });
        const reason = refusal.isConflict
          ? `Row ${shortKey(row.id)} was changed by somebody else and was not deleted. Look at it and delete it again.`
          : refusal.message;
        outcome = refusal.isWarning ? { kind: "warned", key, reason } : { kind: "kept", reason };
      }
    });
    return outcome;
  }

  #inTurn(key: string, write: () => Promise<void>): Promise<void> {
    this.#store.set({ saving: this.#store.state().saving + 1 });
    const turn = this.settled(key)
      .then(write)
      .finally(() => {
        this.#store.set({ saving: this.#store.state().saving - 1 });
        if (this.#queues.get(key) === turn) this.#queues.delete(key);
      });
    this.#queues.set(key, turn);
    return turn;
  }

  /** The server's row is the truth, except for cells that were edited again in the meantime. */
  #accept(key: string, saved: DataRow, sent: RowValues): void {
    this.#store.patch(key, (row) => {
      const kept = { ...changedSince(row, sent), ...Object.assign({}, ...(this.#unsent.get(key) ?? [])) };
      return {
        ...row,
        id: saved.id,
        version: saved.version,
        values: { ...row.values, ...saved.values, ...kept },
        ...merged(row, saved),
        saving: Object.keys(kept).length > 0,
      };
    });
  }

  /** The value stays in its cell, red, with the sentence; the row holds what is stored. */
  #refuse({ key, values, before }: RowChange, refusal: WriteRefusal): void {
    const sentences = Object.values(refusal.fields);
    const [first = refusal.message] = sentences;
    // A warning is confirmed for the whole change, and what names none of its cells is said at all of them.
    const isForAll = refusal.isWarning === true || !Object.keys(values).some((name) => name in refusal.fields);
    const kind = refusal.isAway ? "waiting" : refusal.isWarning ? "warned" : "refused";
    if (this.#store.isClosed) this.#store.notify(`Row ${key} keeps what it had. ${first}`);
    this.#store.patch(key, (row) => {
      const issues: Record<string, CellIssue> = { ...row.issues };
      for (const [name, value] of Object.entries(values)) {
        const message = refusal.fields[name] ?? (isForAll ? first : undefined);
        if (message !== undefined) issues[name] = { kind, value, message };
      }
      return { ...row, values: { ...row.values, ...before }, issues, saving: false };
    });
    this.#store.countWaiting();
  }

  #refuseNew(key: string, refusal: WriteRefusal): void {
    const { waitingRows, isClosed } = this.#store;
    const wasWaiting = waitingRows.delete(key);
    if (refusal.isAway && !isClosed) waitingRows.add(key);
    const [first = refusal.message] = Object.values(refusal.fields);
    const kind = refusal.isWarning ? "warned" : "refused";
    this.#store.patch(key, (current) => {
      const issues: Record<string, CellIssue> = { ...current.issues };
      for (const [name, message] of Object.entries(refusal.fields)) {
        issues[name] = { kind, value: current.values[name] ?? null, message };
      }
      return { ...current, issues, saving: false, warning: refusal.isWarning ? first : undefined };
    });
    // A row that waits is sent again by itself, and is reported once.
    if (wasWaiting && refusal.isAway) return;
    this.#store.notify(isClosed ? `The new row was not saved. ${first}` : `The new row is not saved yet. ${first}`);
  }

  #sendTypedSince(key: string, sent: RowValues): void {
    const row = this.#store.find(key);
    const values = row ? changedSince(row, sent) : {};
    if (Object.keys(values).length > 0) void this.send({ key, values, before: sent });
  }

  /** Gives the values that nobody else touched, to be written again on the newer version. */
  async #showConflict(id: RowKey, { key, values, before }: RowChange): Promise<RowChange | undefined> {
    const theirs = await this.#ports.read(id).catch(() => undefined);
    if (!theirs) {
      this.#store.remove(key);
      this.#store.notify(`Row ${id} was deleted by somebody else. Your change was not saved.`);
      return undefined;
    }
    const { conflicts, untouched, base } = compare({ values, before, theirs, ports: this.#ports });
    this.#store.patch(key, (row) => ({
      ...row,
      version: theirs.version,
      values: { ...theirs.values, ...untouched },
      ...merged(row, theirs),
      issues: { ...row.issues, ...conflicts },
      saving: false,
    }));
    return Object.keys(untouched).length > 0 ? { key, values: untouched, before: { ...before, ...base } } : undefined;
  }
}

/** A row that is sent again: what it was warned of is asked anew. */
const withoutWarnings = (row: GridRow): GridRow => ({
  ...row,
  warning: undefined,
  issues: Object.fromEntries(Object.entries(row.issues).filter(([, { kind }]) => kind !== "warned")),
});

/** The cells of a row whose saved value differs from the sent one. */
function changedSince(row: GridRow, sent: RowValues): Record<string, JsonValue> {
  return Object.fromEntries(
    Object.entries(row.values).filter(([name, value]) => name in sent && !isEqualJson(value, sent[name])),
  );
}

/** The titles that a row has, with those of the server. */
const merged = (row: GridRow, stored: DataRow): Pick<GridRow, "titles" | "cut"> => {
  const { titles, cut = row.cut ?? [] } = titlesOf(stored);
  return { titles: { ...row.titles, ...titles }, cut };
};

/**
 * Of a refused change: the values that somebody else changed too, and those that nobody else touched. A change of a list
 * is made of the list as it is by now, which is in `base`.
 */
function compare({
  values,
  before,
  theirs,
  ports: { lists, orderedLists },
}: Pick<RowChange, "values" | "before"> & {
  readonly theirs: DataRow;
  readonly ports: Pick<RowPorts, "lists" | "orderedLists">;
}) {
  const conflicts: Record<string, CellIssue> = {};
  const untouched: Record<string, JsonValue> = {};
  const base: Record<string, JsonValue> = {};
  for (const [name, yours] of Object.entries(values)) {
    const now = theirs.values[name] ?? null;
    if (lists?.has(name)) {
      base[name] = now;
      const isOrdered = orderedLists?.has(name) === true;
      untouched[name] = [...withDifference(now, linkDifference(before[name], yours, { isOrdered }))];
    } else if (isEqualJson(now, before[name] ?? null)) untouched[name] = yours;
    else if (!isEqualJson(now, yours)) {
      const message = "Somebody else changed this value while you did.";
      conflicts[name] = { kind: "conflict", yours, theirs: now, message };
    }
  }
  return { conflicts, untouched, base };
}

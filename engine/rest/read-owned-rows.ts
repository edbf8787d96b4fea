import type { Collection } from "../definition/collections.ts";
import type { JsonValue } from "../definition/json.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { FieldError } from "../errors.ts";
import { keyOf } from "../field-types/keys.ts";
import { COLLECTION_LIMIT } from "../query/collection-sql.ts";
import type { SqlValue } from "../sql/sql.ts";
import { versionsOf } from "./negotiate.ts";
import { isObject, type JsonObject, pointerOf, readValues, type WriteValues } from "./read-body.ts";
import { type RowMove, readMoves } from "./read-moves.ts";
import type { CallerView } from "./resource.ts";

/**
 * The rows that belong to a row, as its body has them: `{"lines": [{"quantity": 2}, {"id": 7, "quantity": 3}, {"id": 8,
 * "_delete": true}]}`. Rows that are not named stay as they are.
 */
export interface OwnedRows {
  readonly collection: Collection;
  /** Where the list stands in the body. */
  readonly pointer: string;
  readonly rows: readonly OwnedRow[];
}

export type OwnedRow = {
  /** Where it stands in the body. */
  readonly pointer: string;
} & (
  | ({ readonly kind: "create" } & WriteValues)
  | ({ readonly kind: "change"; readonly moves: readonly RowMove[] } & Stored & WriteValues)
  | ({ readonly kind: "delete" } & Stored)
);

interface Stored {
  readonly key: SqlValue;
  /** The row is only written while it has one of these versions; absent: whatever version it has. */
  readonly versions: readonly number[] | undefined;
}

/** A body without the rows that belong to it, and those. */
export interface ReadOwnedRows {
  readonly rest: JsonValue;
  readonly owned: readonly OwnedRows[];
  readonly errors: readonly FieldError[];
}

export interface OwnedRowsInput {
  readonly body: JsonValue;
  /** Of a row that is new there is nothing to change or delete yet. */
  readonly isNew: boolean;
  /** Checks the values of a row before any statement runs. */
  judge(values: WriteValues): readonly FieldError[];
}

export function readOwnedRows(view: CallerView, model: ModelRecord, input: OwnedRowsInput): ReadOwnedRows {
  const { body } = input;
  if (!isObject(body)) return { rest: body, owned: [], errors: [] };
  const errors: FieldError[] = [];
  const owned: OwnedRows[] = [];
  const read = new Set<string>();
  for (const collection of view.ownedCollections(model)) {
    const { name } = collection;
    if (!Object.hasOwn(body, name)) continue;
    read.add(name);
    const rows = readList(view, collection, { ...input, body: body[name] as JsonValue, errors });
    owned.push({ collection, pointer: pointerOf(name), rows });
  }
  for (const { name, link } of view.collections(model)) {
    if (link || read.has(name) || !Object.hasOwn(body, name)) continue;
    read.add(name);
    const message = `"${name}" cannot be written here. Its rows are written by themselves: each names its ${model.label}.`;
    errors.push({ pointer: pointerOf(name), code: "read_only", message });
  }
  const [first] = owned;
  if (first && owned.reduce((count, { rows }) => count + rows.length, 0) > COLLECTION_LIMIT) {
    const message = `A write has at most ${COLLECTION_LIMIT} rows in its lists.`;
    errors.push({ pointer: pointerOf(first.collection.name), code: "too_many", message });
  }
  if (read.size === 0) return { rest: body, owned, errors };
  const rest = Object.fromEntries(Object.entries(body).filter(([name]) => !read.has(name)));
  return { rest, owned, errors };
}

interface ListInput extends OwnedRowsInput {
  /** Mistakes are added to these. */
  readonly errors: FieldError[];
}

function readList(view: CallerView, collection: Collection, input: ListInput): readonly OwnedRow[] {
  const { name } = collection;
  const pointer = pointerOf(name);
  const { body, errors } = input;
  if (!Array.isArray(body)) {
    const message = `"${name}" must be a list of rows: new ones, and with "id" those that change.`;
    errors.push({ pointer, code: "wrong_type", message });
    return [];
  }
  if (body.length > COLLECTION_LIMIT) {
    const message = `"${name}" may have at most ${COLLECTION_LIMIT} rows in one write.`;
    errors.push({ pointer, code: "too_many", message });
    return [];
  }
  const keys = new Set<string>();
  return body.flatMap((item: JsonValue, index) => {
    const at = `${pointer}/${index}`;
    const { row, mistakes } = readRow(view, collection, { ...input, body: item });
    const all = [...mistakes];
    if (row && row.kind !== "create") {
      if (keys.has(String(row.key))) all.push({ pointer: "/id", code: "repeated", message: REPEATED });
      keys.add(String(row.key));
    }
    errors.push(...all.map((error) => ({ ...error, pointer: at + error.pointer })));
    if (!row || all.length > 0) return [];
    const within = <Item extends { readonly pointer: string }>(part: Item): Item => ({
      ...part,
      pointer: at + part.pointer,
    });
    const placed = (move: RowMove): RowMove => ({ ...within(move), place: within(move.place) });
    return [row.kind === "change" ? { ...row, moves: row.moves.map(placed), pointer: at } : { ...row, pointer: at }];
  });
}

const REPEATED = "Another row of the list has this id.";

/** As `Omit`, of each kind by itself. */
type WithoutPointer<Row> = Row extends unknown ? Omit<Row, "pointer"> : never;

interface ReadRow {
  readonly row: WithoutPointer<OwnedRow> | undefined;
  /** With pointers into the row. */
  readonly mistakes: readonly FieldError[];
}

function readRow(view: CallerView, collection: Collection, { body, isNew, judge }: OwnedRowsInput): ReadRow {
  if (!isObject(body)) return refused("", "wrong_type", "A row must be a JSON object of field values.");
  const { id, _version, _delete, ...values } = body as JsonObject;
  const { target, owner } = collection;
  const isDeleted = _delete === true;
  if (_delete !== undefined && typeof _delete !== "boolean") {
    return refused("/_delete", "wrong_type", '"_delete" is true or false.');
  }
  if (id === undefined) {
    if (isDeleted) return refused("/id", "required", "The id of the row is needed.");
    if (_version !== undefined) return refused("/_version", "read_only", "A new row has no version yet.");
    const { errors, ...read } = valuesOf(view, collection, { values, kind: "create" });
    const mistakes = errors.length > 0 ? errors : judge(read);
    return { row: { kind: "create", ...read }, mistakes };
  }
  if (isNew) {
    const message = `A new ${owner.label} has new rows only, which have no id yet.`;
    return refused("/id", "not_found", message);
  }
  const key = keyOf(target).parse(id);
  if (!key.ok) return refused("/id", key.code, `The id ${key.message}.`);
  const versions = readVersion(_version);
  if (versions === "wrong") {
    return refused("/_version", "wrong_type", '"_version" is the version of the row: a number, or its ETag as a text.');
  }
  const stored = { key: key.value, versions };
  if (isDeleted) return { row: { kind: "delete", ...stored }, mistakes: [] };
  const { rest, moves, errors: misplaced } = readMoves(view, target, values);
  const { errors, ...read } = valuesOf(view, collection, { values: rest as JsonObject, kind: "patch" });
  const mistakes = errors.length + misplaced.length > 0 ? [...misplaced, ...errors] : judge(read);
  return { row: { kind: "change", moves, ...stored, ...read }, mistakes };
}

const refused = (pointer: string, code: string, message: string): ReadRow => ({
  row: undefined,
  mistakes: [{ pointer, code, message }],
});

function readVersion(input: JsonValue | undefined): readonly number[] | undefined | "wrong" {
  if (input === undefined) return undefined;
  if (typeof input === "string") return versionsOf(input) ?? "wrong";
  return Number.isSafeInteger(input) ? [input as number] : "wrong";
}

/** The values of one row. Its owner is the row with whose body it comes, and its own lists are written with itself. */
function valuesOf(
  view: CallerView,
  { target, via, owner }: Collection,
  { values, kind }: { readonly values: JsonObject; readonly kind: "create" | "patch" },
): ReturnType<typeof readValues> {
  const writers = new Map([...view.writers(target)].filter(([, { field }]) => field.id !== via.id));
  const within: CallerView = { ...view, writers: () => writers };
  const errors: FieldError[] = [];
  const lists = new Set([...view.collections(target), ...view.ownedCollections(target)].map(({ name }) => name));
  const own = Object.entries(values).filter(([name]) => {
    if (name === via.name) {
      const message = `"${name}" is the ${owner.label} with which the row is sent, and cannot be sent.`;
      errors.push({ pointer: pointerOf(name), code: "read_only", message });
    } else if (lists.has(name)) {
      const message = `"${name}" cannot be written here, since rows inside rows go one deep. Write it with the ${target.label} itself.`;
      errors.push({ pointer: pointerOf(name), code: "too_deep", message });
    }
    return name !== via.name && !lists.has(name);
  });
  const read = readValues(within, target, Object.fromEntries(own), kind);
  return { ...read, errors: [...errors, ...read.errors] };
}

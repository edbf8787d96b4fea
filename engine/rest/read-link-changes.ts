import { isLinked, type LinkedCollection } from "../definition/collections.ts";
import type { JsonValue } from "../definition/json.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { FieldError } from "../errors.ts";
import { positionWithin } from "../field-types/position-scope.ts";
import { knownFieldType } from "../field-types/registry.ts";
import type { SqlValue } from "../sql/sql.ts";
import { isObject, type JsonObject, pointerOf, readValues, type WriteValues } from "./read-body.ts";
import { type Place, readPlace } from "./read-moves.ts";
import { MAX_ROWS_WRITTEN } from "./read-rows.ts";
import type { CallerView } from "./resource.ts";

/** A row at the other end of a link, as a body names it: `3`, or `{"id": 3, "note": "x"}`. */
export interface LinkedKey {
  readonly key: SqlValue;
  /** Where it stands in the body. */
  readonly pointer: string;
}

/** A link to a row that is made or stays. */
export interface AddedLink extends LinkedKey {
  /** Values of the link's own fields; undefined where the body has the key alone. */
  readonly details: WriteValues | undefined;
}

/** What a body changes in a list of linked rows: `"tags": [1, 2]`, or `"tags": {"add": [3], "remove": [1]}`. */
export interface LinkChange {
  readonly collection: LinkedCollection;
  /** Where the list stands in the body. */
  readonly pointer: string;
  /** `set`: links to rows that `add` does not name are removed. */
  readonly kind: "set" | "change";
  /** In which order those of these that are in the list are to be, after all others are added and removed; a set says its own. */
  readonly order?: readonly LinkedKey[];
  /** Each key once. */
  readonly add: readonly AddedLink[];
  readonly remove: readonly LinkedKey[];
  /** The row that is to be elsewhere in the list, which has an order by hand; after all others are added and removed. */
  readonly move?: LinkMove;
}

/** `"tags": {"move": {"id": 3, "after": 1}}`. */
export interface LinkMove extends LinkedKey {
  readonly place: Place;
}

/** The fields that a link has besides its two ends, and that a body may set. */
export const detailFields = (reader: DefinitionReader, { link, via }: LinkedCollection): readonly FieldRecord[] =>
  reader
    .fields(link.model.id)
    .filter(({ id, type }) => id !== via.id && id !== link.far.id && !knownFieldType(type).automatic);

/** A body without its lists of linked rows, and what those change. */
export interface ReadLinks {
  readonly rest: JsonValue;
  readonly changes: readonly LinkChange[];
  readonly errors: readonly FieldError[];
}

export interface LinksInput {
  readonly body: JsonValue;
  /** The order of its lists counts, where they keep one. That of boxes in a form does not. */
  readonly inOrder?: boolean;
  /** Checks the values of a link's own fields before any statement runs. */
  judge(values: WriteValues): readonly FieldError[];
}

export function readLinkChanges(
  view: CallerView,
  model: ModelRecord,
  { body, inOrder = false, judge }: LinksInput,
): ReadLinks {
  if (!isObject(body)) return { rest: body, changes: [], errors: [] };
  const lists = view.collections(model).filter(isLinked);
  const sent = lists.filter(({ name }) => Object.hasOwn(body, name));
  if (sent.length === 0) return { rest: body, changes: [], errors: [] };
  const errors: FieldError[] = [];
  const changes = sent.flatMap((collection) => {
    const change = readChange(view, collection, { input: body[collection.name] as JsonValue, errors, inOrder, judge });
    return change ? [change] : [];
  });
  const names = new Set(sent.map(({ name }) => name));
  const rest = Object.fromEntries(Object.entries(body).filter(([name]) => !names.has(name)));
  return { rest, changes, errors };
}

interface Input extends Pick<LinksInput, "judge" | "inOrder"> {
  readonly input: JsonValue;
  /** Mistakes are added to these. */
  readonly errors: FieldError[];
}

function readChange(view: CallerView, collection: LinkedCollection, { input, ...read }: Input): LinkChange | undefined {
  const { name, link } = collection;
  const { errors } = read;
  const pointer = pointerOf(name);
  if (Array.isArray(input)) {
    const add = readLinks(view, collection, { ...read, input, pointer });
    const isOrdered = read.inOrder && positionWithin(view.scope.whole, collection.via) !== undefined;
    return { collection, pointer, kind: "set", add, remove: [], ...(isOrdered ? { order: add } : {}) };
  }
  if (!isObject(input)) {
    const message = `"${name}" must be a list of keys, or an object with "add" and "remove". An empty list removes all.`;
    errors.push({ pointer, code: "wrong_type", message });
    return undefined;
  }
  const { add = [], remove = [], move: sentMove, order: sentOrder, ...others } = input as JsonObject;
  for (const other of Object.keys(others).slice(0, MAX_UNKNOWN)) {
    const message = `A change of "${name}" has "add", "remove", "move" and "order" only.`;
    errors.push({ pointer: pointer + pointerOf(other), code: "unknown_field", message });
  }
  const move = sentMove === undefined ? undefined : readMove(view, collection, { ...read, input: sentMove, pointer });
  const added = readLinks(view, collection, { ...read, input: add, pointer: `${pointer}/add` });
  const removed = readList(collection, { ...read, input: remove, pointer: `${pointer}/remove` }, (item, at) =>
    readKey(view, collection, { ...read, input: item, pointer: at }),
  );
  const order =
    sentOrder === undefined ? undefined : readOrder(view, collection, { ...read, input: sentOrder, pointer });
  const both = new Set(added.map(({ key }) => String(key)));
  for (const { key, pointer: at } of removed) {
    if (!both.has(String(key))) continue;
    errors.push({ pointer: at, code: "invalid", message: `${link.far.label} ${key} is both added and removed.` });
  }
  const places = { ...(move ? { move } : {}), ...(order ? { order } : {}) };
  return { collection, pointer, kind: "change", add: added, remove: removed, ...places };
}

/** `"tags": {"order": [3, 1, 2]}`. */
function readOrder(
  view: CallerView,
  collection: LinkedCollection,
  { input, pointer: list, ...read }: ListInput,
): readonly LinkedKey[] | undefined {
  const pointer = `${list}/order`;
  if (positionWithin(view.scope.whole, collection.via))
    return readList(collection, { ...read, input, pointer }, (item, at) =>
      readKey(view, collection, { ...read, input: item, pointer: at }),
    );
  const message = `"${collection.name}" does not keep an order.`;
  read.errors.push({ pointer, code: "unknown_field", message });
  return undefined;
}

function readMove(
  view: CallerView,
  collection: LinkedCollection,
  { input, pointer: list, ...read }: ListInput,
): LinkMove | undefined {
  const { errors } = read;
  const pointer = `${list}/move`;
  if (!positionWithin(view.scope.whole, collection.via)) {
    errors.push({ pointer, code: "unknown_field", message: `"${collection.name}" does not keep an order.` });
    return undefined;
  }
  const { id, ...sent } = isObject(input) ? input : {};
  const moved = readKey(view, collection, { ...read, input: id, pointer: `${pointer}/id` });
  const place = readPlace(sent, {
    what: `The place in "${collection.name}"`,
    target: collection.target,
    pointer,
    errors,
  });
  return moved && place && { ...moved, place };
}

const MAX_UNKNOWN = 10;

type ListInput = Input & { readonly pointer: string };

/** The rows that a list names, each once: a key that is sent twice counts once. */
function readList<Item extends LinkedKey>(
  { name }: LinkedCollection,
  { input, errors, pointer }: ListInput,
  readItem: (item: JsonValue, pointer: string) => Item | undefined,
): readonly Item[] {
  if (!Array.isArray(input)) {
    errors.push({ pointer, code: "wrong_type", message: `"${name}" must have a list of keys here.` });
    return [];
  }
  if (input.length > MAX_ROWS_WRITTEN) {
    const message = `"${name}" may name ${MAX_ROWS_WRITTEN.toLocaleString("en")} rows at most.`;
    errors.push({ pointer, code: "too_many", message });
    return [];
  }
  const items = new Map<string, Item>();
  input.forEach((item: JsonValue, index) => {
    const read = readItem(item, `${pointer}/${index}`);
    if (read && !items.has(String(read.key))) items.set(String(read.key), read);
  });
  return [...items.values()];
}

function readLinks(view: CallerView, collection: LinkedCollection, input: ListInput): readonly AddedLink[] {
  const { link } = collection;
  const { errors } = input;
  const detailed = new Set<string>();
  return readList(collection, input, (item, pointer) => {
    if (!isObject(item)) {
      const added = readKey(view, collection, { ...input, input: item, pointer });
      return added && { ...added, details: undefined };
    }
    const { id, ...values } = item;
    const added = readKey(view, collection, { ...input, input: id, pointer: `${pointer}/id` });
    if (!added) return undefined;
    // Of two that differ nobody could say which counts.
    if (detailed.has(String(added.key))) {
      errors.push({ pointer, code: "repeated", message: `${link.far.label} ${added.key} is in the list twice.` });
    }
    detailed.add(String(added.key));
    const { errors: mistakes, ...details } = readDetails(view, collection, values);
    const all = mistakes.length > 0 ? mistakes : input.judge(details);
    errors.push(...all.map((error) => ({ ...error, pointer: pointer + error.pointer })));
    return { key: added.key, pointer, details: details.given.length > 0 ? details : undefined };
  });
}

function readKey(
  view: CallerView,
  { link }: LinkedCollection,
  { input, errors, pointer }: Omit<ListInput, "input"> & { readonly input: JsonValue | undefined },
): LinkedKey | undefined {
  const far = view.writers(link.model).get(link.far.name);
  const parsed = input === null || input === undefined ? undefined : far?.read(input);
  if (parsed?.ok) return { key: parsed.value, pointer };
  const why = parsed ? parsed.message : "must be the key of a row";
  errors.push({ pointer, code: parsed?.code ?? "wrong_type", message: `${link.far.label} ${why}.` });
  return undefined;
}

function readDetails(
  view: CallerView,
  collection: LinkedCollection,
  values: JsonObject,
): ReturnType<typeof readValues> {
  const { link, via } = collection;
  const ends = new Set([via.name, link.far.name]);
  const writers = new Map([...view.writers(link.model)].filter(([name]) => !ends.has(name)));
  return readValues({ ...view, writers: () => writers }, link.model, values, "patch");
}

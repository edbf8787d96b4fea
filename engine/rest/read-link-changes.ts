import type { Collection } from "../definition/collections.ts";
import type { JsonValue } from "../definition/json.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { hasDefault } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { FieldError } from "../errors.ts";
import { knownFieldType } from "../field-types/registry.ts";
import type { SqlValue } from "../sql/sql.ts";
import { isObject, type JsonObject, pointerOf } from "./read-body.ts";
import { MAX_ROWS_WRITTEN } from "./read-rows.ts";
import type { CallerView } from "./resource.ts";

/** A row at the other end of a link, as a body names it. */
export interface LinkedKey {
  readonly key: SqlValue;
  /** Where it stands in the body. */
  readonly pointer: string;
}

/** What a body changes in a list of linked rows: `"tags": [1, 2]`, or `"tags": {"add": [3], "remove": [1]}`. */
export interface LinkChange {
  readonly collection: LinkedCollection;
  /** `set`: links to rows that `add` does not name are removed. */
  readonly kind: "set" | "change";
  /** Each key once. */
  readonly add: readonly LinkedKey[];
  readonly remove: readonly LinkedKey[];
}

export type LinkedCollection = Collection & Required<Pick<Collection, "link">>;

export const isLinked = (collection: Collection): collection is LinkedCollection => collection.link !== undefined;

/** Whether a link can be made of its two ends alone: it has no further field that must be sent. */
export function isMadeOfItsEnds(reader: DefinitionReader, { link, via }: LinkedCollection): boolean {
  const details = reader.fields(link.model.id).filter(({ id }) => id !== via.id && id !== link.far.id);
  return details.every((field) => !field.required || hasDefault(field) || knownFieldType(field.type).automatic);
}

/** A body without its lists of linked rows, and what those change. */
export interface ReadLinks {
  readonly rest: JsonValue;
  readonly changes: readonly LinkChange[];
  readonly errors: readonly FieldError[];
}

export function readLinkChanges(view: CallerView, model: ModelRecord, body: JsonValue): ReadLinks {
  if (!isObject(body)) return { rest: body, changes: [], errors: [] };
  const lists = view.collections(model).filter(isLinked);
  const sent = lists.filter(({ name }) => Object.hasOwn(body, name));
  if (sent.length === 0) return { rest: body, changes: [], errors: [] };
  const errors: FieldError[] = [];
  const changes = sent.flatMap((collection) => {
    const change = readChange(view, collection, { input: body[collection.name] as JsonValue, errors });
    return change ? [change] : [];
  });
  const names = new Set(sent.map(({ name }) => name));
  const rest = Object.fromEntries(Object.entries(body).filter(([name]) => !names.has(name)));
  return { rest, changes, errors };
}

interface Input<Value> {
  readonly input: Value;
  /** Mistakes are added to these. */
  readonly errors: FieldError[];
}

function readChange(
  view: CallerView,
  collection: LinkedCollection,
  { input, errors }: Input<JsonValue>,
): LinkChange | undefined {
  const { name, link } = collection;
  const pointer = pointerOf(name);
  if (!isMadeOfItsEnds(view.scope.reader, collection)) {
    const message = `"${name}" cannot be written here, since each link has fields of its own that must be sent.`;
    errors.push({ pointer, code: "read_only", message });
    return undefined;
  }
  if (Array.isArray(input)) {
    const add = readKeys(view, collection, { input, errors, pointer });
    return { collection, kind: "set", add, remove: [] };
  }
  if (!isObject(input)) {
    const message = `"${name}" must be a list of keys, or an object with "add" and "remove". An empty list removes all.`;
    errors.push({ pointer, code: "wrong_type", message });
    return undefined;
  }
  const { add = [], remove = [], ...others } = input as JsonObject;
  for (const other of Object.keys(others).slice(0, MAX_UNKNOWN)) {
    const message = `A change of "${name}" has "add" and "remove" only.`;
    errors.push({ pointer: pointer + pointerOf(other), code: "unknown_field", message });
  }
  const added = readKeys(view, collection, { input: add, errors, pointer: `${pointer}/add` });
  const removed = readKeys(view, collection, { input: remove, errors, pointer: `${pointer}/remove` });
  const both = new Set(added.map(({ key }) => String(key)));
  for (const { key, pointer: at } of removed) {
    if (!both.has(String(key))) continue;
    errors.push({ pointer: at, code: "invalid", message: `${link.far.label} ${key} is both added and removed.` });
  }
  return { collection, kind: "change", add: added, remove: removed };
}

const MAX_UNKNOWN = 10;

function readKeys(
  view: CallerView,
  { name, link }: LinkedCollection,
  { input, errors, pointer }: Input<JsonValue> & { readonly pointer: string },
): readonly LinkedKey[] {
  if (!Array.isArray(input)) {
    errors.push({ pointer, code: "wrong_type", message: `"${name}" must have a list of keys here.` });
    return [];
  }
  if (input.length > MAX_ROWS_WRITTEN) {
    const message = `"${name}" may name ${MAX_ROWS_WRITTEN.toLocaleString("en")} rows at most.`;
    errors.push({ pointer, code: "too_many", message });
    return [];
  }
  const far = view.writers(link.model).get(link.far.name);
  const keys = new Map<string, LinkedKey>();
  input.forEach((item: JsonValue, index) => {
    const at = `${pointer}/${index}`;
    const parsed = item === null ? undefined : far?.read(item);
    if (parsed?.ok) {
      const id = String(parsed.value);
      if (!keys.has(id)) keys.set(id, { key: parsed.value, pointer: at });
    } else {
      const why = parsed ? parsed.message : "must be the key of a row";
      errors.push({ pointer: at, code: parsed?.code ?? "wrong_type", message: `${link.far.label} ${why}.` });
    }
  });
  return [...keys.values()];
}

import { holdsMany } from "../definition/collections.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { UserError } from "../errors.ts";
import type { SelectedCollection, SelectedField, Selection } from "../query/selection.ts";
import { type CallerView, unknownName } from "./resource.ts";

/** The three parameters that decide the content of a row's object. */
export interface SelectionParameters {
  readonly fields?: string | undefined;
  readonly omit?: string | undefined;
  readonly expand?: string | undefined;
}

const MAX_DEPTH = 4;
const MAX_PATHS = 200;
/** Lists inside lists: each has up to a hundred rows. */
const MAX_LISTS = 2;
/** `reviews.count`: how many rows a collection has. */
const COUNT = "count";

/** What is asked of one model; `children` by the name of a relation or collection. */
interface SelectionNode {
  readonly model: ModelRecord;
  /** How many collections lead to it. */
  readonly lists: number;
  /** Undefined: every field. Relations in `children` are added. */
  only: Set<string> | undefined;
  readonly omitted: Set<string>;
  readonly children: Map<string, SelectionNode>;
  /** Collections whose keys are wanted, and those that are counted. */
  readonly keys: Set<string>;
  readonly counts: Set<string>;
}

/**
 * `fields=id,title,author.name&expand=publisher&omit=isbn`: a dotted field expands its relation; with `fields`, only
 * the named fields are included; `omit` removes fields at the end. A collection is in the object only when it is named:
 * `fields=id,reviews` has its keys, `expand=reviews` its objects, `fields=reviews.count` its size.
 */
export function readSelection(view: CallerView, model: ModelRecord, parameters: SelectionParameters): Selection {
  const root = selectionNode(model, 0);
  for (const path of paths(parameters.expand)) walk(view, root, path, "expand", path.length);
  for (const path of paths(parameters.fields)) {
    if (path.at(-1) === COUNT && countsCollection(view, root, path)) continue;
    const parent = walk(view, root, path, "fields", path.length - 1);
    const name = path.at(-1) as string;
    checkField(view, parent.model, name, "fields");
    if (view.collection(parent.model, name)) parent.keys.add(name);
    else parent.only?.add(name);
  }
  for (const path of paths(parameters.omit)) {
    const parent = walk(view, root, path, "omit", path.length - 1);
    const name = path.at(-1) as string;
    checkField(view, parent.model, name, "omit");
    parent.omitted.add(name);
  }
  return build(view, root);
}

const selectionNode = (model: ModelRecord, lists: number): SelectionNode => ({
  model,
  lists,
  only: undefined,
  omitted: new Set(),
  children: new Map(),
  keys: new Set(),
  counts: new Set(),
});

/** Notes that a collection is counted, if the name before `count` is one. */
function countsCollection(view: CallerView, root: SelectionNode, path: readonly string[]): boolean {
  const name = path.at(-2);
  if (name === undefined) return false;
  const parent = walk(view, root, path, "fields", path.length - 2);
  const collection = view.collection(parent.model, name);
  if (!collection || !holdsMany(collection)) return false;
  parent.counts.add(name);
  return true;
}

function paths(parameter: string | undefined): readonly (readonly string[])[] {
  if (parameter === undefined || parameter === "") return [];
  const items = parameter.split(",").map((item) => item.trim().split("."));
  if (items.length > MAX_PATHS) throw new UserError("invalid_parameter", `At most ${MAX_PATHS} names fit in a list.`);
  return items;
}

/** Follows the first `length` names of a path as relations and collections, and creates the nodes. */
function walk(
  view: CallerView,
  root: SelectionNode,
  path: readonly string[],
  parameter: string,
  length: number,
): SelectionNode {
  if (path.length > MAX_DEPTH) {
    throw new UserError("invalid_parameter", `"${parameter}" goes at most ${MAX_DEPTH} names deep.`);
  }
  const isNarrowing = parameter === "fields";
  let at = root;
  if (isNarrowing) at.only ??= new Set();
  for (const name of path.slice(0, length)) {
    let child = at.children.get(name);
    if (!child) {
      child = childOf(view, at, name, parameter);
      if (parameter !== "omit") at.children.set(name, child);
    }
    at = child;
    if (isNarrowing) at.only ??= new Set();
  }
  return at;
}

function childOf(view: CallerView, { model, lists }: SelectionNode, name: string, parameter: string): SelectionNode {
  const collection = view.collection(model, name);
  const inLists = collection && holdsMany(collection) ? lists + 1 : lists;
  if (inLists > MAX_LISTS) {
    throw new UserError("invalid_parameter", `"${parameter}" goes through at most ${MAX_LISTS} lists of rows.`);
  }
  const field = view.field(model, name);
  const target = collection?.target ?? (field && view.target(field));
  if (target) return selectionNode(target, inLists);
  const relations = view.scope.reader.fields(model.id).filter((other) => view.target(other));
  const names = [...relations, ...view.collections(model)].map((other) => other.name);
  throw new UserError("unknown_field", unknownName("relation", name, ` in ${model.label}`, names));
}

function checkField(view: CallerView, model: ModelRecord, name: string, parameter: string): void {
  if (name === "id" || view.field(model, name) || view.collection(model, name)) return;
  const names = [...view.scope.reader.fields(model.id), ...view.collections(model)].map((field) => field.name);
  throw new UserError(
    "unknown_field",
    unknownName("field", name, ` in ${model.label} (in "${parameter}")`, ["id", ...names]),
  );
}

function build(view: CallerView, node: SelectionNode): Selection {
  const isWanted = (name: string): boolean =>
    !node.omitted.has(name) && (node.only === undefined || node.only.has(name) || node.children.has(name));
  const fields: SelectedField[] = [];
  for (const field of view.scope.reader.fields(node.model.id)) {
    if (!isWanted(field.name)) continue;
    const child = node.children.get(field.name);
    fields.push(child ? { field, expand: build(view, child) } : { field });
  }
  const collections = view.collections(node.model).flatMap((collection): SelectedCollection[] => {
    const { name } = collection;
    if (node.omitted.has(name)) return [];
    const child = node.children.get(name);
    const rows = child ? build(view, child) : node.keys.has(name) ? "keys" : undefined;
    const withCount = node.counts.has(name);
    return rows || withCount ? [{ collection, ...(rows ? { rows } : {}), withCount }] : [];
  });
  const selection = { model: node.model, withId: isWanted("id"), fields };
  return collections.length === 0 ? selection : { ...selection, collections };
}

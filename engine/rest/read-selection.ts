import type { ModelRecord } from "../definition/records/model.ts";
import { UserError } from "../errors.ts";
import type { SelectedField, Selection } from "../query/selection.ts";
import { type CallerView, unknownName } from "./resource.ts";

/** The three parameters that decide the content of a row's object. */
export interface SelectionParameters {
  readonly fields?: string | undefined;
  readonly omit?: string | undefined;
  readonly expand?: string | undefined;
}

const MAX_DEPTH = 4;
const MAX_PATHS = 200;

/** What is asked of one model; `children` by relation name. */
interface SelectionNode {
  readonly model: ModelRecord;
  /** Undefined: every field. Relations in `children` are added. */
  only: Set<string> | undefined;
  readonly omitted: Set<string>;
  readonly children: Map<string, SelectionNode>;
}

/**
 * `fields=id,title,author.name&expand=publisher&omit=isbn`: a dotted field expands its relation; with `fields`, only
 * the named fields are included; `omit` removes fields at the end.
 */
export function readSelection(view: CallerView, model: ModelRecord, parameters: SelectionParameters): Selection {
  const root = selectionNode(model);
  for (const path of paths(parameters.expand)) walk(view, root, path, "expand", path.length);
  for (const path of paths(parameters.fields)) {
    const parent = walk(view, root, path, "fields", path.length - 1);
    const name = path.at(-1) as string;
    checkField(view, parent.model, name, "fields");
    parent.only?.add(name);
  }
  for (const path of paths(parameters.omit)) {
    const parent = walk(view, root, path, "omit", path.length - 1);
    const name = path.at(-1) as string;
    checkField(view, parent.model, name, "omit");
    parent.omitted.add(name);
  }
  return build(view, root);
}

const selectionNode = (model: ModelRecord): SelectionNode => ({
  model,
  only: undefined,
  omitted: new Set(),
  children: new Map(),
});

function paths(parameter: string | undefined): readonly (readonly string[])[] {
  if (parameter === undefined || parameter === "") return [];
  const items = parameter.split(",").map((item) => item.trim().split("."));
  if (items.length > MAX_PATHS) throw new UserError("invalid_parameter", `At most ${MAX_PATHS} names fit in a list.`);
  return items;
}

/** Follows the first `length` names of a path as relations, and creates the nodes. */
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
    const field = view.field(at.model, name);
    const target = field && view.target(field);
    if (!field || !target) {
      const relations = view.scope.reader.fields(at.model.id).filter((other) => view.target(other));
      throw new UserError(
        "unknown_field",
        unknownName(
          "relation",
          name,
          ` in ${at.model.label}`,
          relations.map((other) => other.name),
        ),
      );
    }
    let child = at.children.get(name);
    if (!child) {
      child = selectionNode(target);
      if (parameter !== "omit") at.children.set(name, child);
    }
    at = child;
    if (isNarrowing) at.only ??= new Set();
  }
  return at;
}

function checkField(view: CallerView, model: ModelRecord, name: string, parameter: string): void {
  if (name === "id" || view.field(model, name)) return;
  const names = view.scope.reader.fields(model.id).map((field) => field.name);
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
  return { model: node.model, withId: isWanted("id"), fields };
}

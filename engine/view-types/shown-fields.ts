import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { modelShapes } from "../expressions/scope.ts";
import { lookups } from "../field-types/field-type.ts";
import { relationTarget } from "../query/query-scope.ts";
import type { RecordReads, TemplateReads } from "../templates/analyze/template-reads.ts";
import { titlePlan, titleReads } from "../title-template.ts";

/**
 * The values of its rows that a page shows. Its address may filter, sort and search only by these and by the controls
 * of its template: a visitor who can filter by a prefix, or sort by a value, can find out the value without seeing it.
 */
export interface ShownFields {
  /** The fields that the address may name. */
  readonly names: readonly string[];
  /** Whether `author__name__startswith` is allowed: its path contains only shown fields. */
  canFilter(parameter: string): boolean;
  canSort(field: string): boolean;
  isShown(field: string): boolean;
}

/** Fields by name, with those of related rows nested, as deep as the page reads. */
type Tree = Map<string, Tree>;

const lookupNames = new Set<string>(lookups);

export function shownFields(reader: DefinitionReader, model: ModelRecord, reads: TemplateReads): ShownFields {
  const tree: Tree = new Map();
  if (reads.items) addReads(reader, model, reads.items, tree);
  const offered = (kind: string): ReadonlySet<string> => {
    const paths = [...reads.paths].map((path) => path.split("."));
    return new Set(paths.flatMap(([root, member, name]) => (root === "page" && member === kind && name ? [name] : [])));
  };
  const filters = offered("filters");
  const sorts = offered("sort");
  return {
    names: [...new Set(["id", ...tree.keys(), ...filters, ...sorts])],
    isShown: (name) => name === "id" || tree.has(name),
    canSort: (name) => name === "id" || tree.has(name) || sorts.has(name),
    canFilter(parameter) {
      const [first = "", ...rest] = parameter.replace(/!$/, "").split("__");
      if (first === "id") return true;
      const nested = tree.get(first);
      if (!nested && !filters.has(first)) return false;
      const field = reader.fields(model.id).find(({ name }) => name === first);
      return field !== undefined && leadsOverShown(reader, relationTarget(reader, field), nested, rest);
    },
  };
}

/** Whether the rest of a parameter's path, up to its look-up, contains only shown fields. */
function leadsOverShown(
  reader: DefinitionReader,
  model: ModelRecord | undefined,
  tree: Tree | undefined,
  [name, ...rest]: readonly string[],
): boolean {
  if (name === undefined) return true;
  const field = model && reader.fields(model.id).find((candidate) => candidate.name === name);
  if (!field) return name === "id" || lookupNames.has(name);
  const nested = tree?.get(name);
  return nested !== undefined && leadsOverShown(reader, relationTarget(reader, field), nested, rest);
}

function addReads(reader: DefinitionReader, model: ModelRecord, reads: RecordReads, tree: Tree): void {
  if (reads.title || reads.whole) addTitle(reader, model, tree);
  for (const field of reader.fields(model.id)) {
    if (!reads.whole && !reads.fields.has(field.name)) continue;
    const nested = nestedIn(tree, field.name);
    const target = relationTarget(reader, field);
    const child = reads.fields.get(field.name);
    if (target && child) addReads(reader, target, child, nested);
    else if (target) addTitle(reader, target, nested);
  }
}

function addTitle(reader: DefinitionReader, model: ModelRecord, tree: Tree): void {
  const shapes = modelShapes(reader);
  const shape = shapes(model.id);
  if (!shape) return;
  for (const path of titleReads(titlePlan(shape, shapes))) {
    let at = tree;
    for (const name of path) at = nestedIn(at, name);
  }
}

function nestedIn(tree: Tree, name: string): Tree {
  let nested = tree.get(name);
  if (!nested) {
    nested = new Map();
    tree.set(name, nested);
  }
  return nested;
}

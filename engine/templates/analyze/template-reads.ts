import type { Collection } from "../../definition/collections.ts";
import type { ModelId } from "../../definition/ids.ts";
import type { PathStep, TypedExpression } from "../../expressions/typed-expression.ts";
import type { ValueType } from "../../value-types/value-type.ts";
import { filterNamed } from "../filters/registry.ts";
import type { RowVariable } from "./template-scope.ts";

/**
 * The parts of its rows that a page reads, through includes, blocks and loops: the query selects only these columns and
 * nests only these relations.
 *
 *   {% for movie in page.items %}{{ movie.name }} by {{ movie.director }}{% endfor %}
 *   → items: { fields: { name, director: { title } } }
 */
export interface RecordReads {
  readonly modelId: ModelId;
  /** By field name. For a relation: the parts of its target that are read (if empty, only whether there is one). */
  readonly fields: ReadonlyMap<string, RecordReads | undefined>;
  /** Its collections, by name. */
  readonly collections: ReadonlyMap<string, CollectionReads>;
  /** The row is shown by its title: add it to the fields, under TITLE_KEY. */
  readonly title: boolean;
  /** The row is used in a way that cannot be followed, such as `(a ? b : c).name`: read every field. */
  readonly whole: boolean;
}

/** What is read of a collection: its rows, how many they are, whether the list was cut off. */
export interface CollectionReads {
  readonly collection: Collection;
  readonly rows?: RecordReads | undefined;
  readonly withCount: boolean;
  readonly withMore: boolean;
}

export interface TemplateReads {
  readonly record?: RecordReads;
  readonly items?: RecordReads;
  /** All other values that are read, as paths: `page.next_url`, `user.group`. */
  readonly paths: ReadonlySet<string>;
}

interface ReadNode extends RecordReads {
  readonly fields: Map<string, ReadNode | undefined>;
  readonly collections: Map<string, CollectionNode>;
  title: boolean;
  whole: boolean;
}

interface CollectionNode extends CollectionReads {
  rows?: ReadNode | undefined;
  withCount: boolean;
  withMore: boolean;
}

/** The origin of a value: one row or a list of rows whose reads are recorded. */
export interface RowOrigin {
  readonly isList: boolean;
  readonly node: ReadNode;
  /** Of `{% regroup %}`: the value is an object, or a list of objects, whose members hold the rows. */
  readonly parts?: Readonly<Record<string, RowOrigin>>;
}

/** The origin of one item of a list. */
export const itemOrigin = (list: RowOrigin): RowOrigin => ({ ...list, isList: false });

/** The use of a value: bound to a name, shown, tested for truth, or used as a key in a link. */
export type ReadUse = "bind" | "show" | "test" | "key";

/** The meaning of an expression's names. */
export interface BoundNames {
  originOf(variable: string): RowOrigin | undefined;
  isInput(variable: string): boolean;
}

export class ReadCollector {
  readonly paths = new Set<string>();
  private readonly roots: { record?: ReadNode; items?: ReadNode } = {};
  private readonly given: readonly RowVariable[];

  constructor(rows: readonly RowVariable[]) {
    this.given = rows;
  }

  reads(): TemplateReads {
    return { ...this.roots, paths: this.paths };
  }

  /** Other rows than those of the view: what is read of them is recorded in the origin's node. */
  rows(modelId: ModelId, { isList }: { readonly isList: boolean }): RowOrigin {
    return { isList, node: newNode(modelId) };
  }

  /** Records what an expression reads; returns the origin of its value, if that is a recorded row. */
  read(expression: TypedExpression, use: ReadUse, names: BoundNames): RowOrigin | undefined {
    const origin = this.originOf(expression, names);
    if (origin && use === "show") origin.node.title = true;
    return origin;
  }

  private originOf(expression: TypedExpression, names: BoundNames): RowOrigin | undefined {
    switch (expression.kind) {
      case "constant":
      // Templates ask nothing of collections: they list and count them.
      case "walk":
        return undefined;
      case "path":
        return this.pathOrigin(expression, names);
      case "member":
        return this.step(this.originOf(expression.target, names), expression.step);
      case "index": {
        this.originOf(expression.index, names);
        const list = this.originOf(expression.target, names);
        return list?.isList ? itemOrigin(list) : undefined;
      }
      case "list":
        for (const item of expression.items) this.loseTrack(item, names);
        return undefined;
      case "operation":
        for (const operand of expression.operands) {
          if (holdsRecord(expression.type)) this.loseTrack(operand, names);
          else this.originOf(operand, names);
        }
        return undefined;
      case "filter": {
        if (expression.argument) this.loseTrack(expression.argument, names);
        const input = this.originOf(expression.input, names);
        if (input === undefined) return undefined;
        const filter = filterNamed(expression.filter.name);
        if (filter?.picksItem) return itemOrigin(input);
        if (filter?.keepsItems && input.isList) return input;
        if (holdsRecord(expression.type)) input.node.whole = true;
        else if (!input.isList) input.node.title = true;
        return undefined;
      }
    }
  }

  /** The value is used where it cannot be followed. */
  private loseTrack(expression: TypedExpression, names: BoundNames): void {
    const origin = this.originOf(expression, names);
    if (origin && holdsRecord(expression.type)) origin.node.whole = true;
  }

  private pathOrigin(path: Extract<TypedExpression, { kind: "path" }>, names: BoundNames): RowOrigin | undefined {
    const known = names.originOf(path.variable);
    if (known) {
      let origin: RowOrigin | undefined = known;
      for (const step of path.steps) origin = this.step(origin, step);
      return origin;
    }
    if (!names.isInput(path.variable)) return undefined;
    const members = path.steps.map((step) => step.name.text);
    const row = this.given.find(
      (candidate) =>
        candidate.variable === path.variable && (candidate.member === undefined || candidate.member === members[0]),
    );
    if (!row) {
      this.paths.add([path.variable, ...members].join("."));
      return undefined;
    }
    const depth = row.member === undefined ? 0 : 1;
    const type = depth === 0 ? path.variableType : path.steps[0]?.type;
    const node = this.root(row.source, type);
    let origin: RowOrigin | undefined = node && { isList: row.source === "items", node };
    for (const step of path.steps.slice(depth)) origin = this.step(origin, step);
    return origin;
  }

  private root(source: "record" | "items", type: ValueType | undefined): ReadNode | undefined {
    const record = type?.kind === "list" ? type.item : type;
    if (record?.kind !== "record") return undefined;
    this.roots[source] ??= newNode(record.modelId);
    return this.roots[source];
  }

  private step(origin: RowOrigin | undefined, step: PathStep): RowOrigin | undefined {
    if (!origin || origin.isList) return undefined;
    if (origin.parts) return origin.parts[step.name.text];
    if (step.modelId === undefined) return undefined;
    if (step.collection) return collectionOrigin(origin.node, step, step.collection);
    const { fields } = origin.node;
    const name = step.name.text;
    if (step.type.kind === "record") {
      const child = fields.get(name) ?? newNode(step.type.modelId);
      fields.set(name, child);
      return { isList: false, node: child };
    }
    // Every row is read with its id.
    if (name !== "id") fields.set(name, undefined);
    return undefined;
  }
}

function collectionOrigin(node: ReadNode, step: PathStep, collection: Collection): RowOrigin | undefined {
  const { name, target } = collection;
  const known = node.collections.get(name);
  const reads: CollectionNode = known ?? { collection, withCount: false, withMore: false };
  if (!known) node.collections.set(name, reads);
  if (step.type.kind === "int") reads.withCount = true;
  else if (step.type.kind === "bool") reads.withMore = true;
  else {
    reads.rows ??= newNode(target.id);
    return { isList: step.type.kind === "list", node: reads.rows };
  }
  return undefined;
}

const newNode = (modelId: ModelId): ReadNode => ({ ...noReads(modelId), fields: new Map(), collections: new Map() });

/** Of a row only that it is there. */
export const noReads = (modelId: ModelId): RecordReads => ({
  modelId,
  fields: new Map(),
  collections: new Map(),
  title: false,
  whole: false,
});

const holdsRecord = (type: ValueType): boolean =>
  type.kind === "record" ||
  (type.kind === "list" && holdsRecord(type.item)) ||
  (type.kind === "object" && Object.values(type.members).some(holdsRecord));

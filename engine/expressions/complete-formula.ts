import type { Collection } from "../definition/collections.ts";
import { holdsMany } from "../definition/collections.ts";
import type { ModelId } from "../definition/ids.ts";
import { describeType } from "../value-types/value-type.ts";
import { functionNamed, functionNames } from "./functions/registry.ts";
import type { ExpressionScope, ModelShape } from "./scope.ts";
import { type Walk, walks } from "./walks.ts";

/** A name that may stand at the caret of a formula. */
export interface FormulaName {
  readonly name: string;
  /** What is written in its place; the caret goes to `caret`, counted from its beginning. */
  readonly text: string;
  readonly caret: number;
  /** What it is, in a few words. */
  readonly note: string;
}

export interface FormulaNames {
  /** Where the word at the caret begins. */
  readonly from: number;
  readonly names: readonly FormulaName[];
}

const MAX_NAMES = 12;

/**
 * The names that continue the word before the caret: of the row and the functions at the beginning of a value, after a dot
 * those of the row or list before it.
 *
 * @example completeFormula("lines.su", 8, order, shapes).names[0]?.text // "sum(line, line.)"
 */
export function completeFormula(
  source: string,
  caret: number,
  modelId: ModelId,
  model: ExpressionScope["model"],
): FormulaNames {
  const before = source.slice(0, caret);
  const word = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(before)?.[0] ?? "";
  const from = caret - word.length;
  const path = /((?:[\p{L}_][\p{L}\p{N}_]*\.)+)$/u.exec(before.slice(0, from))?.[1]?.split(".").slice(0, -1);
  const all = path ? namesAfter(path, { before, modelId, model }) : namesAtStart(before, modelId, model);
  const folded = word.toLowerCase();
  const names = all.filter(({ name }) => name.toLowerCase().startsWith(folded) && name !== word);
  return { from, names: names.slice(0, MAX_NAMES) };
}

interface Place {
  readonly before: string;
  readonly modelId: ModelId;
  readonly model: ExpressionScope["model"];
}

function namesAtStart(before: string, modelId: ModelId, model: Place["model"]): readonly FormulaName[] {
  const rows = [...rowsOfLists({ before, modelId, model })].map(([name, shape]) =>
    plain(name, `a row of ${shape.label}`),
  );
  const functions = functionNames.flatMap((name) => {
    const called = functionNamed(name);
    return called?.name === name && called.standsFor === undefined
      ? [{ name, text: `${name}()`, caret: name.length + 1, note: called.signature }]
      : [];
  });
  return [...rows, ...membersOf(model(modelId), model), ...functions];
}

function namesAfter(path: readonly string[], place: Place): readonly FormulaName[] {
  const [first = "", ...rest] = path;
  const own = place.model(place.modelId);
  const row = rowsOfLists(place).get(first);
  let shape = first === "record" ? own : row;
  const steps = shape ? rest : path;
  shape ??= own;
  for (const name of steps) {
    const collection: Collection | undefined = shape?.collections[name];
    if (collection && holdsMany(collection)) return totalsOver(collection);
    const type = shape?.members[name]?.type;
    shape = collection
      ? place.model(collection.target.id)
      : type?.kind === "record"
        ? place.model(type.modelId)
        : undefined;
  }
  return membersOf(shape, place.model);
}

/** The names before the commas of lists that are not closed yet, and the models of their rows. */
function rowsOfLists({ before, modelId, model }: Place): ReadonlyMap<string, ModelShape> {
  const rows = new Map<string, ModelShape>();
  for (const [, list = "", name = ""] of before.matchAll(
    /([\p{L}_][\p{L}\p{N}_]*)\.\w+\(\s*([\p{L}_][\p{L}\p{N}_]*)\s*,/gu,
  )) {
    const target = model(modelId)?.collections[list]?.target;
    const shape = target && model(target.id);
    if (shape) rows.set(name, shape);
  }
  return rows;
}

const plain = (name: string, note: string): FormulaName => ({ name, text: name, caret: name.length, note });

function membersOf(shape: ModelShape | undefined, model: Place["model"]): readonly FormulaName[] {
  if (!shape) return [];
  const members = Object.entries(shape.members).map(([name, { type, formula }]) =>
    plain(name, `${formula ? "formula, " : ""}${describeType(type, (id) => model(id)?.label)}`),
  );
  const lists = Object.entries(shape.collections).map(([name, collection]) =>
    plain(name, holdsMany(collection) ? `rows of ${collection.target.label}` : `a row of ${collection.target.label}`),
  );
  return [...members.filter(({ name }) => name !== "id"), ...lists, ...members.filter(({ name }) => name === "id")];
}

/** `sum(line, line.)`, with the caret after the dot. */
function totalsOver({ target }: Collection): readonly FormulaName[] {
  return (["sum", "count", "avg", "min", "max"] satisfies Walk[]).map((walk): FormulaName => {
    if (walks[walk].argument === "none")
      return { name: walk, text: `${walk}()`, caret: walk.length + 2, note: "how many" };
    const text = `${walk}(${target.name}, ${target.name}.)`;
    return { name: walk, text, caret: text.length - 1, note: `over rows of ${target.label}` };
  });
}

import type { ValueType } from "../value-types/value-type.ts";
import type { Evaluator } from "./operation.ts";
import type { PathStep, TypedExpression } from "./typed-expression.ts";

/**
 * Compiles to closures over a frame, an array of the variables' values: `slotOf("record")` gives the index. An absent
 * value is null, and so is every error: a division by zero, a number too large, a malformed value. Nothing throws, and
 * reading a field allocates nothing.
 *
 * @example
 * const title = compileToFunction(typed, (name) => ["record", "user", "request"].indexOf(name)); title([{ title: "Dune"
 * }, null, request]) // "Dune"
 */
export function compileToFunction(typed: TypedExpression, slotOf: (variable: string) => number): Evaluator {
  return compile(typed, slotOf);
}

/** A condition: true only when it is certainly true; an unknown result denies. */
export function compileRule(
  typed: TypedExpression,
  slotOf: (variable: string) => number,
): (frame: readonly unknown[]) => boolean {
  const evaluate = compile(typed, slotOf);
  return (frame) => evaluate(frame) === true;
}

function compile(node: TypedExpression, slotOf: (variable: string) => number): Evaluator {
  switch (node.kind) {
    case "constant": {
      const { value } = node;
      return () => value;
    }
    case "path":
      return compilePath(node, slotOf);
    case "member": {
      const get = getter(node.step, node.target.type);
      const target = compile(node.target, slotOf);
      return (frame) => get(target(frame));
    }
    case "index":
      return compileIndex(node, slotOf);
    case "list": {
      const items = node.items.map((item) => compile(item, slotOf));
      return (frame) => items.map((item) => item(frame));
    }
    case "operation":
      return node.implementation.js(node.operands.map((operand) => compile(operand, slotOf)));
    case "walk":
      throw new Error(`The collection ${node.collection.name} is read in SQL only.`);
    case "filter": {
      const input = compile(node.input, slotOf);
      const argument = node.argument ? compile(node.argument, slotOf) : () => null;
      const { filter } = node;
      return (frame) => filter.apply(input(frame), argument(frame)) ?? null;
    }
  }
}

type Getter = (value: unknown) => unknown;

function compilePath(node: TypedExpression & { kind: "path" }, slotOf: (variable: string) => number): Evaluator {
  const slot = slotOf(node.variable);
  if (!(slot >= 0)) throw new Error(`The variable "${node.variable}" has no slot.`);
  const getters: Getter[] = [];
  let type = node.variableType;
  for (const step of node.steps) {
    getters.push(getter(step, type));
    type = step.type;
  }
  const [first, second] = getters;
  if (!first) return (frame) => frame[slot] ?? null;
  if (!second) return (frame) => first(frame[slot]);
  if (getters.length === 2) return (frame) => second(first(frame[slot]));
  return (frame) => {
    let value = frame[slot];
    for (let index = 0; index < getters.length; index++) value = (getters[index] as Getter)(value);
    return value;
  };
}

function getter(step: PathStep, from: ValueType): Getter {
  const key = step.key ?? step.name.text;
  if (from.kind === "json")
    return (value) => (isPlainObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null);
  if (from.kind === "record" && key === "id") {
    // A relation that is not expanded is only its key.
    return (value) =>
      typeof value === "number" || typeof value === "string" ? value : isObject(value) ? (value.id ?? null) : null;
  }
  if (key in Object.prototype)
    return (value) => (isObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null);
  // No declared name belongs to Object.prototype, so only the value's own properties are read.
  return (value) => (isObject(value) ? (value[key] ?? null) : null);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
const isPlainObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isObject(value) && !Array.isArray(value);

function compileIndex(node: TypedExpression & { kind: "index" }, slotOf: (variable: string) => number): Evaluator {
  const target = compile(node.target, slotOf);
  if (node.target.type.kind === "json" && node.index.kind === "constant" && typeof node.index.value === "string") {
    const key = node.index.value;
    return (frame) => {
      const value = target(frame);
      return isPlainObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
    };
  }
  const index = compile(node.index, slotOf);
  return (frame) => {
    const list = target(frame);
    const at = index(frame);
    if (!Array.isArray(list) || typeof at !== "number" || at < 0 || at >= list.length) return null;
    return (list as readonly unknown[])[at] ?? null;
  };
}

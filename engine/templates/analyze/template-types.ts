import { objectOf, scalar, type ValueType } from "../../value-types/value-type.ts";

const counters = {
  counter: scalar("int"),
  counter0: scalar("int"),
  revcounter: scalar("int"),
  revcounter0: scalar("int"),
  first: scalar("bool"),
  last: scalar("bool"),
  length: scalar("int"),
} as const;

/** `forloop` inside `{% for %}`; with `parentloop` when that is inside another. */
export const loopType = (outer: ValueType | undefined): ValueType =>
  objectOf(outer ? { ...counters, parentloop: outer } : counters);

/** The contents of `forloop`. One object serves a whole loop. */
export interface LoopState {
  counter: number;
  counter0: number;
  revcounter: number;
  revcounter0: number;
  first: boolean;
  last: boolean;
  length: number;
  parentloop: unknown;
}

/** Reserved names that `{% for %}` and `{% with %}` cannot define. */
export const reservedVariables: ReadonlySet<string> = new Set(["forloop", "block"]);

import type { FilterArgument, FilterCheck } from "../../expressions/filter.ts";
import { describeType, scalar, type ValueType } from "../../value-types/value-type.ts";
import type { FilterSettings, FilterType } from "./filter-type.ts";

export const accepts = (type: ValueType): FilterCheck => ({ ok: true, type });
export const refuses = (message: string, hint?: string): FilterCheck => ({
  ok: false,
  message,
  ...(hint === undefined ? {} : { hint }),
});

export const TEXT = scalar("text");
export const INT = scalar("int");

/** Kinds of values that a text filter accepts: those with one obvious text. A record stands for its title. */
const TEXTUAL: ReadonlySet<ValueType["kind"]> = new Set(["text", "uuid", "int", "decimal", "double", "record", "null"]);
export const isTextual = (type: ValueType): boolean => TEXTUAL.has(type.kind);

/** A filter from text to text. */
export function textFilter({
  apply,
  type = TEXT,
  ...filter
}: Pick<FilterType, "name" | "example" | "summary" | "givesHtml" | "givesUrlPart"> & {
  apply(text: string, settings: FilterSettings): unknown;
  readonly type?: ValueType;
}): FilterType {
  return {
    ...filter,
    argument: "none",
    check: (input) => (isTextual(input) ? accepts(type) : wants(filter.name, "text", input)),
    prepare: (settings) => (input) => {
      const text = textOf(input);
      return text === null ? null : apply(text, settings);
    },
  };
}

export const wants = (name: string, wanted: string, found: ValueType, hint?: string): FilterCheck =>
  refuses(`The filter ${name} is for ${wanted}; this is ${describeType(found)}.`, hint);

/** The text of a value that passed `isTextual`; records were replaced by their titles before. */
export const textOf = (value: unknown): string | null =>
  typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? String(value) : null;

/** A whole number in a range, checked before anything runs when it is a literal. */
export function checkCount(
  name: string,
  argument: FilterArgument | undefined,
  range: { min: number; max: number },
): FilterCheck | undefined {
  if (argument === undefined) return undefined;
  if (argument.type.kind !== "int")
    return refuses(`The filter ${name} needs a whole number after its colon: ${name}:${range.min + 10}.`);
  const value = argument.literal;
  if (value !== undefined && (typeof value !== "number" || value < range.min || value > range.max))
    return refuses(`The number after ${name} is from ${range.min} to ${range.max}.`);
  return undefined;
}

export const countOf = (argument: unknown, range: { min: number; max: number; otherwise: number }): number =>
  typeof argument === "number" && Number.isInteger(argument)
    ? Math.min(Math.max(argument, range.min), range.max)
    : range.otherwise;

/** Compiles a literal argument once, not for every value. */
export function compiledBy<Compiled>(compile: (argument: string) => Compiled): (argument: string) => Compiled {
  const made = new Map<string, Compiled>();
  return (argument) => {
    let compiled = made.get(argument);
    if (compiled === undefined) {
      compiled = compile(argument);
      if (made.size >= 50) made.clear();
      made.set(argument, compiled);
    }
    return compiled;
  };
}

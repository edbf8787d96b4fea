import { isNumeric, isSameType, type ValueType } from "../../value-types/value-type.ts";
import { accepts, isTextual, refuses, TEXT } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

/** As in Django, it tests for truth: zero and false are replaced too. */
export const defaultValue: FilterType = {
  name: "default",
  example: 'default:"unknown"',
  summary: "Another value when this one is absent, empty, zero or false.",
  argument: "required",
  check: (input, argument) => {
    if (argument === undefined || input.kind === "null" || isSameType(input, argument.type))
      return accepts(input.kind === "null" && argument ? argument.type : input);
    if (argument.type.kind === "null") return accepts(input);
    if (isNumeric(input) && isNumeric(argument.type)) return accepts(wider(input, argument.type));
    // A date keeps its own form when it is shown, so to replace it by a text, it must first be formatted by the date
    // filter.
    if (isTextual(input) && isTextual(argument.type)) return accepts(TEXT);
    return refuses(
      "The filter default needs a value of the same type after its colon.",
      'Turn the value into text first: value|date:"j F Y"|default:"unknown".',
    );
  },
  prepare: () => (input, argument) => (isEmpty(input) ? (argument ?? null) : input),
};

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === "" ||
  value === false ||
  value === 0 ||
  (Array.isArray(value) && value.length === 0);

const wider = (first: ValueType, second: ValueType): ValueType => {
  const rank = ["int", "decimal", "double"];
  return rank.indexOf(first.kind) >= rank.indexOf(second.kind) ? first : second;
};

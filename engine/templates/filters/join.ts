import { accepts, isTextual, refuses, TEXT, textOf, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

export const join: FilterType = {
  name: "join",
  example: 'join:", "',
  summary: "The items of a list, with a text between them.",
  argument: "required",
  check: (input, argument) => {
    if (argument && argument.type.kind !== "text")
      return refuses('The filter join needs a text after its colon: join:", ".');
    return input.kind === "list" && isTextual(input.item) && input.item.kind !== "record"
      ? accepts(TEXT)
      : wants("join", "lists of text", input);
  },
  prepare: () => (input, argument) =>
    Array.isArray(input)
      ? input.map((item) => textOf(item) ?? "").join(typeof argument === "string" ? argument : ", ")
      : null,
};

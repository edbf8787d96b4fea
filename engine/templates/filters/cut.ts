import { accepts, isTextual, refuses, TEXT, textOf, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

export const cut: FilterType = {
  name: "cut",
  example: 'cut:" "',
  summary: "The text without every occurrence of the argument.",
  argument: "required",
  check: (input, argument) => {
    if (argument && argument.type.kind !== "text")
      return refuses('The filter cut needs the text that it removes: cut:" ".');
    return isTextual(input) ? accepts(TEXT) : wants("cut", "text", input);
  },
  prepare: () => (input, argument) => {
    const text = textOf(input);
    return text === null || typeof argument !== "string" || argument === "" ? text : text.replaceAll(argument, "");
  },
};

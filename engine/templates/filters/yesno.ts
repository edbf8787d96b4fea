import { accepts, refuses, TEXT, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

export const yesno: FilterType = {
  name: "yesno",
  example: 'yesno:"in stock,sold out,unknown"',
  summary: "A word for yes, one for no, and one for absent.",
  argument: "optional",
  check: (input, argument) => {
    if (argument && argument.type.kind !== "text")
      return refuses('The filter yesno needs its words in quotes: yesno:"yes,no".');
    if (typeof argument?.literal === "string" && !/^[^,]*,[^,]*(?:,[^,]*)?$/.test(argument.literal))
      return refuses('The filter yesno needs two or three words with commas between: yesno:"yes,no,unknown".');
    return input.kind === "bool" || input.kind === "null"
      ? accepts(TEXT)
      : wants("yesno", "yes or no", input, "Compare first: (record.stock > 0)|yesno.");
  },
  prepare: () => (input, argument) => {
    const [yes = "yes", no = "no", absent = no] = (typeof argument === "string" ? argument : "yes,no").split(",");
    return input === null || input === undefined ? absent : input === true ? yes : no;
  },
};

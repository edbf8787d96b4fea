import { isNumeric, isSameType, type ValueType } from "../../value-types/value-type.ts";
import { accepts, INT, isTextual, refuses, TEXT, type TemplateFilter, textOf, wants } from "./filter-kit.ts";

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === "" ||
  value === false ||
  value === 0 ||
  (Array.isArray(value) && value.length === 0);

/** Django's `default` and `yesno` ask for truth, `pluralize` for a number; lists have first, last, length and join. */
export const otherFilters = (): readonly TemplateFilter[] => [
  {
    name: "default",
    example: 'default:"unknown"',
    summary: "Another value when this one is absent, empty, zero or false.",
    argument: "required",
    check: (input, argument) => {
      if (argument === undefined || input.kind === "null" || isSameType(input, argument.type))
        return accepts(input.kind === "null" && argument ? argument.type : input);
      if (argument.type.kind === "null") return accepts(input);
      if (isNumeric(input) && isNumeric(argument.type)) return accepts(wider(input, argument.type));
      // Shown, both are text; a date keeps its own form, so a text beside it must be made by the date filter first.
      if (isTextual(input) && isTextual(argument.type)) return accepts(TEXT);
      return refuses(
        "The filter default needs a value of the same type after its colon.",
        'Turn the value into text first: value|date:"j F Y"|default:"unknown".',
      );
    },
    apply: (input, argument) => (isEmpty(input) ? (argument ?? null) : input),
  },
  {
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
    apply: (input, argument) => {
      const [yes = "yes", no = "no", absent = no] = (typeof argument === "string" ? argument : "yes,no").split(",");
      return input === null || input === undefined ? absent : input === true ? yes : no;
    },
  },
  {
    name: "length",
    example: "length",
    summary: "How many items, or how many characters.",
    argument: "none",
    check: (input) =>
      input.kind === "list" || input.kind === "text" || input.kind === "null"
        ? accepts(INT)
        : wants("length", "lists and text", input),
    apply: (input) => (Array.isArray(input) ? input.length : typeof input === "string" ? [...input].length : 0),
  },
  {
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
    apply: (input, argument) =>
      Array.isArray(input)
        ? input.map((item) => textOf(item) ?? "").join(typeof argument === "string" ? argument : ", ")
        : null,
  },
  {
    name: "first",
    example: "first",
    summary: "The first item of a list.",
    argument: "none",
    check: (input) => (input.kind === "list" ? accepts(input.item) : wants("first", "lists", input)),
    apply: (input) => (Array.isArray(input) ? (input[0] ?? null) : null),
  },
  {
    name: "last",
    example: "last",
    summary: "The last item of a list.",
    argument: "none",
    check: (input) => (input.kind === "list" ? accepts(input.item) : wants("last", "lists", input)),
    apply: (input) => (Array.isArray(input) ? (input.at(-1) ?? null) : null),
  },
  {
    name: "pluralize",
    example: 'pluralize:"y,ies"',
    summary: "Nothing for one, an s (or your ending) for any other number.",
    argument: "optional",
    check: (input, argument) => {
      if (argument && argument.type.kind !== "text")
        return refuses('The filter pluralize needs its endings in quotes: pluralize:"y,ies".');
      return isNumeric(input) || input.kind === "list" || input.kind === "null"
        ? accepts(TEXT)
        : wants("pluralize", "numbers and lists", input);
    },
    apply: (input, argument) => {
      const endings = (typeof argument === "string" ? argument : "s").split(",");
      const [one, many] = endings.length > 1 ? [endings[0] ?? "", endings[1] ?? ""] : ["", endings[0] ?? ""];
      const count = Array.isArray(input) ? input.length : typeof input === "string" ? Number(input) : input;
      return count === 1 ? one : many;
    },
  },
  {
    name: "label",
    example: "label",
    summary: "What people read for a choice: the label instead of the stored value.",
    argument: "none",
    // Which labels is known from the field; bind-filters.ts puts them in.
    check: (input) =>
      input.kind === "text" || input.kind === "null" ? accepts(TEXT) : wants("label", "choice fields", input),
    apply: (input) => input,
  },
];

const wider = (first: ValueType, second: ValueType): ValueType => {
  const rank = ["int", "decimal", "double"];
  return rank.indexOf(first.kind) >= rank.indexOf(second.kind) ? first : second;
};

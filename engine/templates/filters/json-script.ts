import type { ValueType } from "../../value-types/value-type.ts";
import { escapeHtml } from "../render/escaping.ts";
import { accepts, refuses, TEXT, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

/** A data element, which browsers never run; its content cannot end it, whatever the value holds. */
export const jsonScript: FilterType = {
  name: "json_script",
  example: 'json_script:"film-data"',
  summary: "The value as JSON in a data element with this id, for programs that read the page.",
  argument: "optional",
  givesHtml: true,
  check: (input, argument) => {
    if (argument && argument.type.kind !== "text")
      return refuses('The filter json_script needs the id of its element in quotes: json_script:"film-data".');
    return hasJson(input)
      ? accepts(TEXT)
      : wants("json_script", "single values and lists of them", input, "Choose its fields.");
  },
  prepare: () => (input, argument) => {
    const json = JSON.stringify(input ?? null).replace(/[<>&\u2028\u2029]/g, unicodeEscape);
    const id = typeof argument === "string" ? ` id="${escapeHtml(argument)}"` : "";
    return `<script${id} type="application/json">${json}</script>`;
  },
};

/** A row would take all of its fields with it. */
const hasJson = (type: ValueType): boolean =>
  type.kind === "list" ? hasJson(type.item) : type.kind !== "record" && type.kind !== "object";

const unicodeEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;

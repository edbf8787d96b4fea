import type { DefinitionRecord } from "../definition/app-definition.ts";

/** A record as people call it, for labels and messages: `field Price`, `route /books/`, `the read rule`. */
export function describeRecord(record: DefinitionRecord): string {
  switch (record.kind) {
    case "model":
      return `model ${record.label}`;
    case "field":
      return `field ${record.label}`;
    case "choice":
      return `choice ${record.label}`;
    case "route":
      return `route ${record.path}`;
    case "template":
      return `template ${record.name}`;
    case "group":
      return `group ${record.label}`;
    case "rule":
      return `the ${record.action} rule`;
    case "apiResource":
      return "the REST resource";
  }
}

/** Cuts a text for a label of the history, by characters and not by halves of one. */
export function shorten(text: string, length = 60): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}

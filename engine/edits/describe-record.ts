import { factsOf } from "../kinds/facts-of.ts";
import type { EditableRecord } from "../kinds/kind-facts.ts";

/** A record as people call it, for labels and messages: `field Price`, `route /books/`, `the read rule`. */
export const describeRecord = (record: EditableRecord): string => factsOf(record).describe(record);

/** Cuts a text for a label of the history, by characters and not by halves of one. */
export function shorten(text: string, length = 60): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}

import * as z from "zod";
import { idOf } from "../definition/id-of.ts";
import type { FieldId } from "../definition/ids.ts";
import type { JsonValue } from "../definition/json.ts";
import { scalar } from "../value-types/value-type.ts";
import { defineFieldType } from "./field-type.ts";
import { type ParsedValue, parsed, refused } from "./parsed-value.ts";

export type PositionOptions = {
  name: "position";
  /** Rows that have the same value here are one list; without it all rows of the model are. */
  scopeFieldId?: FieldId | undefined;
};

const checkPlace = (input: JsonValue): ParsedValue =>
  typeof input === "number" && Number.isSafeInteger(input) && input > 0
    ? parsed(input)
    : refused("wrong_type", "must be a place, from 1");

/** The type of the place of rows among those that have the same value of a field. */
export const positionIn = (scopeFieldId: FieldId): PositionOptions => ({ name: "position", scopeFieldId });

/**
 * The place of a row in an order that people make by hand. Its column has a fractional key (engine/definition/order-keys.ts),
 * and nothing until the row is first moved: until then rows are in the order in which they were made (engine/query/place.ts).
 * It is read as a running number from 1, and written by saying next to which row it is to be.
 */
export const position = defineFieldType<PositionOptions>({
  name: "position",
  label: "Position",
  description: "The place of a row in an order that people make by hand, by dragging.",
  options: z.strictObject({ name: z.literal("position"), scopeFieldId: idOf("fld").optional() }),
  initial: { name: "position" },
  sqlType: () => "text",
  cast: "text",
  valueType: () => scalar("int"),
  lookups: [],
  parseJson: (input) => checkPlace(input),
  parseText: (input) => checkPlace(/^\d{1,15}$/.test(input) ? Number(input) : input),
  jsonSql: (column) => column,
  jsonSchema: () => ({ type: "integer", minimum: 1, readOnly: true }),
  automatic: "position",
  can: { order: "natural" },
  display: ({ value }) => ({ inline: `{{ ${value} }}`, className: "number", isKeptOutOfLists: true }),
  example: () => 1,
  sample: ({ number }) => number,
  openapi: {
    note: "The row's place among those that the caller may read, from 1. A change sends next to which row it moves.",
  },
  input: { keyboard: "numeric" },
});

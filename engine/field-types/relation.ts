import * as z from "zod";
import { identifierSchema } from "../definition/identifiers.ts";
import { idOf, type ModelId } from "../definition/ids.ts";
import type { JsonValue } from "../definition/json.ts";
import { defineFieldType, type ParsedValue, parsed, refused } from "./field-type.ts";

export const onDeleteActions = ["protect", "cascade", "set_null"] as const;
export type OnDelete = (typeof onDeleteActions)[number];

export type RelationOptions = {
  name: "relation";
  targetModelId: ModelId;
  /** What deleting the target row does to rows that point to it. The engine compiles it; the constraint is NO ACTION. */
  onDelete: OnDelete;
  /** How the target calls the rows that point to it (`books` on author). Unique among the target's fields. */
  reverseName?: string | undefined;
};

const MAX_KEY = Number.MAX_SAFE_INTEGER;

/** Keys are identity columns capped at 2^53 − 1, so they are JSON numbers. */
export function checkKey(input: JsonValue): ParsedValue {
  const number = typeof input === "string" && /^\d{1,16}$/.test(input) ? Number(input) : input;
  if (typeof number !== "number" || !Number.isInteger(number)) return refused("wrong_type", "must be the id of a row");
  return number < 1 || number > MAX_KEY ? refused("invalid", "is not the id of a row") : parsed(number);
}

export const relation = defineFieldType<RelationOptions>({
  name: "relation",
  label: "Relation",
  description: "Points to one row of a model: a book's author.",
  options: z.strictObject({
    name: z.literal("relation"),
    targetModelId: idOf("mdl"),
    onDelete: z.enum(onDeleteActions),
    reverseName: identifierSchema.optional(),
  }),
  initial: { name: "relation", targetModelId: "mdl_000000000000", onDelete: "protect" },
  sqlType: () => "bigint",
  cast: "bigint",
  valueType: (options) => ({ kind: "record", modelId: options.targetModelId }),
  lookups: ["exact", "in", "isnull"],
  parseJson: checkKey,
  parseText: checkKey,
  jsonSql: (column) => column,
  jsonSchema: () => ({ type: "integer", minimum: 1 }),
});

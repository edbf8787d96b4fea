import * as z from "zod";
import { scalar } from "../value-types/value-type.ts";
import { comparable, defineFieldType } from "./field-type.ts";
import { plainNumber } from "./loose-numbers.ts";
import { parsed, refused } from "./parsed-value.ts";
import { textOf } from "./short-text.ts";

export const float = defineFieldType({
  name: "float",
  label: "Float",
  description: "An approximate number: measurements, scores, coordinates.",
  options: z.strictObject({ name: z.literal("float") }),
  initial: { name: "float" },
  sqlType: () => "double precision",
  cast: "double precision",
  valueType: () => scalar("double"),
  lookups: comparable,
  parseJson: (input) =>
    typeof input === "number" && Number.isFinite(input) ? parsed(input) : refused("wrong_type", "must be a number"),
  parseText: (input) => {
    if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(input) || input.length > 400)
      return refused("wrong_type", "must be a number");
    const number = Number(input);
    return Number.isFinite(number) ? parsed(number) : refused("too_large", "is too large a number");
  },
  jsonSql: (column) => column,
  jsonSchema: () => ({ type: "number" }),
  can: { order: "natural", index: true, default: true },
  display: ({ value }) => ({ inline: `{{ ${value}|number }}`, className: "number" }),
  example: () => 0.5,
  sample: ({ number }) => number * 1.5,
  plainest: () => 0,
  openapi: { format: "double" },
  input: { keyboard: "decimal" },
  import: { normalize: plainNumber, widen: () => textOf(200) },
});

import { sql } from "../../sql/sql.ts";
import { at, type ExpressionFunction, strict2 } from "../operation.ts";
import { membership } from "../operators/membership.ts";
import { textFunction } from "./text-function.ts";

const inText = textFunction(
  {
    name: "contains",
    signature: "contains(text or list, part)",
    summary: "Whether the text has the part in it, letter by letter, or the list the item.",
  },
  {
    count: 2,
    result: "bool",
    js: strict2((a: string, b: string) => a.includes(b)),
    sql: (parts) => sql`(strpos(${at(parts, 0).sql}, ${at(parts, 1).sql}) > 0)`,
  },
);

/** `record.tags.contains("red")` is the same as `"red" in record.tags`. */
export const contains: ExpressionFunction = {
  ...inText,
  check: (operands) => {
    const [list, item] = operands;
    if (list?.type.kind !== "list" || !item) return inText.check(operands);
    const found = membership.check([item, list]);
    return found.ok || found.operand === undefined ? found : { ...found, operand: 1 - found.operand };
  },
};

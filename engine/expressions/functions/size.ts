import { sql } from "../../sql/sql.ts";
import { scalar } from "../../value-types/value-type.ts";
import { convertTo } from "../convert.ts";
import { at, type ExpressionFunction, needs, resolved, strict1 } from "../operation.ts";
import { countCodePoints } from "../values/compare-text.ts";

/** Characters are code points, as in Postgres: "😀" is one. */
export const size: ExpressionFunction = {
  name: "size",
  aliases: ["length", "len"],
  signature: "size(text or list)",
  summary: "How many characters a text has, or items a list.",
  minArguments: 1,
  maxArguments: 1,
  check: (operands) => {
    const operand = at(operands, 0);
    if (operand.type.kind === "list") {
      return resolved(scalar("int"), operands, {
        js: strict1((a: unknown) => (Array.isArray(a) ? a.length : null)),
        sql: (parts) => sql`cardinality(${at(parts, 0).sql})`,
      });
    }
    const text = convertTo(operand, scalar("text"));
    if (!text.ok) return needs("size", "text or a list", operands, 0);
    return resolved(scalar("int"), [text.expression], {
      js: strict1((a: string) => countCodePoints(a)),
      sql: (parts) => sql`char_length(${at(parts, 0).sql})`,
    });
  },
};

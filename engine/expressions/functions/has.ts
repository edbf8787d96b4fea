import { at, type ExpressionFunction, mismatch } from "../operation.ts";
import { isNull } from "../operators/is-null.ts";

/** CEL's macro: here the same as `!= null`. */
export const has: ExpressionFunction = {
  name: "has",
  signature: "has(record.field)",
  summary: "Whether there is a value; the same as != null.",
  minArguments: 1,
  maxArguments: 1,
  check: (operands) => {
    const operand = at(operands, 0);
    if (operand.kind !== "path" && operand.kind !== "member" && operand.kind !== "index") {
      return mismatch("has asks about a field or a variable.", {
        operand: 0,
        hint: "Compare with null instead: … != null.",
      });
    }
    return isNull(operand, false);
  },
};

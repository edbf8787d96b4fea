import { scalar } from "../../value-types/value-type.ts";
import { convertTo } from "../convert.ts";
import { at, type ExpressionFunction, identity, needs, resolved } from "../operation.ts";
import { isCalculable } from "../values/arithmetic-bounds.ts";
import { readWritten, unsafeText } from "./written-text.ts";

export const asDouble: ExpressionFunction = {
  name: "double",
  aliases: ["float"],
  signature: "double(number)",
  summary: "The number as a float, which is approximate.",
  minArguments: 1,
  maxArguments: 1,
  check: (operands) => {
    const operand = at(operands, 0);
    const type = scalar("double");
    if (operand.type.kind === "text") {
      const read = (text: string) => {
        const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
        return isCalculable(number) ? number : undefined;
      };
      return readWritten(operand, type, read) ?? unsafeText("double", 'double("1.5")');
    }
    const converted = convertTo(operand, type);
    if (!converted.ok) return needs("double", "a number", operands, 0);
    return resolved(type, [converted.expression], identity);
  },
};

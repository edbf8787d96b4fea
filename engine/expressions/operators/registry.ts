import type { BinaryOperator } from "../expression.ts";
import type { Operation } from "../operation.ts";
import { add } from "./add.ts";
import { divide } from "./divide.ts";
import { equal, notEqual } from "./equality.ts";
import { membership } from "./membership.ts";
import { multiply } from "./multiply.ts";
import { greater, greaterOrEqual, less, lessOrEqual } from "./order.ts";
import { remainder } from "./remainder.ts";
import { subtract } from "./subtract.ts";

/** Every operator with two sides. `not in` is `in`, negated. */
export const binaryOperators: Readonly<Record<BinaryOperator, Operation>> = {
  "==": equal,
  "!=": notEqual,
  "<": less,
  "<=": lessOrEqual,
  ">": greater,
  ">=": greaterOrEqual,
  in: membership,
  "not in": membership,
  "+": add,
  "-": subtract,
  "*": multiply,
  "/": divide,
  "%": remainder,
};

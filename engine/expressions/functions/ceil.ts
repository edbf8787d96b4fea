import { sql } from "../../sql/sql.ts";
import { floorDecimal } from "../values/decimal.ts";
import { wholeNumber } from "./whole-number.ts";

export const ceil = wholeNumber(
  {
    name: "ceil",
    aliases: ["ceiling"],
    signature: "ceil(number)",
    summary: "The next whole number above: ceil(1.2) is 2.",
  },
  {
    decimal: (value) => {
      const below = floorDecimal({ ...value, units: -value.units });
      return { ...below, units: -below.units };
    },
    double: Math.ceil,
    sql: (x) => sql`ceil(${x})`,
  },
);

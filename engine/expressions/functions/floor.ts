import { sql } from "../../sql/sql.ts";
import { floorDecimal } from "../values/decimal.ts";
import { wholeNumber } from "./whole-number.ts";

export const floor = wholeNumber(
  { name: "floor", signature: "floor(number)", summary: "The next whole number below: floor(-1.5) is -2." },
  { decimal: floorDecimal, double: Math.floor, sql: (x) => sql`floor(${x})` },
);

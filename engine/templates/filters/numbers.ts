import { isNumeric, type ValueType } from "../../value-types/value-type.ts";
import { accepts, TEXT, wants } from "./filter-kit.ts";

/** What the filters of numbers share. */
type Numeric = Parameters<Intl.NumberFormat["format"]>[0];

export const isNumber = (value: unknown): value is number | string =>
  typeof value === "number" || (typeof value === "string" && /^-?\d{1,300}(?:\.\d{1,300})?$/.test(value));

export const writeNumber = (format: Intl.NumberFormat, value: number | string): string =>
  format.format(value as Numeric);

export const ofNumbers = (name: string, input: ValueType) =>
  isNumeric(input) || input.kind === "null" ? accepts(TEXT) : wants(name, "numbers", input);

import type { ConverterName } from "../routing/converters.ts";
import { scalar, type ValueType } from "../value-types/value-type.ts";

const TEXT = scalar("text");

/** The types of the values that a path's converters give. */
export const parameterTypes: Readonly<Record<ConverterName, ValueType>> = {
  int: scalar("int"),
  slug: TEXT,
  str: TEXT,
  path: TEXT,
  uuid: scalar("uuid"),
};

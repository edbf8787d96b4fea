import { defaultValue } from "./default.ts";
import type { FilterType } from "./filter-type.ts";

export const defaultIfNone: FilterType = {
  ...defaultValue,
  name: "default_if_none",
  example: 'default_if_none:"unknown"',
  summary: "Another value when this one is absent; zero, false and empty text stay.",
  prepare: () => (input, argument) => input ?? argument ?? null,
};

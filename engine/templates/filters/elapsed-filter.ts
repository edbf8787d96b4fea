import { elapsedTime } from "../format/elapsed-time.ts";
import { accepts, TEXT, wants } from "./filter-kit.ts";
import type { FilterType } from "./filter-type.ts";

/** `timesince` and `timeuntil` differ in the direction alone. */
export const elapsedFilter = ({
  isUntil,
  ...filter
}: Pick<FilterType, "name" | "example" | "summary"> & { readonly isUntil: boolean }): FilterType => ({
  ...filter,
  argument: "optional",
  comparesWithNow: true,
  check: (input, argument) => {
    for (const type of [input, argument?.type])
      if (type && type.kind !== "date" && type.kind !== "timestamp" && type.kind !== "null")
        return wants(filter.name, "dates", type);
    return accepts(TEXT);
  },
  prepare: (settings) => {
    const between = elapsedTime(settings);
    return (input, argument) => {
      if (typeof input !== "string" || typeof argument !== "string") return null;
      return isUntil ? between(argument, input) : between(input, argument);
    };
  },
});

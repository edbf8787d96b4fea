import { elapsedFilter } from "./elapsed-filter.ts";

export const timeuntil = elapsedFilter({
  name: "timeuntil",
  example: "timeuntil",
  summary: "The time from now, or from another date, until a date: 4 days, 6 hours.",
  isUntil: true,
});

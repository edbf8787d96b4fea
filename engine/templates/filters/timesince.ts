import { elapsedFilter } from "./elapsed-filter.ts";

export const timesince = elapsedFilter({
  name: "timesince",
  example: "timesince",
  summary: "The time from a date until now, or until another date: 4 days, 6 hours. Of dates, whole days.",
  isUntil: false,
});

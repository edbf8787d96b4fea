import { temporalFilter } from "./temporal-filter.ts";

export const time = temporalFilter({
  name: "time",
  example: 'time:"H:i"',
  summary: "A time in your format, with Django's letters, in the app's time zone.",
  kinds: ["time", "timestamp"],
  wanted: "times",
  otherwise: "H:i",
});

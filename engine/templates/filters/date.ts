import { temporalFilter } from "./temporal-filter.ts";

export const date = temporalFilter({
  name: "date",
  example: 'date:"j F Y"',
  summary: "A date in your format, with Django's letters, in the app's time zone.",
  kinds: ["date", "timestamp"],
  wanted: "dates",
  otherwise: "medium",
});

import { extreme } from "./extreme.ts";

export const min = extreme(
  { name: "min", signature: "min(a, b, …)", summary: "The smallest of the values; absent when one of them is." },
  "<=",
);

import { extreme } from "./extreme.ts";

export const max = extreme(
  { name: "max", signature: "max(a, b, …)", summary: "The largest of the values; absent when one of them is." },
  ">=",
);

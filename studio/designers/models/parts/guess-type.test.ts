import { expect, it } from "vitest";
import { guessType } from "./guess-type.ts";

it.each([
  ["Title", "text"],
  ["Price", "decimal"],
  ["Published at", "date_time"],
  ["publishedAt", "date_time"],
  ["Release date", "date"],
  ["Is active", "boolean"],
  ["Contact e-mail", "email"],
  ["Description", "long_text"],
  ["Created at", "created_at"],
  ["Number of pages", "integer"],
  ["IMDB rating", "float"],
  ["Status", "choice"],
  ["Emailed", "text"],
  ["", "text"],
])("%s is proposed as %s", (label, type) => {
  expect(guessType(label).name).toBe(type);
});

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

it.each([
  ["Author", "mdl_author000000"],
  ["author", "mdl_author000000"],
  ["author_id", "mdl_author000000"],
  ["authorId", "mdl_author000000"],
  ["Book status", "mdl_status000000"],
  ["Authors", undefined],
  ["Author name", undefined],
  ["Id", undefined],
])("%s is proposed as a relation to the model of that label", (label, target) => {
  const others = (["author", "status"] as const).map((name) => ({
    kind: "model" as const,
    id: `mdl_${name}000000` as const,
    name: name === "status" ? "book_status" : name,
    label: name === "status" ? "Book status" : "Author",
    defaultOrder: [],
    order: "a",
  }));
  expect(guessType(label, others).targetModelId).toBe(target);
});

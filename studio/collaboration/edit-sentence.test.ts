import { expect, it } from "vitest";
import { editSentence } from "./edit-sentence.ts";

it.each([
  ["Rename field Title to Name", "Ada renamed field Title to Name"],
  ["Add model Book", "Ada added model Book"],
  ["Undo: Add model Book", "Ada undid Add model Book"],
  ["Say who the app is for", "Ada said who the app is for"],
  ["Something else", "Ada: Something else"],
])("%s", (label, sentence) => {
  expect(editSentence({ label, actor: { name: "Ada" } })).toBe(sentence);
});

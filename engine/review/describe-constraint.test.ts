import { expect, it } from "vitest";
import { app, boolean, choice, dateTime, model, relation, text } from "../../tests/builders.ts";
import { constraint, noOverlap, unique, withRecords } from "../../tests/support/constraints.ts";
import { readDefinition } from "../definition/reader.ts";
import type { ConstraintType } from "../definition/records/constraint.ts";
import { constraintSentence, sentenceText } from "./describe-constraint.ts";

const definition = app(
  model("room", text("name")),
  model(
    "booking",
    relation("room", "room"),
    text("name"),
    dateTime("starts"),
    dateTime("ends"),
    boolean("active"),
    choice("status", ["open", "cancelled"]),
    { pluralLabel: "Bookings" },
  ),
);
const say = (type: ConstraintType): string => {
  const record = constraint("booking", "x", type, { message: "No." });
  return sentenceText(constraintSentence(readDefinition(withRecords(definition, record)), record));
};

it("says a constraint as a sentence", () => {
  const overlap = { same: ["room"], from: "starts", to: "ends" };
  expect(say(noOverlap("booking", overlap))).toBe("No two bookings with the same room overlap from starts to ends.");
  expect(
    say(noOverlap("booking", { ...overlap, scope: { name: "unless", expression: 'status == "cancelled"' } })),
  ).toBe("No two bookings with the same room overlap from starts to ends, unless status is cancelled.");
  expect(say(noOverlap("booking", { ...overlap, same: [], includesEnd: true }))).toBe(
    "No two bookings overlap from starts to ends inclusive.",
  );
  expect(
    say(unique("booking", ["name", "room"], { ignoreCase: ["name"], scope: { name: "only", expression: "active" } })),
  ).toBe("No two bookings have the same values in name and room, in capitals or not, where active is ticked.");
  expect(say({ kind: "check", expression: "ends > starts" })).toBe("In all bookings ends > starts.");
});

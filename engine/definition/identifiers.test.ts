import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  identifierFromLabel,
  identifierProblem,
  isIdentifier,
  slugFromLabel,
  slugSchema,
  uniqueIdentifier,
} from "./identifiers.ts";

describe("identifiers", () => {
  it.each(["order", "user", "group", "select", "a", "imdb_rating", "x2"])("takes %s, SQL's words included", (name) => {
    expect(identifierProblem(name)).toBeUndefined();
  });

  it.each([
    "",
    "Title",
    "2nd",
    "_x",
    "a__b",
    "a_",
    "in",
    "id",
    "null",
    "constructor",
    "xmin",
    "a".repeat(49),
    "naïve",
    "a b",
    '"',
    "a\0",
  ])("refuses %j", (name) => {
    expect(identifierProblem(name)).toBeTypeOf("string");
  });

  it.each([
    ["IMDB Rating", "imdb_rating"],
    ["Größe (cm)", "grosse_cm"],
    ["1st place", "n1st_place"],
    ["createdAt", "created_at"],
    ["id", "id_value"],
    ["__proto__", "proto"],
    ["🎬", "field"],
    ['"; drop table users; --', "drop_table_users"],
  ])("turns %j into %s", (label, name) => {
    expect(identifierFromLabel(label, "field")).toBe(name);
  });

  it("makes a legal identifier from any text, different from those taken", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 250 }), { maxLength: 20 }), (labels) => {
        const taken = new Set<string>();
        for (const label of labels) {
          const name = uniqueIdentifier({ label, fallback: "field", taken });
          expect(isIdentifier(name)).toBe(true);
          expect(taken.has(name)).toBe(false);
          taken.add(name);
        }
      }),
    );
  });

  it("makes a DNS label from any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 100 }), (label) => {
        expect(slugSchema.safeParse(slugFromLabel(label, "app")).success).toBe(true);
      }),
    );
  });
});

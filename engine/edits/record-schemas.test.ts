import { describe, expect, it } from "vitest";
import { fieldTypeNames } from "../field-types/registry.ts";
import { shapeProperty } from "./record-schemas.ts";

describe("a refusal of options", () => {
  const refused = (property: "type" | "view", value: unknown) => {
    const result = shapeProperty(property === "type" ? "field" : "route", property, value);
    return result.ok ? "accepted" : result.message;
  };

  it.each([
    ["type", { name: "decimal", scale: 2 }, '"digits" is missing; it must be a whole number'],
    ["type", { name: "decimal", digits: "8", scale: 2 }, '"digits" must be a whole number, but is the text "8"'],
    ["view", { name: "list", pageSize: 10 }, '"modelId" must be an id that begins with mdl_'],
  ] as const)("names the option that is missing or wrong: %s %j", (property, value, message) => {
    expect(refused(property, value)).toBe(message);
  });

  it("lists what is known", () => {
    expect(refused("type", { name: "integer", minimum: 1 })).toBe(
      'has a key that is not known here: "minimum"; known are name, min, max, step, display, unit, unitBefore',
    );
    expect(refused("type", { name: "number" })).toBe(
      `There is no field type "number". Known are ${fieldTypeNames.join(", ")}.`,
    );
  });

  it("leaves the sentences of a type as they are, since inputs show them", () => {
    expect(refused("type", { name: "integer", min: 2, max: 1 })).toBe(
      "The largest value cannot be less than the smallest",
    );
  });
});

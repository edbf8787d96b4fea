import { describe, expect, it } from "vitest";
import { withUnit } from "./number-unit.ts";
import { type AnyFieldType, fieldTypeOf } from "./registry.ts";

const NUMBERS = [
  { name: "integer" },
  { name: "big_integer" },
  { name: "float" },
  { name: "decimal", digits: 8, scale: 2 },
] as const;

describe("the unit of a number", () => {
  it.each([
    ["km", undefined, "12\u00a0km"],
    ["€", undefined, "12\u00a0€"],
    ["€", true, "€12"],
    ["EUR", true, "EUR\u00a012"],
    ["°", undefined, "12°"],
    ["°C", undefined, "12\u00a0°C"],
  ])("%s", (unit, unitBefore, expected) => {
    expect(withUnit("12", { type: { name: "integer", unit, unitBefore } })).toBe(expected);
  });

  it.each(NUMBERS)("is an option of $name that changes no value", (type) => {
    const known = fieldTypeOf(type) as AnyFieldType;
    const counted = { ...type, unit: "km", unitBefore: true };
    expect(known.options.safeParse(counted).success).toBe(true);
    expect(known.jsonSchema(counted, { choices: [] })).toEqual(known.jsonSchema(type, { choices: [] }));
    expect(known.sqlType(counted)).toBe(known.sqlType(type));
    expect(known.parseText("12 km", counted, { choices: [] }).ok).toBe(false);
  });

  it.each(["", " km", "km ", "a\u00a0", "{{ x }}", "<b>", "&amp;", "a\nb", "\u202ekm", "thirteen sign"])(
    "is never %j",
    (unit) => {
      for (const type of NUMBERS) expect(fieldTypeOf(type)?.options.safeParse({ ...type, unit }).success).toBe(false);
    },
  );

  it("does not stand with a percentage or a rating", () => {
    const issues = (display: string) =>
      fieldTypeOf({ name: "integer" })?.options.safeParse({ name: "integer", min: 1, max: 5, display, unit: "km" })
        .error?.issues[0]?.message;
    expect(issues("percent")).toBe("A percentage has no unit");
    expect(issues("rating")).toBe("A rating has no unit");
  });
});

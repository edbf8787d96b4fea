import { expect, it, vi } from "vitest";
import { fieldTypes } from "#engine/field-types/registry";
import { numberPlate } from "../../tests/support/number-plate.ts";
import { editorOf } from "./field-editors.ts";
import { TextValue } from "./values/TextValue.tsx";

vi.mock("../../engine/field-types/field-types.ts", async (original) => {
  const { fieldTypes: known } = await original<{ fieldTypes: object }>();
  const { numberPlate: added } = await import("../../tests/support/number-plate.ts");
  return { fieldTypes: { ...known, number_plate: added } };
});

it("gives a type that it has no line for a plain input", () => {
  expect(editorOf(numberPlate.initial)).toMatchObject({ Value: TextValue, align: "start" });
});

it("has an icon of its own for each type that ships", () => {
  const plain = editorOf(numberPlate.initial).icon;
  const without = Object.values(fieldTypes).filter((type) => editorOf(type.initial).icon === plain);
  expect(without.map(({ name }) => name)).toEqual(["number_plate"]);
});

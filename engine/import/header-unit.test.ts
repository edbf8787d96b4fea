import { describe, expect, it } from "vitest";
import { app, field, model, modelId } from "../../tests/builders.ts";
import { readDefinition } from "../definition/reader.ts";
import { headerUnit } from "./header-unit.ts";
import { TableAccumulator } from "./infer-table.ts";
import { proposeMapping } from "./live-mapping.ts";

describe("the unit in a header", () => {
  it.each([
    ["Weight (kg)", { label: "Weight", unit: "kg" }],
    ["Weight(kg)", { label: "Weight", unit: "kg" }],
    ["Area [m²]", { label: "Area", unit: "m²" }],
    ["Distance (in km)", { label: "Distance", unit: "km" }],
    ["Price €", { label: "Price", unit: "€", unitBefore: true }],
    ["Price ($)", { label: "Price", unit: "$", unitBefore: true }],
    ["Price in EUR", { label: "Price", unit: "EUR" }],
    ["Share (%)", { label: "Share", unit: "%" }],
    ["Goals (home)", undefined],
    ["Games (W)", undefined],
    ["Heat (min)", undefined],
    ["Rank (2020)", undefined],
    ["Born in", undefined],
    ["Born in Rome", undefined],
    ["(kg)", undefined],
    ["Body mass kg", undefined],
  ])("%s", (header, expected) => expect(headerUnit(header)).toEqual(expected));
});

describe("a column whose header names a unit", () => {
  const infer = (header: string, ...cells: readonly string[]) => {
    const table = new TableAccumulator({ currentYear: 2026, sources: [header] });
    for (const cell of cells) table.add([header], [cell]);
    const { columns, facts } = table.finish("parcels.csv");
    return { ...columns[0], reason: facts[0]?.reason };
  };

  it("is proposed with it, under the label without it", () => {
    expect(infer("Weight (kg)", "1.5", "2.25", "3")).toMatchObject({
      source: "Weight (kg)",
      label: "Weight",
      name: "weight",
      type: { name: "float", unit: "kg" },
      reason: "All 3 rows have numbers. The header says that they are in kg.",
    });
    expect(infer("Price €", "1.50", "2.25").type).toMatchObject({ name: "decimal", unit: "€", unitBefore: true });
    expect(infer("Stock in t", "3000000000", "1").type).toEqual({ name: "big_integer", unit: "t" });
  });

  it("is a percentage where the type has such", () => {
    expect(infer("Share (%)", "1", "20").type).toEqual({ name: "integer", display: "percent" });
    expect(infer("Share (%)", "1.5", "2.25").type).toEqual({ name: "float", unit: "%" });
  });

  it("takes no unit that the amounts contradict", () => {
    for (const header of ["Price €", "Price in EUR", "Weight (kg)", "Price (CHF)"]) {
      const { type, label, reason } = infer(header, "$5", "$6");
      expect({ type, label }).toEqual({ type: { name: "integer" }, label: header });
      expect(reason).toMatch(/The header says .+ and the rows \$, so no unit is taken over\./);
    }
  });

  it("is the currency of amounts that have its sign, and without one the sign says which", () => {
    const amounts = (header: string, ...cells: string[]) => {
      const { type, label, reason } = infer(header, ...cells);
      return { type, label, reason };
    };
    expect(amounts("Price (US$)", "$5.10", "$6")).toMatchObject({
      type: { name: "money", currency: "USD" },
      label: "Price",
    });
    expect(amounts("Price in AUD", "$5.10", "$6")).toMatchObject({ type: { name: "money", currency: "AUD" } });
    expect(amounts("Price", "£5", "£6")).toEqual({
      type: { name: "money", currency: "GBP" },
      label: "Price",
      reason: "All 2 rows have whole numbers. The sign £ is read as GBP.",
    });
    expect(amounts("Price", "€0.12345", "€6").type).toMatchObject({ name: "decimal" });
    expect(amounts("Price", "€1234567890123456", "€6").type).toMatchObject({ name: "big_integer" });
  });

  it("stays as it is where it holds no numbers", () => {
    expect(infer("Weight (kg)", "light", "heavy")).toMatchObject({ label: "Weight (kg)", type: { name: "text" } });
  });

  it("fills the field of that label when it is imported again", () => {
    const reader = readDefinition(app(model("person", field("age", { name: "integer", unit: "years" }))));
    const [person] = reader.models.filter(({ id }) => id === modelId("person"));
    const { fields } = proposeMapping(reader, person as NonNullable<typeof person>, [
      { source: "Age (years)", samples: ["3"] },
    ]);
    expect(fields).toMatchObject([{ take: { from: "column", source: "Age (years)" } }]);
  });
});

import { expect, it, vi } from "vitest";
import { checkApp } from "#engine/checks/check-app";
import { readDefinition } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import type { RouteRecord } from "#engine/definition/records/route";
import { openApiDocument } from "#engine/export/openapi/openapi-document";
import { cellConverter } from "#engine/import/convert-cell";
import { TableAccumulator } from "#engine/import/infer-table";
import { isMatchable } from "#engine/import/live-mapping";
import { compileRoutes } from "#engine/routing/compile-routes";
import { designColumn } from "#engine/schema/design/design-schema";
import { definitionJsonSchema } from "#engine/serialization/json-schema";
import { generateListTemplate } from "#engine/view-types/defaults/generate-list-template";
import { listControls } from "#engine/view-types/list-controls";
import { sampleRows } from "#engine/views/preview/sample-rows";
import { viewKeys } from "#engine/views/view-keys";
import { operatorsOf } from "../../studio/designers/data/row-filters.ts";
import { importableTypes } from "../../studio/imports/proposal.ts";
import { widenType } from "../../studio/imports/widen-type.ts";
import { cellText, readCell } from "../../studio/values/cell-text.ts";
import { app, field, fieldId, model, modelId, testId, text } from "../builders.ts";
import { numberPlate } from "../support/number-plate.ts";

/** A field type is a file (tests/support/number-plate.ts) and this line; everything else follows. */
vi.mock("../../engine/field-types/field-types.ts", async (original) => {
  const { fieldTypes } = await original<typeof import("../../engine/field-types/field-types.ts")>();
  const { numberPlate: added } = await import("../support/number-plate.ts");
  return { fieldTypes: { ...fieldTypes, number_plate: added } };
});

const cars = app(
  model("car", text("title"), field("plate", numberPlate.initial, { unique: true }), {
    api: true,
    rules: { read: "true" },
  }),
);
const reader = readDefinition(cars);
const car = reader.models[0] as (typeof reader.models)[number];
const plate = reader.field(fieldId("car", "plate")) as FieldRecord;
const route: RouteRecord = {
  kind: "route",
  id: testId("route", "car"),
  name: "car",
  label: "Car",
  path: "/cars/<str:plate>/",
  view: { name: "detail", modelId: modelId("car") },
  access: "true",
  order: "a0",
};

it("passes the checks, with a default and an index, and becomes a column", () => {
  const withDefault = app(
    model("car", text("title"), field("plate", numberPlate.initial, { default: "AB-1", indexed: true })),
  );
  const errors = checkApp(withDefault).filter(({ severity }) => severity === "error");
  expect(errors).toEqual([]);
  expect(designColumn(reader, plate)).toMatchObject({ name: "plate", sqlType: "text", unique: true });
});

it("is in OpenAPI with its format, its note, an example and its look-ups", () => {
  const document = openApiDocument(reader, { serverUrl: "https://cars.test", version: "1" });
  const printed = JSON.stringify(document);
  expect(document.components.schemas.Car?.properties).toMatchObject({
    plate: { format: "number-plate", examples: ["AB-1234"], description: expect.stringContaining("a hyphen") },
  });
  expect(printed).toContain("plate__icontains");
});

it("is in the JSON Schema of definition files", () => {
  expect(JSON.stringify(definitionJsonSchema("test"))).toContain("number_plate");
});

it("is shown, sorted and searched on the default pages, and found by a path", () => {
  expect(
    generateListTemplate({
      reader,
      model: car,
      routes: compileRoutes<RouteRecord>([]),
      links: () => ({ list: undefined, detail: undefined, create: undefined, update: undefined, delete: undefined }),
    }),
  ).toContain("<b>{{ car.plate }}</b>");
  expect(listControls(reader, car.id)).toMatchObject({
    isSearchable: true,
    sortable: [{ name: "title" }, { name: "plate" }],
  });
  for (const { pattern } of compileRoutes([route]).routes) {
    expect(viewKeys(route, pattern, reader)).toMatchObject({ problems: [], keys: [{ parameter: "plate" }] });
  }
});

it("has sample values", () => {
  const reads = { modelId: car.id, title: false, fields: { [plate.id]: "plate" } };
  expect(sampleRows(reader, reads as never, 2)).toMatchObject([{ [plate.id]: "XY-1" }, { [plate.id]: "XY-2" }]);
});

it("is recognized in files, converted, widened to text, and tells rows apart", () => {
  const table = new TableAccumulator({ currentYear: 2026 });
  for (const cell of ["AB-1234", "C-7", "XYZ-42"]) table.add(["Plate"], [cell]);
  const { columns, facts } = table.finish("cars.csv");
  expect(columns[0]?.type).toEqual(numberPlate.initial);
  expect(facts[0]?.reason).toContain("number plates");
  const reading = { dateOrder: "month_first", decimalComma: false } as const;
  const convert = cellConverter({ type: numberPlate.initial, required: true, choices: [], reading, currentYear: 2026 });
  expect(convert(" ab-1234 ")).toEqual({ ok: true, value: "AB-1234" });
  expect(convert("none of them")).toMatchObject({ ok: false });
  expect(widenType(numberPlate.initial)).toEqual({ name: "text", maxLength: 200 });
  expect(importableTypes).toContain("number_plate");
  expect(isMatchable(plate)).toBe(true);
});

it("has filters and cells in the studio", () => {
  const context = { timeZone: "UTC", locale: "en", choices: [] };
  expect(operatorsOf(plate)).toContain("icontains");
  expect(cellText("AB-1234", plate, context)).toBe("AB-1234");
  expect(readCell("AB-1234", plate, context)).toEqual({ ok: true, value: "AB-1234" });
  expect(readCell("none", plate, context)).toEqual({ ok: false, message: "Plate is not a number plate." });
});

import { expect, it } from "vitest";
import type { AppId } from "#contract/platform-ids";
import { readDefinition } from "#engine/definition/reader";
import { app, fieldId, model, modelId, text } from "../../tests/builders.ts";
import { placeOfProblem } from "./problem-address.ts";

const reader = readDefinition(app(model("book", text("isbn"))));
const go = (code: string, property: string) =>
  placeOfProblem({
    reader,
    appId: "1" as AppId,
    problem: { code, severity: "error", recordId: fieldId("book", "isbn"), property, message: "" },
  });

it("leads to the rows that are not unique, to the choices, or to the property", () => {
  const isbn = fieldId("book", "isbn");
  for (const code of ["DATA_E001", "DATA_E002", "DATA_W005", "DATA_W006", "DATA_W011"])
    expect(go(code, "unique")).toBe(`/apps/1/data/${modelId("book")}?cause=${isbn}&order=${isbn}`);
  expect(go("DATA_W004", "type")).toBe(
    `/apps/1/models/${modelId("book")}?field=${fieldId("book", "isbn")}&property=choices`,
  );
  expect(go("FIELD_E005", "default")).toBe(
    `/apps/1/models/${modelId("book")}?field=${fieldId("book", "isbn")}&property=default`,
  );
});

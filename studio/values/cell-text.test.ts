import { describe, expect, it } from "vitest";
import type { FieldRecord } from "#engine/definition/records/field";
import { keyTypes } from "#engine/field-types/keys";
import { cellLabel } from "./cell-label.ts";
import { cellText, readCell } from "./cell-text.ts";

const field = (type: FieldRecord["type"], rest: Partial<FieldRecord> = {}): FieldRecord => ({
  kind: "field",
  id: "fld_000000000000",
  modelId: "mdl_000000000000",
  name: "value",
  label: "Value",
  required: false,
  unique: false,
  indexed: false,
  type,
  order: "a",
  ...rest,
});
const context = { timeZone: "Europe/Berlin", locale: "en", choices: [{ value: "in_stock", label: "In stock" }] };

describe("a cell as text", () => {
  it.each([
    [{ name: "integer" }, "1,204", 1204],
    [{ name: "decimal", digits: 12, scale: 2 }, " 1,204.50 ", "1204.5"],
    [{ name: "big_integer" }, "9007199254740993", "9007199254740993"],
    [{ name: "boolean" }, "Yes", true],
    [{ name: "choice" }, "in STOCK", "in_stock"],
    [{ name: "date_time" }, "2026-11-22 14:30", "2026-11-22T13:30:00Z"],
    [{ name: "json" }, '{"a":[1]}', { a: [1] }],
    [{ name: "text", maxLength: 200 }, " spaces stay ", " spaces stay "],
    [{ name: "date" }, "", null],
  ] as const)("reads %o from %j", (type, text, value) => {
    expect(readCell(text, field(type), context)).toEqual({ ok: true, value });
  });

  it("reads the key of a related row by the kind that those rows have", () => {
    const relation = field({ name: "relation", targetModelId: "mdl_000000000001", onDelete: "protect" });
    const uuid = "019ad2c4-7b1e-7c3a-9d52-4f0e6a8b1c37";
    const toUuids = { ...context, key: keyTypes.uuid };
    expect(readCell(" 12 ", relation, { ...context, key: keyTypes.identity })).toEqual({ ok: true, value: 12 });
    expect(readCell(uuid.toUpperCase(), relation, toUuids)).toEqual({ ok: true, value: uuid });
    expect(readCell("12", relation, toUuids)).toEqual({
      ok: false,
      message: "Value is not the id of a row: those are UUIDs.",
    });
  });

  it("says in a sentence what is wrong", () => {
    expect(readCell("soon", field({ name: "date" }), context)).toEqual({
      ok: false,
      message: "Value must be a date such as 2026-11-22.",
    });
    expect(readCell("", field({ name: "date" }, { required: true }), context)).toMatchObject({ ok: false });
    expect(readCell("1", field({ name: "created_at" }), context)).toMatchObject({ ok: false });
  });

  it("does not take commas that group by other than three for digits", () => {
    expect(readCell("1,20", field({ name: "integer" }), context)).toMatchObject({ ok: false });
  });

  it("shows choices by label and instants in the app's zone, and edits what it can read back", () => {
    expect(cellLabel("in_stock", field({ name: "choice" }), context)).toBe("In stock");
    expect(cellText("2026-11-22T13:30:00Z", field({ name: "date_time" }), context)).toBe("2026-11-22 14:30");
    expect(cellLabel("a\nb", field({ name: "long_text" }), context)).toBe("a ⏎ b");
    expect(cellText({ a: 1 }, field({ name: "json" }), context)).toBe('{"a":1}');
  });

  it.each([
    ["en", { name: "date" }, "Nov 22 2026", "2026-11-22"],
    ["en", { name: "date" }, "2/1/2025", "2025-02-01"],
    ["de", { name: "date" }, "2/1/2025", "2025-01-02"],
    ["en", { name: "date" }, "01.02.2025", "2025-02-01"],
    ["de", { name: "date_time" }, "22.11.2026 14:30", "2026-11-22T13:30:00Z"],
    ["en", { name: "time" }, "2:05 pm", "14:05:00"],
    ["de", { name: "decimal", digits: 12, scale: 2 }, "1.204,50", "1204.5"],
    ["de", { name: "money", currency: "EUR" }, "12,50 €", "12.5"],
    ["en", { name: "money", currency: "EUR" }, "€ 12.50", "12.5"],
    ["en", { name: "decimal", digits: 12, scale: 2 }, "$1,204.50", "1204.5"],
    ["en", { name: "link" }, "acme.com", "https://acme.com"],
    ["en", { name: "link" }, "Shop.acme.co.uk/a?b=1", "https://Shop.acme.co.uk/a?b=1"],
  ] as const)("reads what people of %s type into %o: %j", (locale, type, text, value) => {
    expect(readCell(text, field(type), { ...context, locale })).toEqual({ ok: true, value });
  });

  it("refuses a number that can be read in two ways, with both", () => {
    const price = field({ name: "decimal", digits: 12, scale: 2 }, { label: "Price" });
    expect(readCell("12.5", price, { ...context, locale: "de" })).toEqual({
      ok: false,
      message: "Price can be read in two ways: write 12,5 or 125.",
    });
  });

  it.each(["acme", "javascript:alert(1)", "a b.com", "//acme.com", "acme..com"])(
    "does not complete %j to a link",
    (text) => {
      expect(readCell(text, field({ name: "link" }), context)).toMatchObject({ ok: false });
    },
  );

  it("reads back what it shows to be edited, in every language", () => {
    const values = [
      [{ name: "integer" }, -1204],
      [{ name: "decimal", digits: 12, scale: 2 }, "-1204.5"],
      [{ name: "float" }, 0.125],
      [{ name: "date" }, "2026-02-01"],
      [{ name: "date_time" }, "2026-02-01T09:30:00Z"],
      [{ name: "link" }, "https://example.com/"],
    ] as const;
    for (const locale of ["en", "de", "fr", "de-CH", "ar", "hi"]) {
      for (const [type, value] of values) {
        const there = { ...context, locale };
        expect(readCell(cellText(value, field(type), there), field(type), there)).toEqual({ ok: true, value });
      }
    }
  });

  it("shows numbers and days as pages do", () => {
    expect(cellLabel("1204.5", field({ name: "decimal", digits: 12, scale: 2 }), { ...context, locale: "de" })).toBe(
      "1.204,50",
    );
    expect(cellLabel(12040, field({ name: "integer" }), context)).toBe("12,040");
    expect(cellLabel(1999, field({ name: "integer" }, { name: "year" }), context)).toBe("1999");
    expect(cellLabel("2026-11-22", field({ name: "date" }), context)).toBe("Nov 22, 2026");
    // Versions of Intl differ in the blank before PM.
    const instant = cellLabel("2026-11-22T13:30:00Z", field({ name: "date_time" }), context);
    expect(instant.replace(/\s/g, " ")).toBe("Nov 22, 2026, 2:30 PM");
  });
});

import { expect, it } from "vitest";
import type { FieldRecord } from "#engine/definition/records/field";
import { CsvWriter } from "./export-rows.ts";
import type { GridColumn } from "./grid-columns.ts";

function column(name: string, type: FieldRecord["type"], context: Partial<GridColumn["context"]> = {}): GridColumn {
  const field = { kind: "field", id: `fld_${name}`, name, label: name.toUpperCase(), type } as unknown as FieldRecord;
  return {
    field,
    live: field,
    name,
    context: { timeZone: "Europe/Berlin", locale: "en", choices: [], ...context },
    canEdit: true,
    width: 100,
  };
}
const row = (values: Record<string, string | number | null>, titles: Record<string, string> = {}) => ({
  id: 1,
  version: 1,
  values,
  titles,
});
const text = { name: "text", maxLength: 200 } as const;

it("writes labels, texts with their quotation marks, and days in the app's zone", () => {
  const writer = new CsvWriter([column("title", text), column("at", { name: "date_time" })]);
  writer.add([row({ title: 'A "b", c', at: "2026-11-22T13:30:00Z" }), row({ title: null, at: null })]);
  expect(writer.text()).toBe('\uFEFFTITLE,AT\r\n"A ""b"", c",2026-11-22 14:30\r\n,\r\n');
});

it("writes choices by label and decimals as spreadsheets of the language read them", () => {
  const german = { locale: "de" };
  const choices = [{ value: "in_stock", label: "Auf Lager" }];
  const price = column("price", { name: "decimal", digits: 8, scale: 2 }, german);
  const writer = new CsvWriter([price, column("state", { name: "choice" }, { ...german, choices })]);
  writer.add([row({ price: "-12.50", state: "in_stock" })]);
  expect(writer.text()).toBe("\uFEFFPRICE;STATE\r\n-12,50;Auf Lager\r\n");
});

it.each(["=1+1", "+1", "-1", "@sum", "\t=1"])("makes no formula of the text %j", (given) => {
  const writer = new CsvWriter([column("note", text)]);
  writer.add([row({ note: given })]);
  expect(writer.text()).toBe(`\uFEFFNOTE\r\n'${given}\r\n`);
});

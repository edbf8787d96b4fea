import { describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import { app, boolean, choice, date, decimal, fieldId, model, text } from "../../../tests/builders.ts";
import {
  operatorLabels,
  operatorsOf,
  parseFilter,
  parseOrder,
  printFilter,
  printOrder,
  type RowFilter,
  rowQuery,
  withFilter,
} from "./row-filters.ts";

const shop = readDefinition(
  app(
    model(
      "book",
      text("title"),
      decimal("price", { required: true }),
      date("released"),
      boolean("in_stock"),
      choice("genre", ["novel"]),
    ),
  ),
);
const filter = (name: string, operator: RowFilter["operator"], value = ""): RowFilter => ({
  fieldId: fieldId("book", name),
  operator,
  value,
});
const liveName = (id: string) => shop.field(id as `fld_${string}`)?.name;

describe("filters of the grid", () => {
  it("become the look-ups of the REST API", () => {
    const filters = [
      filter("price", "gte", "10"),
      filter("title", "not", "Emma"),
      filter("released", "empty"),
      filter("genre", "filled"),
    ];
    expect(
      rowQuery({ filters, order: { fieldId: fieldId("book", "price"), direction: "desc" }, search: " le ", liveName }),
    ).toEqual({
      price__gte: "10",
      "title!": "Emma",
      released__isnull: "true",
      genre__isnull: "false",
      ordering: "-price",
      search: "le",
    });
  });

  it("leave out fields that are not live", () => {
    expect(
      rowQuery({
        filters: [filter("isbn", "exact", "1")],
        order: { fieldId: fieldId("book", "isbn"), direction: "asc" },
        search: "",
        liveName,
      }),
    ).toEqual({});
  });

  it("read as sentences that suit the type", () => {
    const words = (name: string) =>
      operatorsOf(shop.field(fieldId("book", name))!).map((operator) =>
        operatorLabels(operator, shop.field(fieldId("book", name))!),
      );
    expect(words("released")[0]).toBe("is not before");
    expect(words("price")).toEqual(["is at least", "is at most", "is more than", "is less than", "is", "is not"]);
    expect(words("in_stock")).toEqual(["is", "is empty", "is not empty"]);
    expect(words("genre")).toEqual(["is", "is not", "is empty", "is not empty"]);
  });

  it("survive the address, colons and line breaks included", () => {
    const given = filter("title", "icontains", "a:b\nc");
    expect(parseFilter(printFilter(given))).toEqual(given);
    const order = { fieldId: fieldId("book", "title"), direction: "desc" } as const;
    expect(parseOrder(printOrder(order))).toEqual(order);
  });

  it("are dropped when somebody writes them wrong by hand", () => {
    for (const text of ["", "fld_x:gte:1", `${fieldId("book", "price")}:drop:1`, "price:gte:1"])
      expect(parseFilter(text)).toBeUndefined();
    expect(parseOrder("price; drop table")).toBeUndefined();
  });

  it("take the place of an equal look-up of the same field", () => {
    expect(
      withFilter([filter("price", "gte", "1"), filter("title", "exact", "a")], filter("price", "gte", "2")),
    ).toEqual([filter("title", "exact", "a"), filter("price", "gte", "2")]);
  });
});

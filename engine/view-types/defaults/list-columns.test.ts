import { describe, expect, it } from "vitest";
import {
  app,
  choice,
  date,
  decimal,
  type FieldSpec,
  integer,
  longText,
  model,
  modelId,
  relation,
  text,
} from "../../../tests/builders.ts";
import { readDefinition } from "../../definition/reader.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import { titleField } from "./generate-list-template.ts";
import { listColumns } from "./list-columns.ts";

function columnsOf(...fields: FieldSpec[]): readonly string[] {
  const reader = readDefinition(app(model("thing", ...fields), model("place", text("name"))));
  const thing = reader.model(modelId("thing")) as ModelRecord;
  const links = () => ({ list: undefined, detail: undefined, create: undefined, update: undefined, delete: undefined });
  return listColumns(reader, thing, { title: titleField(reader, thing), links }).map(({ name }) => name);
}

describe("the columns of the default list", () => {
  it("show choices, dates and relations before texts and numbers, whatever their order", () => {
    expect(
      columnsOf(
        integer("size"),
        longText("story"),
        text("name"),
        text("nick"),
        relation("place", "place"),
        date("opened"),
        choice("state", ["new", "old"]),
      ),
    ).toEqual(["state", "opened", "place", "nick", "size"]);
  });

  it("show three numbers at most, two beside many texts and one beside many choices, dates and relations", () => {
    const numbers = [1, 2, 3, 4, 5].map((number) => integer(`n${number}`));
    expect(columnsOf(text("name"), ...numbers)).toEqual(["n1", "n2", "n3"]);
    const texts = ["a", "b", "c", "d", "e"].map((name) => text(name));
    expect(columnsOf(text("name"), decimal("price"), ...numbers, ...texts)).toEqual(["a", "b", "c", "price", "n1"]);
    const dates = [1, 2, 3, 4, 5].map((number) => date(`d${number}`));
    expect(columnsOf(text("name"), ...numbers, ...dates)).toEqual(["d1", "d2", "d3", "d4", "n1"]);
  });

  it("never show a long text, and show required fields before those that may be empty", () => {
    expect(columnsOf(text("name"), longText("story"))).toEqual([]);
    const many = ["a", "b", "c", "d", "e"].map((name) => text(name));
    expect(columnsOf(text("name"), ...many, text("must", { required: true }))).toEqual(["must", "a", "b", "c", "d"]);
  });

  it("take a choice without choices as a text", () => {
    expect(columnsOf(text("name"), choice("state", []), date("opened"))).toEqual(["opened", "state"]);
  });
});

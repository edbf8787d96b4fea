import { describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import { app, fieldId, integer, model, modelId, relation, text } from "../../tests/builders.ts";
import { recordOf } from "../value-types/value-type.ts";
import { renameInExpression } from "./rename.ts";
import { modelShapes, ruleScope } from "./scope.ts";

const shapes = modelShapes(
  readDefinition(
    app(
      model("book", text("title"), integer("year"), relation("author", "author")),
      model("author", text("title"), text("name")),
    ),
  ),
);
const scope = ruleScope(modelId("book"), shapes);
const rename = (source: string, to: string, field = fieldId("book", "title")) =>
  renameInExpression(source, scope, { fields: new Map([[field, to]]) }, { pipes: true });

describe("a rename in an expression", () => {
  it("touches only the names that mean the field, and keeps the rest byte for byte", () => {
    expect(rename("( record . title=='title' )and   title  != null", "headline")).toBe(
      "( record . headline=='title' )and   headline  != null",
    );
    expect(rename("author.title == title", "headline")).toBe("author.title == headline");
    expect(rename("author.title == title", "headline", fieldId("author", "title"))).toBe("author.headline == title");
    expect(rename("title|upper|default:record.title", "headline")).toBe("headline|upper|default:record.headline");
    expect(rename("year > 3", "headline")).toBeUndefined();
  });

  it("writes the record out when a variable would hide the new name", () => {
    expect(rename("title == user.name", "user")).toBe("record.user == user.name");
    expect(rename("record.title == 'a'", "user")).toBe("record.user == 'a'");
  });

  it("works as far as it can in an expression that has problems", () => {
    expect(rename("titel == title and nope(title)", "headline")).toBe("titel == headline and nope(headline)");
    expect(rename("title ==", "headline")).toBeUndefined();
  });

  it("renames variables", () => {
    const given = { ...scope, variables: { book: recordOf(modelId("book"), scope.model) } };
    expect(
      renameInExpression("book.author.name == book.title", given, { variables: new Map([["book", "volume"]]) }),
    ).toBe("volume.author.name == volume.title");
  });
});

import { describe, expect, it } from "vitest";
import { app, model, modelId, relation, testId, text } from "../../../tests/builders.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import { readDefinition } from "../../definition/reader.ts";
import { assistContext } from "./names-at.ts";
import { offeredLists } from "./offered-lists.ts";

const TEMPLATE = testId("template", "film.html");
const SOURCE = "<p></p>{% for review in film.reviews %}<p></p>{% endfor %}";
function listsAt(offset: number, view: "detail" | "list" = "detail") {
  const made = app(
    model("film", text("title"), relation("director", "person", { reverse: "films" }), { pluralLabel: "Films" }),
    model("person", text("name")),
    model("review", text("words"), relation("film", "film", { reverse: "reviews" }), { pluralLabel: "Reviews" }),
    model("comment", text("words"), relation("review", "review", { reverse: "comments" }), {
      pluralLabel: "Comments",
    }),
    model("trailer", text("address"), relation("film", "film", { reverse: "trailer", unique: true })),
  );
  const route = {
    kind: "route",
    id: testId("route", "film"),
    name: "film",
    label: "Film",
    path: view === "detail" ? "/<int:id>/" : "/",
    view: { name: view, modelId: modelId("film"), templateId: TEMPLATE },
    order: "i",
  };
  const template = { kind: "template", id: TEMPLATE, name: "film.html", source: SOURCE, order: "i" };
  const records = { ...made.records, [route.id]: route, [TEMPLATE]: template };
  const context = assistContext(readDefinition({ ...made, records } as AppDefinition));
  return offeredLists(context, { id: TEMPLATE, source: SOURCE }, offset).lists.map(
    ({ expression, label }) => `${expression}: ${label}`,
  );
}

describe("the lists of related rows that a place offers", () => {
  it("are those of the page's row once, then those of the rows to which it points", () => {
    expect(listsAt(3)).toEqual([
      "record.reviews: Reviews of this Film",
      "record.director.films: Films of Director of this Film",
    ]);
  });

  it("begin with those of the row of the loop", () => {
    expect(listsAt(SOURCE.indexOf("</p>{% endfor"))[0]).toBe("review.comments: Comments of each Review");
  });

  it("are none where no row is known", () => {
    expect(listsAt(3, "list")).toEqual([]);
  });
});

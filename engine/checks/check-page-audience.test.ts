import { describe, expect, it } from "vitest";
import { app, model, modelId, relation, testId, text } from "../../tests/builders.ts";
import type { AppDefinition } from "../definition/app-definition.ts";
import { checkApp } from "./check-app.ts";

const TEMPLATE = testId("template", "film.html");

function warnings({
  access = "true",
  reviews = undefined as string | undefined,
  templateId = TEMPLATE as string | null,
}) {
  const made = app(
    model("film", text("title"), { rules: { read: "true" } }),
    model("review", text("words"), relation("film", "film", { reverse: "reviews" }), {
      pluralLabel: "Reviews",
      ...(reviews === undefined ? {} : { rules: { read: reviews } }),
    }),
  );
  const route = {
    kind: "route",
    id: testId("route", "film"),
    name: "film",
    label: "Film",
    path: "/<int:id>/",
    view: { name: "detail", modelId: modelId("film"), ...(templateId === null ? {} : { templateId }) },
    access,
    order: "i",
  };
  const source = "{{ record }}{% for review in record.reviews %}{{ review.words }}{% endfor %}";
  const template = { kind: "template", id: TEMPLATE, name: "film.html", source, order: "i" };
  const records = { ...made.records, [route.id]: route, [TEMPLATE]: template };
  return checkApp({ ...made, records } as AppDefinition)
    .filter(({ code }) => code === "ACCESS_W001")
    .map(({ message }) => message);
}

describe("the audience of a page", () => {
  it("is told about when it may read nothing of what the page shows", () => {
    const message = "Anyone may open Film. It shows Reviews, and visitors may read none, so they see nothing there.";
    expect(warnings({})).toEqual([message]);
    expect(warnings({ reviews: "false" })).toEqual([message]);
  });

  it("is right when some rows may be read, or not everyone may open the page", () => {
    expect(warnings({ reviews: "record.words != ''" })).toEqual([]);
    expect(warnings({ access: 'user.group == "staff"' })).toEqual([]);
  });

  it("is not asked of a built-in page, which lists what there is for whoever may read it", () => {
    expect(warnings({ templateId: null })).toEqual([]);
  });
});

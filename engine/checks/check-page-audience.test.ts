import { describe, expect, it } from "vitest";
import { app, fieldId, model, modelId, relation, testId, text } from "../../tests/builders.ts";
import type { AppDefinition } from "../definition/app-definition.ts";
import { checkApp } from "./check-app.ts";

const TEMPLATE = testId("template", "film.html");

function warnings({
  access = "true",
  reviews = undefined as string | undefined,
  templateId = TEMPLATE as string | null,
  code = "ACCESS_W001",
  fieldRule = undefined as { readonly who?: "users" | "visitors"; readonly expression: string } | undefined,
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
  const ruleId = testId("fieldRule", "words");
  const rule = { kind: "fieldRule", id: ruleId, fieldId: fieldId("review", "words"), action: "read", ...fieldRule };
  const rules = fieldRule ? { [ruleId]: rule } : {};
  const records = { ...made.records, [route.id]: route, [TEMPLATE]: template, ...rules };
  return checkApp({ ...made, records } as AppDefinition)
    .filter((found) => found.code === code)
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

  it("is told about for a field that the page shows and visitors may not read", () => {
    const field = { reviews: "true", code: "ACCESS_W002" };
    const message =
      "Anyone may open Film. It shows Words of Review, which visitors may not read, so nothing stands there for them.";
    for (const expression of ["false", "user.staff", "user != null"]) {
      expect(warnings({ ...field, fieldRule: { expression } })).toEqual([message]);
    }
    expect(warnings({ ...field, fieldRule: { who: "users", expression: "true" } })).toEqual([message]);
    expect(warnings({ ...field, fieldRule: { who: "visitors", expression: "true" } })).toEqual([]);
    expect(warnings({ ...field, fieldRule: { expression: "user == null" } })).toEqual([]);
    expect(warnings(field)).toEqual([]);
    expect(warnings({ ...field, access: "user != null", fieldRule: { expression: "false" } })).toEqual([]);
    expect(warnings({ ...field, templateId: null, fieldRule: { expression: "false" } })).toEqual([]);
  });

  it("is not asked of a built-in page, which lists what there is for whoever may read it", () => {
    expect(warnings({ templateId: null })).toEqual([]);
  });
});

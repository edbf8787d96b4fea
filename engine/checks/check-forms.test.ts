import { describe, expect, it } from "vitest";
import {
  app,
  boolean,
  choice,
  createdAt,
  decimal,
  fieldId,
  model,
  modelId,
  relation,
  testId,
  text,
} from "../../tests/builders.ts";
import { formRecords, pageRoute, pageTemplate, withRecords } from "../../tests/support/form-records.ts";
import type { DefinitionRecord } from "../definition/app-definition.ts";
import { checkApp } from "./check-app.ts";

const OPEN = { create: 'request.form == "order"', update: "user != null" };

/** The codes of what is wrong with forms, in an app of orders. */
const codes = (records: readonly DefinitionRecord[], rules: Record<string, string> = OPEN): string[] => {
  const definition = app(
    model("order", text("name", { required: true }), decimal("price"), createdAt("made"), relation("buyer", "buyer"), {
      rules,
    }),
    model("buyer", text("name"), boolean("vip"), choice("rank", ["low"])),
  );
  const found = checkApp(withRecords(definition, records)).filter(({ code }) => code.startsWith("FORM"));
  return found.map(({ code }) => code);
};
const order = (fields: Parameters<typeof formRecords>[2], spec: Parameters<typeof formRecords>[3] = {}) =>
  formRecords("order", "order", { name: {}, ...fields }, spec);
const detail = pageRoute("one", "/orders/<int:id>/", { name: "detail", modelId: modelId("order") });

describe("the check of forms", () => {
  it("finds nothing wrong with a form that is right", () => {
    const records = order(
      {
        price: { initial: "1.5", required: true },
        buyer: { fixed: "params.id" },
        agree: { own: { name: "agree", type: { name: "boolean" }, mustBeTrue: true } },
      },
      { success: { to: "route", routeId: detail.id, parameters: { id: "record.id" } } },
    );
    expect(codes([...records, detail])).toEqual([]);
  });

  const cases: readonly [string, string[], () => readonly DefinitionRecord[]][] = [
    ["a model that does not exist", ["FORM_E007"], () => order({}, { modelId: modelId("gone") })],
    [
      "two of a name",
      ["FORM_E008"],
      () => [...order({}), ...formRecords("b", "order", { name: {} }, { name: "order" })],
    ],
    [
      "two fields of a name",
      ["FORM_E009"],
      () => order({ twice: { own: { name: "name", type: { name: "text", maxLength: 10 } } } }),
    ],
    ["a field of another model", ["FORM_E010"], () => order({ other: { fieldId: fieldId("buyer", "vip") } as never })],
    ["a field that was deleted", ["FORM_E010"], () => order({ nothing: {} })],
    [
      "an own field of rows",
      ["FORM_E011"],
      () => order({ mine: { own: { name: "mine", type: { name: "relation" } } } }),
    ],
    [
      "an own field of rows of a model that does not exist",
      ["FORM_E011"],
      () => {
        const type = { name: "relation", targetModelId: modelId("gone"), onDelete: "protect" };
        return order({ mine: { own: { name: "mine", type } } });
      },
    ],
    [
      "an own choice without choices",
      ["FORM_E011"],
      () => order({ mine: { own: { name: "mine", type: { name: "choice" } } } }),
    ],
    [
      "an own choice with two of a value",
      ["FORM_E011"],
      () => {
        const choices = ["a", "a"].map((value) => ({ value, label: value }));
        return order({ mine: { own: { name: "mine", type: { name: "choice" }, choices } } });
      },
    ],
    [
      "an own field that must be yes and is text",
      ["FORM_E011"],
      () => order({ mine: { own: { name: "mine", type: { name: "text", maxLength: 9 }, mustBeTrue: true } } }),
    ],
    ["a field that is filled in by itself", ["FORM_E012"], () => order({ made: {} })],
    ["a widget of another type", ["FORM_E018"], () => order({ price: { widget: { name: "radios" } } })],
    ["a value of another type", ["FORM_E013"], () => order({ price: { fixed: "'cheap'" } })],
    ["a row of another model", ["FORM_E013"], () => order({ buyer: { fixed: "record" } }, { action: "update" })],
    [
      "a value of a row that it points to",
      ["FORM_E013"],
      () => order({ name: { initial: "record.buyer.name" } }, { action: "update" }),
    ],
    [
      "no page after it",
      ["FORM_E014"],
      () => order({}, { success: { to: "route", routeId: detail.id, parameters: {} } }),
    ],
    [
      "a page after it without its parameter",
      ["FORM_E014"],
      () => [...order({}, { success: { to: "route", routeId: detail.id, parameters: {} } }), detail],
    ],
    [
      "a view with a form for something else",
      ["FORM_E015"],
      () => [
        ...order({}),
        pageRoute("new", "/new/", { name: "create", modelId: modelId("buyer"), formId: testId("form", "order") }),
      ],
    ],
    ["a required field that nothing gives", ["FORM_E025"], () => formRecords("order", "order", { price: {} })],
    [
      "a required field that is only shown",
      ["FORM_E025"],
      () => formRecords("order", "order", { name: { readOnly: true } }),
    ],
  ];
  it.each(cases)("finds %s", (_name, expected, records) => {
    expect(codes(records())).toEqual(expected);
  });

  it("lets a fixed value stand for a required field", () => {
    expect(codes(formRecords("order", "order", { name: { fixed: "'Web'" } }))).toEqual([]);
  });

  it("says that a rule names no form, and that nobody may send one", () => {
    expect(codes([], OPEN)).toEqual(["FORM_W016"]);
    expect(codes(order({}), { update: "true" })).toEqual(["FORM_W017"]);
  });
});

describe("a form on a page", () => {
  const page = (source: string) => [
    ...order({}),
    pageTemplate("part.html", '<p>{% form "order" %}{% endform %}</p>'),
    pageTemplate(
      "page.html",
      `<!doctype html><html lang="en"><head><title>A</title></head><body>${source}</body></html>`,
    ),
    pageRoute("page", "/", { name: "template", templateId: testId("template", "page.html") }),
  ];
  const form = '{% form "order" %}{% endform %}';

  it.each([
    ["twice", `${form}${form}`, ["FORM_E005"]],
    ["by itself and in a part", `${form}{% include "part.html" %}`, ["FORM_E005"]],
    ["in a branch and after it", `{% if user %}${form}{% endif %}${form}`, ["FORM_E005"]],
    ["in two branches of one tag", `{% if user %}${form}{% else %}<b>Hi</b>${form}{% endif %}`, []],
    [
      "in branches inside branches",
      `{% if user %}{% if user.name %}${form}{% endif %}{% else %}${form}{% endif %}`,
      [],
    ],
    ["in branches of two tags", `{% if user %}${form}{% endif %}{% if not user %}${form}{% endif %}`, ["FORM_E005"]],
  ])("%s", (_, source, expected) => {
    expect(codes(page(source))).toEqual(expected);
  });
});

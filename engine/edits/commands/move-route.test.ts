import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../tests/arbitraries/definitions.ts";
import { app, model, modelId, testId, text } from "../../../tests/builders.ts";
import { checkApp } from "../../checks/check-app.ts";
import type { AppDefinition } from "../../definition/app-definition.ts";
import { readDefinition } from "../../definition/reader.ts";
import type { RouteRecord } from "../../definition/records/route.ts";
import { applyEdits } from "../apply-edits.ts";
import { moveRoute } from "./move-route.ts";

const random = seededRandom(3);
const book: RouteRecord = {
  kind: "route",
  id: testId("route", "book"),
  name: "book",
  label: "Book",
  path: "/books/<int:id>/",
  view: { name: "detail", modelId: modelId("book") },
  access: "user != null",
  order: "i",
};
const shop = (): AppDefinition => {
  const drawn = app(model("book", text("title")));
  return { ...drawn, records: { ...drawn.records, [book.id]: book } };
};
function move(definition: AppDefinition, path: string, redirectFrom?: string): AppDefinition {
  const input = { routeId: book.id, path, ...(redirectFrom === undefined ? {} : { redirectFrom }) };
  const result = applyEdits(definition, moveRoute(readDefinition(definition), input, random).operations);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.definition;
}
const pathsOf = (definition: AppDefinition) =>
  readDefinition(definition)
    .routes.map(({ path, view }) => `${path} ${view.name}`)
    .sort();

describe("moveRoute", () => {
  it("leads from the old path to the new one, for the same callers, in one edit", () => {
    const moved = move(shop(), "/volumes/<int:id>/", book.path);
    expect(pathsOf(moved)).toEqual(["/books/<int:id>/ redirect", "/volumes/<int:id>/ detail"]);
    const redirect = readDefinition(moved).routes.find(({ view }) => view.name === "redirect");
    expect(redirect).toMatchObject({ access: "user != null", view: { to: { routeId: book.id }, isPermanent: true } });
    expect(checkApp(moved).filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("takes the redirect away when the page moves back, and follows when it moves on", () => {
    const moved = move(shop(), "/volumes/<int:id>/", book.path);
    expect(pathsOf(move(moved, book.path, "/volumes/<int:id>/"))).toEqual([
      "/books/<int:id>/ detail",
      "/volumes/<int:id>/ redirect",
    ]);
    expect(pathsOf(move(moved, "/tomes/<int:id>/", book.path))).toEqual([
      "/books/<int:id>/ redirect",
      "/tomes/<int:id>/ detail",
    ]);
  });

  it("makes none that could not lead anywhere", () => {
    expect(pathsOf(move(shop(), "/volumes/<int:id>/<str:name>/", book.path))).toHaveLength(1);
    expect(pathsOf(move(shop(), "/books/<int:id>", book.path))).toHaveLength(1);
    expect(pathsOf(move(shop(), "/volumes/<int:id>/"))).toHaveLength(1);
  });
});

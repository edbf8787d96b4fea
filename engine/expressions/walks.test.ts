import { describe, expect, it } from "vitest";
import { app, fieldId, integer, model, modelId, relation, text } from "../../tests/builders.ts";
import { readDefinition } from "../definition/reader.ts";
import { renameField, setFieldType } from "../edits/commands/fields.ts";
import { scalar } from "../value-types/value-type.ts";
import { checkExpression } from "./check-expression.ts";
import { parseExpression } from "./parse-expression.ts";
import { referencesOf } from "./references.ts";
import { renameInExpression } from "./rename.ts";
import { modelShapes, routeScope, rowScope, ruleScope, validationScope } from "./scope.ts";

const definition = app(
  model("film", text("title"), integer("stars"), relation("studio", "studio", { reverse: "films" }), {
    rules: { read: "reviews.exists(r, r.rating > stars)" },
  }),
  model("review", integer("rating"), relation("film", "film", { reverse: "reviews" })),
  model("comment", text("words"), relation("review", "review", { reverse: "comments" })),
  model("trailer", text("address"), relation("film", "film", { reverse: "trailer", unique: true })),
  model("studio", text("name")),
);
const reader = readDefinition(definition);
const shapes = modelShapes(reader);
const scope = ruleScope(modelId("film"), shapes);

const check = (source: string, where = scope) => {
  const parsed = parseExpression(source);
  if (!parsed.ok) return [parsed.problem.code];
  const checked = checkExpression(parsed.expression, where, scalar("bool"));
  return checked.ok ? [] : checked.problems.map(({ code }) => code);
};

describe("questions about collections", () => {
  it.each([
    "record.reviews.exists(r, r.rating > 3)",
    "reviews.all(r, r.rating > stars and r.film == record)",
    "reviews.count() > 2 and not reviews.exists(r, r.rating == null)",
    "reviews.exists(r, r.comments.exists(c, c.words == r.film.title))",
    "studio.films.count() > 1",
    "reviews.exists(title, title.rating > 3)",
    "trailer != null and record.trailer.address == 'x'",
  ])("can be %s", (source) => expect(check(source)).toEqual([]));

  it.each([
    ["reviews", "EXPR_E030"],
    ["size(reviews) > 1", "EXPR_E030"],
    ["reviews.exists(r.rating > 3)", "EXPR_E023"],
    ["reviews.count(r, true) > 1", "EXPR_E023"],
    ["reviews.exists(user, user.rating > 3)", "EXPR_E023"],
    ["reviews.exists(r, r.comments.exists(r, true))", "EXPR_E023"],
    ["reviews.exists(r, r.rating)", "EXPR_E025"],
    ["reviews.exists(r, r.ratings > 3)", "EXPR_E021"],
    ["reviews.exists(r, true) and r.rating > 3", "EXPR_E020"],
    ["title.exists(r, true)", "EXPR_E030"],
    ["reviews.exists(r, r.comments.exists(c, c.review.comments.exists(d, true)))", "EXPR_E031"],
    [Array(5).fill("reviews.count() > 1").join(" or "), "EXPR_E031"],
  ])("cannot be %s", (source, code) => expect(check(source)).toEqual([code]));

  it("are not asked where a collection cannot be read", () => {
    expect(check("reviews.count() > 1", rowScope(modelId("film"), shapes))).toEqual(["EXPR_E030"]);
    expect(check("reviews.count() > 1", validationScope(modelId("film"), shapes))).toEqual([]);
    expect(check("trailer != null", rowScope(modelId("film"), shapes))).toEqual(["EXPR_E030"]);
    expect(check("reviews.count() > 1", routeScope(shapes))).toEqual(["EXPR_E020"]);
  });

  it("name the fields that they read, with the relation behind the collection", () => {
    const parsed = parseExpression("reviews.exists(r, r.rating > stars)");
    const checked = parsed.ok ? checkExpression(parsed.expression, scope, scalar("bool")) : undefined;
    if (!checked?.ok) throw new Error("not valid");
    const { fieldIds, paths } = referencesOf(checked.typed);
    expect([...fieldIds].sort()).toEqual(
      [fieldId("review", "film"), fieldId("review", "rating"), fieldId("film", "stars")].sort(),
    );
    expect(paths).toEqual([["record"], ["record", "stars"]]);
  });
});

describe("a rename in questions about collections", () => {
  const rating = fieldId("review", "rating");
  const stars = fieldId("film", "stars");
  const film = fieldId("review", "film");
  const source = "reviews.exists(r, r.rating > stars) or record.reviews.all(stars, stars.rating > 1)";

  it("changes the collection and the fields, and no name of a row", () => {
    expect(renameInExpression(source, scope, { collections: new Map([[film, "critiques"]]) })).toBe(
      "critiques.exists(r, r.rating > stars) or record.critiques.all(stars, stars.rating > 1)",
    );
    expect(renameInExpression(source, scope, { fields: new Map([[rating, "points"]]) })).toBe(
      "reviews.exists(r, r.points > stars) or record.reviews.all(stars, stars.points > 1)",
    );
  });

  it("writes a field in full that the name of a row would hide", () => {
    expect(renameInExpression(source, scope, { fields: new Map([[stars, "r"]]) })).toBe(
      "reviews.exists(r, r.rating > record.r) or record.reviews.all(stars, stars.rating > 1)",
    );
  });

  it("follows the commands that rename a field and the name of a relation at its target", () => {
    const rule = (edits: readonly unknown[]) => JSON.stringify(edits);
    const { type } = reader.field(film) as NonNullable<ReturnType<typeof reader.field>>;
    const renamed = setFieldType(reader, { fieldId: film, type: { ...type, reverseName: "critiques" } });
    expect(rule(renamed.operations)).toContain("critiques.exists(r, r.rating > stars)");
    expect(rule(renameField(reader, { fieldId: rating, name: "points" }).operations)).toContain(
      "reviews.exists(r, r.points > stars)",
    );
  });
});

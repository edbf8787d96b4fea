import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import { printSql } from "#engine/sql/sql";
import {
  app,
  bigInteger,
  boolean,
  date,
  decimal,
  field,
  integer,
  model,
  modelId,
  relation,
  text,
} from "../../tests/builders.ts";
import { scalar } from "../value-types/value-type.ts";
import { checkExpression } from "./check-expression.ts";
import { compileRuleToFilter, compileRuleToSql, compileToSql } from "./compile-to-sql.ts";
import { parseExpression } from "./parse-expression.ts";
import { modelShapes, ruleScope } from "./scope.ts";
import { rowContext } from "./sql-context.ts";

const shapes = modelShapes(
  readDefinition(
    app(
      model(
        "book",
        text("title"),
        integer("year"),
        bigInteger("copies"),
        decimal("price"),
        boolean("sold"),
        date("due"),
        field("data", { name: "json" }),
        relation("author", "author"),
      ),
      model("author", text("name"), relation("country", "country")),
      model("country", text("code")),
    ),
  ),
);
const scope = ruleScope(modelId("book"), shapes);
const context = rowContext({ alias: "r", schemaName: "app_1", model: shapes });

function typed(source: string) {
  const parsed = parseExpression(source);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  const checked = checkExpression(parsed.expression, scope);
  if (!checked.ok) throw new Error(checked.problems.map((problem) => problem.message).join("\n"));
  return checked.typed;
}

const filter = (source: string) => {
  const { text: printed, parameters } = printSql(compileRuleToFilter(typed(source), context));
  return [printed, ...parameters.map((parameter) => ("slot" in parameter ? `:${parameter.slot}` : parameter.value))];
};

describe("an expression in SQL", () => {
  it.each([
    ["true", ["true"]],
    ["sold", ['"r"."sold"']],
    ["author == user.id", ['("r"."author" = $1::bigint)', ":user.id"]],
    ["author == user.key", ['("r"."author" = $1::bigint)', ":user.key"]],
    ["user != null", ["($1::boolean IS NOT NULL)", ":user"]],
    ["user.group == 'editors'", ["($1::text = $2::text)", ":user.group", "editors"]],
    ["author.id == 3", ['("r"."author" = $1::bigint)', 3]],
    ["title == null or not sold", ['(("r"."title" IS NULL) OR (NOT "r"."sold"))']],
    ["title < 'm'", ['("r"."title" COLLATE "C" < $1::text)', "m"]],
    ["due >= '2026-01-01'", ['("r"."due" >= $1::date)', "2026-01-01"]],
    ["year in [1, 2]", ['("r"."year" = ANY ($1::bigint[]))', [1, 2]]],
    ["copies == 5", ['("r"."copies" = $1::bigint)', "5"]],
    [
      "sold ? year == 1 : true",
      ['(CASE "r"."sold" WHEN true THEN ("r"."year" = $1::bigint) WHEN false THEN true END)', 1],
    ],
    [
      "author.country.code == 'FR'",
      [
        '((SELECT "_walk"."code" FROM "app_1"."country" AS "_walk" WHERE "_walk"."id" = (SELECT "_walk"."country" FROM "app_1"."author" AS "_walk" WHERE "_walk"."id" = "r"."author")) = $1::text)',
        "FR",
      ],
    ],
    ["data.color == null", ['(NULLIF(("r"."data" -> $1::text), \'null\'::jsonb) IS NULL)', "color"]],
  ])("%s", (source, printed) => {
    expect(filter(source)).toEqual(printed);
  });

  it("wraps a whole rule, so that unknown denies also as a value", () => {
    expect(printSql(compileRuleToSql(typed("sold"), context)).text).toBe('COALESCE("r"."sold", false)');
    expect(printSql(compileRuleToSql(typed("true"), context)).text).toBe("true");
  });

  it("gives whole numbers as bigint, calculated as numeric", () => {
    expect(printSql(compileToSql(typed("year + 1"), context)).text).toMatch(
      /^NULLIF\(.*"r"\."year"::numeric \+ \$1::bigint::numeric.*\)::bigint$/,
    );
  });

  it("reads a column that the row does not have as absent", () => {
    const creating = rowContext({ alias: "v", schemaName: "app_1", model: shapes, columns: new Set(["title"]) });
    expect(printSql(compileRuleToFilter(typed("id == 3 or title == 'a'"), creating)).text).toBe(
      '(($1::bigint = $2::bigint) OR ("v"."title" = $3::text))',
    );
  });

  it("prints no written text, whatever it says", () => {
    fc.assert(
      fc.property(
        fc
          .string({ unit: "grapheme", minLength: 3 })
          .filter((content) => !/[\\"\n\r\0]/.test(content) && /[^\w\s]/.test(content)),
        (content) => {
          const parsed = parseExpression(`title == "${content}"`);
          if (!parsed.ok) return;
          const checked = checkExpression(parsed.expression, scope, scalar("bool"));
          if (!checked.ok) throw new Error(content);
          expect(printSql(compileRuleToSql(checked.typed, context)).text).toBe(
            'COALESCE(("r"."title" = $1::text), false)',
          );
        },
      ),
    );
  });

  it("stays short however deep conditions nest in conditions", () => {
    let source = "sold";
    for (let level = 0; level < 25; level++) source = `(${source} ? year > 1 : price / 2 > 1)`;
    expect(printSql(compileRuleToSql(typed(source), context)).text.length).toBeLessThan(20_000);
    source = "price";
    for (let level = 0; level < 25; level++) source = `min(${source}, round(price, 1))`;
    expect(printSql(compileToSql(typed(source), context)).text.length).toBeLessThan(20_000);
  });
});

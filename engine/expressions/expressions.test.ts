import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDefinition } from "#engine/definition/reader";
import {
  app,
  bigInteger,
  boolean,
  choice,
  date,
  dateTime,
  decimal,
  field,
  float,
  integer,
  model,
  modelId,
  relation,
  text,
} from "../../tests/builders.ts";
import { listOf, recordOf, scalar } from "../value-types/value-type.ts";
import { checkExpression } from "./check-expression.ts";
import { compileRule, compileToFunction } from "./compile-to-function.ts";
import { expressionFunctions } from "./functions/registry.ts";
import { parseExpression } from "./parse-expression.ts";
import { referencesOf } from "./references.ts";
import { type ExpressionScope, modelShapes, ruleScope } from "./scope.ts";

const shapes = modelShapes(
  readDefinition(
    app(
      model(
        "book",
        text("title"),
        choice("status", ["draft", "live"]),
        integer("year"),
        bigInteger("copies"),
        decimal("price"),
        float("rating"),
        boolean("sold"),
        date("due"),
        dateTime("created"),
        field("lasts", { name: "duration" }),
        field("data", { name: "json" }),
        relation("author", "author"),
        text("user"),
      ),
      model("author", text("name"), relation("country", "country")),
      model("country", text("code")),
    ),
  ),
);
const scope = ruleScope(modelId("book"), shapes);

function check(source: string, given: ExpressionScope = scope, expected?: Parameters<typeof checkExpression>[2]) {
  const parsed = parseExpression(source, { pipes: true });
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return checkExpression(parsed.expression, given, expected);
}

function typed(source: string, given: ExpressionScope = scope) {
  const checked = check(source, given);
  if (!checked.ok) throw new Error(checked.problems.map((problem) => problem.message).join("\n"));
  return checked.typed;
}

const slots = ["record", "user", "request", "page"];
const slotOf = (name: string) => slots.indexOf(name);
const book = {
  id: 7,
  title: "Dune",
  status: "live",
  year: 1965,
  copies: "9223372036854775807",
  price: "12.50",
  rating: 4.5,
  sold: false,
  due: "2026-01-31",
  created: "2026-11-22T14:30:00.5Z",
  lasts: "PT5400S",
  data: { color: "red", tags: ["a", "b"], nothing: null },
  author: { id: 3, name: "Frank", country: { id: 1, code: "US" } },
  user: "field",
};
const request = { method: "GET", path: "/", time: "2026-11-22T12:00:00Z" };
const editor = { id: 3, name: "Ada", group: "editors" };
const empty = Object.fromEntries(Object.keys(book).map((key) => [key, null]));

const evaluate = (source: string, record: unknown = book, user: unknown = editor) =>
  compileToFunction(typed(source), slotOf)([record, user, request]);

describe("a record whose key is a UUID", () => {
  const of = modelShapes(
    readDefinition(app(model("book", relation("author", "author")), model("author", text("name"), { key: "uuid" }))),
  );
  const given = ruleScope(modelId("book"), of);
  const key = "019ad2c4-7b1e-7c3a-9d52-4f0e6a8b1c37";
  const run = (source: string, record: unknown) =>
    compileToFunction(typed(source, given), slotOf)([record, { id: 1 }, request]);
  it.each([
    [`author == "${key.toUpperCase()}"`, true],
    [`"${key}" != author`, false],
    [`author in ["${key}"]`, true],
    ["author.id == author", true],
    ["author not in [author]", false],
    ["text(author.id)", key],
    ["author == null", false],
  ])("%s", (source, expected) => {
    expect(run(source, { id: 7, author: key })).toBe(expected);
    expect(run(source, { id: 7, author: { id: key, name: "Ada" } })).toBe(expected);
  });
  it.each(["author == 5", "author == 'no key'", "author == user.id", "author in [1, 2]", "id == author"])(
    "%s is refused",
    (source) => expect(check(source, given).ok).toBe(false),
  );
});

describe("an expression", () => {
  it.each([
    ["1 + 2 * 3", 7],
    ["7 / 2", 3],
    ["-7 / 2", -3],
    ["-7 % 3", -1],
    ["7 / 2.0", "3.5"],
    ["decimal(year) / 2", "982.5"],
    ["price / 3", "4.1666666666666667"],
    ["-price / 3", "-4.1666666666666667"],
    ["0.1 + 0.2", "0.3"],
    ["price * 2", "25"],
    ["1 / 0", null],
    ["price / 0.0", null],
    ["1 % 0", null],
    ["9007199254740991 + 1", null],
    ["9007199254740992 + 1", "9007199254740993"],
    ["copies + 1", "9223372036854775808"],
    ["rating * 2", 9],
    ["1e150 * 1e150 * 1e150", null],
    ["round(2.5)", "3"],
    ["round(-2.5)", "-3"],
    ["round(price, 1)", "12.5"],
    ["round(double(2.675), 2)", 2.68],
    ["floor(-1.5)", "-2"],
    ["ceil(-1.5)", "-1"],
    ["int(-1.9)", -1],
    ["abs(-3)", 3],
    ["min(3, 1, 2)", 1],
    ["max('a', 'b')", "b"],
    ["max(1, 2.5)", "2.5"],
    ["'a' + \"b\"", "ab"],
    ["size('😀é')", 2],
    ["upper('zoë ß')", "ZOË ß"],
    ["lower('ÉCOLE')", "école"],
    ["trim(' \\ta ')", "a"],
    ["'😀' > 'ﬁ'", true],
    ["title.startsWith('Du') and title.ends_with('ne') and contains(title, 'un')", true],
    ["'un' in title", true],
    ["'x' not in title", true],
    ["status in ['live', 'draft']", true],
    ["year not in [1, 2]", true],
    ["due + duration('P1D')", "2026-02-01"],
    ["due - duration('PT36H')", "2026-01-30"],
    ["date('2024-02-29') + duration('P366D')", "2025-03-01"],
    ["date('9999-12-31') + duration('P1D')", null],
    ["created + lasts", "2026-11-22T16:00:00.5Z"],
    ["days(date(created) - due)", 295],
    ["created > '2026-11-22'", true],
    ["timestamp('2026-11-22T01:00:00+02:00')", "2026-11-21T23:00:00Z"],
    ["weekday(date('2026-11-22'))", 7],
    ["year(due) * 100 + month(due)", 202601],
    ["lasts * 2", "PT10800S"],
    ["duration('P1D') == duration('PT24H')", true],
    ["now() == request.time", true],
    ["author.country.code", "US"],
    ["author.id", 3],
    ["author == 3", true],
    ["author == user.id", true],
    ["record.user", "field"],
    ["user.group", "editors"],
    ["text(data.color)", "red"],
    ["text(data.tags.1)", "b"],
    ["data.constructor == null", true],
    ["data.__proto__ == null", true],
    ["data.nothing == null", true],
    ["data.tags.length == null", true],
    ["coalesce(1 / 0, year)", 1965],
    ["sold ? 'a' : 'b'", "b"],
    ["text(price) + text(true) + text(rating)", "12.5true4.5"],
    ["title|upper|lower", "dune"],
    ["price|round:1", "12.5"],
    ["[1, 2][1]", 2],
    ["[1, 2][5]", null],
    ["True ? None : 1", null],
  ])("%s is %j", (source, value) => {
    expect(evaluate(source)).toBe(value);
  });

  it("is unknown where a value is absent, and only null asks for absence", () => {
    const on = (source: string, user: unknown = null) => evaluate(source, empty, user);
    expect(on("year < 18")).toBe(null);
    expect(on("!(year < 18)")).toBe(null);
    expect(on("not (year < 18)")).toBe(null);
    expect(on("author == user.id")).toBe(null);
    expect(on("title == title")).toBe(null);
    expect(on("title != title")).toBe(null);
    expect(on("year in [1, 2]")).toBe(null);
    expect(on("year not in [1, 2]")).toBe(null);
    expect(on("sold ? true : true")).toBe(null);
    expect(on("year < 18 or true")).toBe(true);
    expect(on("year < 18 and false")).toBe(false);
    expect(on("year < 18 or false")).toBe(null);
    expect(on("min(year, 1)")).toBe(null);
    expect(on("title + 'x'")).toBe(null);
    expect(on("title == null")).toBe(true);
    expect(on("has(title)")).toBe(false);
    expect(on("author.name == null")).toBe(true);
    expect(on("user == null")).toBe(true);
    expect(on("user != null", { id: 1, name: null, group: null })).toBe(true);
    expect(on("1 / 0 == null")).toBe(true);
  });

  it("denies as a rule whatever is not certainly true", () => {
    const rule = (source: string, record: unknown, user: unknown) =>
      compileRule(typed(source), slotOf)([record, user, request]);
    expect(rule("author == user.id", empty, null)).toBe(false);
    expect(rule("not (author == user.id)", empty, null)).toBe(false);
    expect(rule("author == user.id", book, null)).toBe(false);
    expect(rule("author == user.id", book, editor)).toBe(true);
    expect(rule("user.group == 'editors'", book, editor)).toBe(true);
    expect(rule("user.group != 'editors'", book, null)).toBe(false);
    expect(rule("true", empty, null)).toBe(true);
  });

  it("stays calm over rows that are not what they should be", () => {
    const sources = [
      "price + 1 > 2",
      "year < 3",
      "title == 'a'",
      "due < '2026-01-01'",
      "created > '2026-01-01'",
      "lasts == lasts",
      "author.country.code == 'a'",
      "days(lasts) > 0",
      "rating * 2 > 1",
      "text(price) == ''",
      "copies in [1]",
      "year(due) == 1",
    ];
    const rows = [
      null,
      undefined,
      5,
      "x",
      [],
      {},
      Object.fromEntries(Object.keys(book).map((key) => [key, "garbage"])),
      Object.fromEntries(Object.keys(book).map((key) => [key, {}])),
    ];
    for (const source of sources) {
      const rule = compileRule(typed(source), slotOf);
      for (const row of rows) for (const user of rows) expect(typeof rule([row, user, request])).toBe("boolean");
    }
  });

  it.each([
    ["titel == 'a'", "EXPR_E020", 'There is nothing called "titel" here.', 'Did you mean "title"?'],
    ["__proto__", "EXPR_E020", 'There is nothing called "__proto__" here.', undefined],
    ["constructor", "EXPR_E020", 'There is nothing called "constructor" here.', undefined],
    ["record.constructor", "EXPR_E021", 'Book has no field "constructor".', undefined],
    ["user.__proto__", "EXPR_E021", 'There is no "__proto__" in it.', undefined],
    ["toString()", "EXPR_E022", 'There is no function "toString".', undefined],
    ["record.autor.name", "EXPR_E021", 'Book has no field "autor".', 'Did you mean "author"?'],
    ["author.nam", "EXPR_E021", 'Author has no field "nam".', 'Did you mean "name"?'],
    ["user.grup", "EXPR_E021", 'There is no "grup" in it.', 'Did you mean "group"?'],
    ["uper(title)", "EXPR_E022", 'There is no function "uper".', 'Did you mean "upper"?'],
    ["title.matches('a+')", "EXPR_E022", 'There is no function "matches".', "Use contains, starts_with or ends_with."],
    ["upper()", "EXPR_E023", "upper has no arguments here.", "Write upper(text)."],
    ["now", "EXPR_E020", 'There is nothing called "now" here.', "It is a function: write now()."],
    ["title + 1", "EXPR_E024", "Text and a whole number cannot be added.", "Make the other side text: text(x)."],
    ["due + due", "EXPR_E024", "A date and another cannot be added.", 'Add a duration: due + duration("P7D").'],
    ["title < 3", "EXPR_E024", "Text and a whole number do not go together. < compares two of one type.", undefined],
    [
      "due == created",
      "EXPR_E024",
      "A date and a date and time do not go together. == compares two of one type.",
      "Take the day of the instant: date(created_at) == due.",
    ],
    ["sold < true", "EXPR_E024", "Yes or no has no order.", undefined],
    ["author < 3 and author > author", "EXPR_E024", "A record has no order.", undefined],
    [
      "data == 'red'",
      "EXPR_E024",
      "JSON and text do not go together. == compares two of one type.",
      'Take its text first: text(data.color) == "red".',
    ],
    [
      "year and sold",
      "EXPR_E024",
      "and joins conditions; this is a whole number.",
      "Compare it with something, such as == or != null.",
    ],
    ["!title", "EXPR_E024", "not joins conditions; this is text.", "Compare it with something, such as == or != null."],
    [
      "sold ? 1 : 'a'",
      "EXPR_E024",
      "A whole number and text do not go together.",
      "Both results of ? : have one type.",
    ],
    ["year < null", "EXPR_E028", "null has no order.", "Ask == null or != null."],
    ["null in [1]", "EXPR_E028", "null is in no list.", "Ask == null."],
    ["year in [1, null]", "EXPR_E028", "A list after in has no null.", "Add or … == null."],
    ["year + null", "EXPR_E028", "null cannot be added.", undefined],
    ["due < '2026-02-30'", "EXPR_E026", "This text is not a date of the calendar: 2026-02-30.", undefined],
    ["date('tomorrow')", "EXPR_E026", "This text must be a date such as 2026-11-22.", undefined],
    [
      "int(title)",
      "EXPR_E027",
      "int() does not read the text of a field: one row that does not fit would fail them all.",
      'It reads a text that you write, int("12"). Give the field the type instead.',
    ],
    [
      "date(title)",
      "EXPR_E027",
      "date() does not read the text of a field: one row that does not fit would fail them all.",
      'It reads a text that you write, date("2026-11-22"). Give the field the type instead.',
    ],
    ["title.size", "EXPR_E021", 'Text has no "size".', "size is a function: write size(text or list)."],
    ["year[0]", "EXPR_E024", "A whole number has no items.", undefined],
    ["title|nope", "EXPR_E029", 'There is no filter "nope".', undefined],
    ["rating % 2", "EXPR_E024", "% does not work on floats.", "Make it a decimal first: decimal(x)."],
  ])("%s is refused: %s", (source, code, message, hint) => {
    const result = check(source);
    const problem = result.ok ? undefined : result.problems[0];
    expect(problem?.code).toBe(code);
    expect(problem?.message).toBe(message);
    expect(problem?.hint).toBe(hint);
  });

  it("reports everything that is wrong at once, each at its place", () => {
    const result = check("titel == 'a' and user.grup == upper(yeer)");
    const places = result.ok ? [] : result.problems.map(({ start, end }) => [start, end]);
    expect(places).toEqual([
      [0, 5],
      [22, 26],
      [36, 40],
    ]);
  });

  it("must have the type that its place wants, or one that widens to it", () => {
    expect(check("year", scope, scalar("bool"))).toMatchObject({ ok: false, problems: [{ code: "EXPR_E025" }] });
    expect(check("year", scope, scalar("decimal"))).toMatchObject({ ok: true, type: { kind: "decimal" } });
    expect(check("'2026-01-01'", scope, scalar("date"))).toMatchObject({ ok: true, type: { kind: "date" } });
    expect(check("price", scope, scalar("int"))).toMatchObject({ ok: false });
    expect(check("null", scope, scalar("bool"))).toMatchObject({ ok: true });
  });

  it("takes any value for a condition in templates, as Django does", () => {
    const page: ExpressionScope = {
      variables: { ...scope.variables, page: listOf(recordOf(modelId("book"), scope.model)) },
      model: shapes,
      truthy: true,
    };
    const run = (source: string, record: unknown, list: unknown = []) =>
      compileToFunction(typed(source, page), slotOf)([record, null, request, list]);
    expect(run("record.title and record.year", book)).toBe(true);
    expect(run("not record.title", empty)).toBe(true);
    expect(run("not record.sold", empty)).toBe(true);
    expect(run("page or record.price", { price: "0.00" })).toBe(false);
    expect(run("page ? 'full' : 'empty'", book, [book])).toBe("full");
    expect(run("page.0.author.name", book, [book])).toBe("Frank");
    expect(run("size(page)", book, [book, book])).toBe(2);
  });

  it("is checked and run without a throw, whatever parses", () => {
    const piece = fc.constantFrom(
      "title",
      "year",
      "record",
      "author",
      "data",
      "user",
      "due",
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      "null",
      "1",
      "2.5",
      "'a'",
      "[1]",
      "(",
      ")",
      "[",
      "]",
      ".",
      ".",
      "|",
      ":",
      "?",
      " not ",
      " in ",
      " and ",
      " or ",
      "==",
      "<",
      "+",
      "-",
      "*",
      "/",
      "%",
      "!",
      ",",
      "size(",
      "min(",
      "text(",
      "coalesce(",
      "date(",
      "now()",
    );
    let ran = 0;
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 9 }), (pieces) => {
        const parsed = parseExpression(pieces.join(""), { pipes: true });
        if (!parsed.ok) return;
        const checked = checkExpression(parsed.expression, scope);
        if (!checked.ok) {
          expect(checked.problems.length).toBeGreaterThan(0);
          return;
        }
        ran++;
        const run = compileToFunction(checked.typed, slotOf);
        for (const record of [book, empty, null, 5, []]) run([record, editor, request]);
      }),
      { numRuns: 5000 },
    );
    expect(ran).toBeGreaterThan(100);
  });

  it("puts at most a hundred texts together", () => {
    const sum = (count: number): string =>
      count === 1 ? "title" : `(${sum(Math.ceil(count / 2))} + ${sum(Math.floor(count / 2))})`;
    expect(check(sum(100)).ok).toBe(true);
    expect(check(sum(200))).toMatchObject({ ok: false, problems: [{ code: "EXPR_E006" }] });
  });

  it("knows what it reads", () => {
    const { fieldIds, paths } = referencesOf(
      typed("record.author.name == user.name and title != null and year in [1]"),
    );
    expect(paths).toEqual([
      ["record", "author", "name"],
      ["user", "name"],
      ["record", "title"],
      ["record", "year"],
    ]);
    expect(fieldIds.size).toBe(4);
  });

  it("says of every function how it is written and what it does", () => {
    for (const entry of expressionFunctions) {
      expect(entry.signature).toContain(`${entry.name}(`);
      expect(entry.summary).toMatch(/^[A-Z].*\.$/);
    }
  });
});

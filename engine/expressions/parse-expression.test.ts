import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { growth, STEEP } from "../../tests/support/cpu-time.ts";
import type { Expression } from "./expression.ts";
import { parseExpression } from "./parse-expression.ts";

/** A short form of the tree: `(+ a (* b c))`. */
function show(node: Expression): string {
  switch (node.kind) {
    case "literal":
      return node.literal.type === "null"
        ? "null"
        : node.literal.type === "text" || node.literal.type === "bool"
          ? JSON.stringify(node.literal.value)
          : node.literal.type === "double"
            ? `${node.literal.value}d`
            : node.literal.text;
    case "name":
      return node.name.text;
    case "member":
      return `(. ${show(node.target)} ${node.name.text})`;
    case "index":
      return `([] ${show(node.target)} ${show(node.index)})`;
    case "call": {
      const given = [...(node.target ? [node.target] : []), ...node.arguments].map(show);
      return `(${node.target ? "." : ""}${[node.name.text, ...given].join(" ")})`;
    }
    case "list":
      return `[${node.items.map(show).join(" ")}]`;
    case "unary":
      return `(${node.operator} ${show(node.operand)})`;
    case "logical":
      return `(${node.operator} ${node.operands.map(show).join(" ")})`;
    case "binary":
      return `(${node.operator} ${show(node.left)} ${show(node.right)})`;
    case "conditional":
      return `(? ${show(node.condition)} ${show(node.whenTrue)} ${show(node.whenFalse)})`;
    case "filter":
      return `(| ${show(node.input)} ${node.name.text}${node.argument ? ` ${show(node.argument)}` : ""})`;
  }
}

const parsed = (source: string, pipes = false): string => {
  const result = parseExpression(source, { pipes });
  return result.ok ? show(result.expression) : `${result.problem.code} ${result.problem.message}`;
};

describe("the parser", () => {
  it.each([
    ["a ? b : c ? d : e", "(? a b (? c d e))"],
    ["a ? b ? 1 : 2 : 3", "(? a (? b 1 2) 3)"],
    ["a or b and c", "(or a (and b c))"],
    ["a || b or c", "(or a b c)"],
    ["a && b and c || d", "(or (and a b c) d)"],
    ["(a or b) or c", "(or (or a b) c)"],
    ["not a == b", "(not (== a b))"],
    ["!a == b", "(== (not a) b)"],
    ["not a and b", "(and (not a) b)"],
    ["not not a", "(not (not a))"],
    ["not a in b", "(not (in a b))"],
    ["a not in b", "(not in a b)"],
    ["a not  in [1, 2,]", "(not in a [1 2])"],
    ["a + b * c - d", "(- (+ a (* b c)) d)"],
    ["a - b - c", "(- (- a b) c)"],
    ["a * b / c % d", "(% (/ (* a b) c) d)"],
    ["-a.b", "(- (. a b))"],
    ["- -1", "(- (- 1))"],
    ["-a * b", "(* (- a) b)"],
    ["a + b < c * d", "(< (+ a b) (* c d))"],
    ["a < b == (c < d)", "EXPR_E009 Comparisons cannot follow one another."],
    ["items.0.title", "(. ([] items 0) title)"],
    ["items.0.5", "([] ([] items 0) 5)"],
    ["items[0].title", "(. ([] items 0) title)"],
    ["a . b", "(. a b)"],
    ["f(a, g(b),)", "(f a (g b))"],
    ["a.f(b).g()", "(.g (.f a b))"],
    ["None == null", "(== null null)"],
    ["True and False", "(and true false)"],
    ["a.in.not", "(. (. a in) not)"],
    ["x + .5 * 1.50", "(+ x (* .5 1.50))"],
    ["1e3 + 2.5E-1", "(+ 1000d 0.25d)"],
    ['"a\\n\\u00e9\\U0001F600\\x41\\""', JSON.stringify('a\né😀A"')],
    ["'it\\'s'", '"it\'s"'],
    ['"}} {{ {% |"', '"}} {{ {% |"'],
    [" \t\r\n a ", "a"],
    ["notable and inner", "(and notable inner)"],
  ])("reads %s", (source, tree) => {
    expect(parsed(source)).toBe(tree);
  });

  it.each([
    ["title|upper", "(| title upper)"],
    ["-x|abs", "(- (| x abs))"],
    ["a + b|round:2", "(+ a (| b round 2))"],
    ["a|f:-2|g:'x'|h", '(| (| (| a f (- 2)) g "x") h)'],
    ["a|default:record.items.0.name", "(| a default (. ([] (. record items) 0) name))"],
    ['a ? b|default:"y" : c|upper', '(? a (| b default "y") (| c upper))'],
    ["a ? b|upper : c", "(? a (| b upper) c)"],
    ["a|upper == 'X' or b", '(or (== (| a upper) "X") b)'],
    ["(a or b)|yesno", "(| (or a b) yesno)"],
    ["a|f:None", "(| a f null)"],
    ["a|f: 2", "EXPR_E010 A filter's argument follows its colon without a blank."],
    ["a|f:(b)", "EXPR_E001 Here stands ( where a literal or a path is needed."],
    ["a|f:g(b)", "EXPR_E001 Here stands ( where the end is needed."],
    ["a|", "EXPR_E002 The expression ends where the name of a filter is needed."],
  ])("reads %s with filters", (source, tree) => {
    expect(parsed(source, true)).toBe(tree);
  });

  it.each([
    ["", "EXPR_E002", 0, 0],
    ["a +", "EXPR_E002", 3, 3],
    ["(a", "EXPR_E002", 2, 2],
    ["a b", "EXPR_E001", 2, 3],
    ["a = b", "EXPR_E001", 2, 3],
    ["a == not b", "EXPR_E001", 5, 8],
    ["a AND b", "EXPR_E001", 2, 5],
    ["a is None", "EXPR_E001", 2, 4],
    ["{'a': 1}", "EXPR_E008", 0, 1],
    ["a | b", "EXPR_E010", 2, 3],
    ["'abc", "EXPR_E003", 0, 4],
    ["'a\nb'", "EXPR_E003", 0, 2],
    ["'\\q'", "EXPR_E003", 1, 3],
    ["'\\u0000'", "EXPR_E003", 0, 8],
    ["'\\ud800'", "EXPR_E003", 0, 8],
    ["'\\U00110000'", "EXPR_E003", 1, 11],
    ["12abc", "EXPR_E004", 0, 5],
    ["1e999", "EXPR_E004", 0, 5],
    ["a # b", "EXPR_E001", 2, 3],
    ["a ; drop table", "EXPR_E001", 2, 3],
    ["`a`", "EXPR_E001", 0, 1],
    ["a.", "EXPR_E002", 2, 2],
    ["f(a b)", "EXPR_E001", 4, 5],
    ["a ? b", "EXPR_E002", 5, 5],
    ["π", "EXPR_E001", 0, 1],
    ["😀", "EXPR_E001", 0, 2],
  ])("says what is wrong in %j, and where", (source, code, start, end) => {
    const result = parseExpression(source);
    expect(result).toMatchObject({ ok: false, problem: { code, start, end } });
    expect(result.ok ? "" : result.problem.message).toMatch(/^[A-Z].*\.$/);
  });

  it("adds the offset of the place where the expression stands", () => {
    const result = parseExpression("a.b", { offset: 100 });
    expect(result).toMatchObject({ ok: true, expression: { start: 100, end: 103, name: { start: 102, end: 103 } } });
    expect(parseExpression("a +", { offset: 100 })).toMatchObject({ problem: { start: 103 } });
  });

  it("keeps every node's own text, parentheses of its parts included", () => {
    const source = "( a+b ) * f( (c) ).d [ 0 ]";
    const result = parseExpression(source);
    if (!result.ok || result.expression.kind !== "binary") throw new Error("not read");
    const { left, right } = result.expression;
    const text = (node: Expression) => source.slice(node.start, node.end);
    expect(text(result.expression)).toBe(source);
    expect(text(left)).toBe("a+b");
    expect(text(right)).toBe("f( (c) ).d [ 0 ]");
  });

  it("limits length, parts and depth, and takes time in proportion to hostile sources", async () => {
    const codeOf = (source: string) => {
      const result = parseExpression(source, { maxLength: 2_000_000, pipes: true });
      return result.ok ? "ok" : result.problem.code;
    };
    expect(parsed("a".repeat(4001))).toMatch(/^EXPR_E005/);
    const hostile: readonly [(size: number) => string, string][] = [
      [(size) => `${"(".repeat(size)}a`, "EXPR_E007"],
      [(size) => "[".repeat(size), "EXPR_E007"],
      [(size) => "!".repeat(size), "EXPR_E007"],
      [(size) => "- ".repeat(size), "EXPR_E007"],
      [(size) => "not ".repeat(size), "EXPR_E007"],
      [(size) => "f(".repeat(size), "EXPR_E007"],
      [(size) => "a ? ".repeat(size), "EXPR_E007"],
      [(size) => `a${".b".repeat(size)}`, "EXPR_E007"],
      [(size) => `a${"|b".repeat(size)}`, "EXPR_E007"],
      [(size) => `a${" + a".repeat(size)}`, "EXPR_E007"],
      [(size) => `a${" or a".repeat(size)}`, "EXPR_E006"],
      [(size) => `[${"1,".repeat(size)}]`, "EXPR_E006"],
      [(size) => "'".repeat(size * 16 + 1), "EXPR_E001"],
      [(size) => " ".repeat(size * 16), "EXPR_E002"],
      [(size) => "9".repeat(size * 16), "EXPR_E004"],
    ];
    for (const [source, code] of hostile) {
      expect(codeOf(source(60_000))).toBe(code);
      expect(await growth((size) => codeOf(source(size)), 60_000), source(10)).toBeLessThan(STEEP);
    }
    // 500 alternatives make a rule long, but not deep.
    expect(codeOf(`a${" or a".repeat(500)}`)).toBe("ok");
  });

  it("never throws, whatever it is given", () => {
    const piece = fc.constantFrom(
      "a",
      "b.c",
      "__proto__",
      "constructor",
      "0",
      "1.5",
      ".",
      "'",
      '"',
      "\\",
      "(",
      ")",
      "[",
      "]",
      "{",
      "}",
      "|",
      ":",
      "?",
      "not ",
      " in ",
      " and ",
      "==",
      "-",
      "!",
      " ",
      "\n",
      "\0",
      "\ud800",
      "😀",
      ",",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")),
        ),
        fc.boolean(),
        (source, pipes) => {
          const result = parseExpression(source, { pipes });
          if (!result.ok) {
            expect(result.problem.start).toBeGreaterThanOrEqual(0);
            expect(result.problem.end).toBeLessThanOrEqual(source.length);
            expect(result.problem.end).toBeGreaterThanOrEqual(result.problem.start);
          } else {
            expect(source.slice(result.expression.end).replace(/[\s)]/g, "")).toBe("");
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

import { Environment } from "@marcbachmann/cel-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scalar } from "../value-types/value-type.ts";
import { checkExpression } from "./check-expression.ts";
import { compileToFunction } from "./compile-to-function.ts";
import { parseExpression } from "./parse-expression.ts";

/**
 * cel-js is the reference for what the two languages share: booleans, whole numbers and text, with values that are
 * present. An error in CEL is an absent value here. Most operators have no parentheses, so that precedence is compared
 * too.
 */
const variables = {
  yes: scalar("bool"),
  no: scalar("bool"),
  zero: scalar("int"),
  seven: scalar("int"),
  minus: scalar("int"),
  word: scalar("text"),
  blank: scalar("text"),
} as const;
const values = { yes: true, no: false, zero: 0, seven: 7, minus: -13, word: "Duneé", blank: "" };

type Kind = "bool" | "int" | "text";
const leaves: Record<Kind, string[]> = {
  bool: ["yes", "no", "true", "false"],
  int: ["zero", "seven", "minus", "0", "3", "100", "-2"],
  text: ["word", "blank", "'Dune'", '"a\\"b"', "'\\u00e9'", '""'],
};
const of = (...choices: readonly string[]) => fc.constantFrom(...choices);
const filled = (...parts: readonly (string | fc.Arbitrary<string>)[]) =>
  fc
    .tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part)))
    .map((texts) => texts.join(""));

/** `loose` expressions have no parentheses; as operands of operators with higher precedence they get them. */
function expression(kind: Kind, depth: number): fc.Arbitrary<string> {
  if (depth === 0) return of(...leaves[kind]);
  const e = (other: Kind) => expression(other, depth - 1);
  const grouped = (other: Kind) => e(other).map((source) => `(${source})`);
  const either = (other: Kind) => fc.oneof(of(...leaves[other]), grouped(other));
  const ternary = filled(either("bool"), " ? ", either(kind), " : ", either(kind));
  switch (kind) {
    case "bool":
      return fc.oneof(
        filled(either("bool"), of(" && ", " || "), either("bool"), of(" && ", " || "), either("bool")),
        filled("!", either("bool"), of(" && ", " || ", " == "), either("bool")),
        filled(
          either("int"),
          of(" + ", " * "),
          either("int"),
          of(" < ", " <= ", " > ", " >= ", " == ", " != "),
          either("int"),
        ),
        filled(either("text"), of(" < ", " == ", " != ", " >= "), either("text"), of(" && ", " || "), either("bool")),
        // Items that cannot fail: an error in one of them makes the list an error in CEL, and unknown here, as in SQL.
        filled(either("int"), " in [", of(...leaves.int), ", ", of(...leaves.int), "]"),
        filled(either("text"), of(".contains(", ".startsWith(", ".endsWith("), e("text"), ")"),
        ternary,
      );
    case "int":
      return fc.oneof(
        filled(
          either("int"),
          of(" + ", " - ", " * ", " / ", " % "),
          either("int"),
          of(" + ", " - ", " * ", " / ", " % "),
          either("int"),
        ),
        filled("-", of("seven", "minus"), of(" + ", " % "), either("int")),
        filled("size(", e("text"), ")"),
        ternary,
      );
    case "text":
      return fc.oneof(
        filled(either("text"), " + ", either("text")),
        filled(
          either("text"),
          " + ",
          ternary.map((source) => `(${source})`),
        ),
        ternary,
      );
  }
}

const environment = new Environment()
  .registerVariable("yes", "bool")
  .registerVariable("no", "bool")
  .registerVariable("zero", "int")
  .registerVariable("seven", "int")
  .registerVariable("minus", "int")
  .registerVariable("word", "string")
  .registerVariable("blank", "string");
const slots = Object.keys(values);
const frame = Object.values(values);

function inCel(source: string): unknown {
  try {
    const result: unknown = environment.evaluate(source, { ...values, zero: 0n, seven: 7n, minus: -13n });
    if (typeof result !== "bigint") return result;
    return result >= -9007199254740991n && result <= 9007199254740991n ? Number(result) : "too large";
  } catch (error) {
    const { name, message } = error as Error;
    return /division by zero|modulo by zero/.test(message) ? null : `cel-js: ${name} ${message}`;
  }
}

function here(source: string): unknown {
  const parsed = parseExpression(source);
  if (!parsed.ok) return parsed.problem.message;
  const checked = checkExpression(parsed.expression, { variables, model: () => undefined });
  if (!checked.ok) return checked.problems.map((problem) => problem.message).join(" ");
  return compileToFunction(checked.typed, (name) => slots.indexOf(name))(frame);
}

describe("an expression in CEL", () => {
  it("means what it means here", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Kind>("bool", "int", "text").chain((kind) => expression(kind, 3)),
        (source) => {
          const cel = inCel(source);
          if (cel !== "too large") expect({ source, value: here(source) }).toEqual({ source, value: cel });
        },
      ),
      { numRuns: 1500 },
    );
  });
});

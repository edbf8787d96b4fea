import { expect, it } from "vitest";
import { lineOf, type Node, parseSource, productSources, type Source, textOf, walk } from "./support/source-code.ts";

/**
 * A switch over what tells the members of a union apart (`.kind`, `.type`, `.name`, `.state`, `.outcome` …) handles each
 * member, so that one that is added later does not compile until it is handled: its default is `assertNever`, or it has
 * none and each case returns a value, which TypeScript then asks of it. A default that answers for the rest would
 * answer for new members unseen. Where the rest is open by intent, the place is named here with its reason; one that is
 * not needed any more fails too.
 */
const ALLOWED: Readonly<Record<string, string>> = {
  "engine/access/simplify-rule.ts node.name": "operations are a registry; all but and, or, not stay as they are",
  "engine/access/verdicts.ts node.name": "operations are a registry; what is not looked into is unknown",
  "engine/expressions/convert.ts type.kind": "a type that no literal is read as is refused with a sentence",
  "engine/expressions/functions/abs.ts type.kind": "a type without it is refused with a sentence",
  "engine/expressions/functions/as-decimal.ts operand.type.kind": "a type without it is refused with a sentence",
  "engine/expressions/functions/as-int.ts operand.type.kind": "a type without it is refused with a sentence",
  "engine/expressions/functions/round.ts number.type.kind": "a type without it is refused with a sentence",
  "engine/expressions/functions/whole-number.ts type.kind": "a type without it is refused with a sentence",
  "engine/expressions/operators/negate.ts type.kind": "a type without it is refused with a sentence",
  "engine/templates/analyze/analyze-template.ts node.kind": "all other nodes are tags, which a registry answers for",
};

const DISCRIMINANT = /^(?:kind|type|name|state|outcome|from|do|needs|layout)$/;

const isCallOf = (node: Node | undefined, name: string): boolean =>
  node?.type === "CallExpression" && (node.callee as Node).name === name;

/** Whether the statements end the function with a value, or by an error. */
function endsWithValue(statements: readonly Node[]): boolean {
  const last = statements.at(-1);
  if (!last) return false;
  if (last.type === "BlockStatement") return endsWithValue(last.body as Node[]);
  if (last.type === "IfStatement")
    return (
      last.alternate !== null && endsWithValue([last.consequent as Node]) && endsWithValue([last.alternate as Node])
    );
  return last.type === "ThrowStatement" || (last.type === "ReturnStatement" && last.argument !== null);
}

function refusesTheRest(statements: readonly Node[]): boolean {
  const [first] = statements;
  if (first?.type === "BlockStatement") return refusesTheRest(first.body as Node[]);
  if (first?.type === "ThrowStatement") return true;
  if (first?.type === "ReturnStatement") return isCallOf(first.argument as Node | undefined, "assertNever");
  return first?.type === "ExpressionStatement" && isCallOf(first.expression as Node, "assertNever");
}

/** The discriminant of a switch that leaves members unseen. */
function find(node: Node, source: Source): string | undefined {
  if (node.type !== "SwitchStatement") return undefined;
  const discriminant = node.discriminant as Node;
  const member = discriminant.type === "ChainExpression" ? (discriminant.expression as Node) : discriminant;
  if (member.type !== "MemberExpression" || !DISCRIMINANT.test(String((member.property as Node).name)))
    return undefined;
  const cases = node.cases as { test: Node | null; consequent: Node[] }[];
  const rest = cases.find(({ test }) => test === null);
  if (rest) return refusesTheRest(rest.consequent) ? undefined : textOf(source, discriminant);
  // A case without statements falls into the next.
  const doReturn = cases.every(({ consequent }, index) =>
    consequent.length === 0 ? index < cases.length - 1 : endsWithValue(consequent),
  );
  return doReturn ? undefined : textOf(source, discriminant);
}

function found(source: Source): { readonly line: number; readonly what: string }[] {
  const places: { line: number; what: string }[] = [];
  walk(source, (node) => {
    const what = find(node, source);
    if (what !== undefined) places.push({ line: lineOf(source, node), what });
  });
  return places;
}

it("handles every member of a union in a switch, or says why the rest is open", () => {
  const places = productSources().flatMap((source) =>
    found(source).map(({ line, what }) => ({ name: `${source.file} ${what}`, at: `${source.file}:${line} ${what}` })),
  );
  expect(places.filter(({ name }) => !(name in ALLOWED)).map(({ at }) => at)).toEqual([]);
  expect(Object.keys(ALLOWED).filter((allowed) => !places.some(({ name }) => name === allowed))).toEqual([]);
});

it.each([
  'switch (a.kind) { case "x": return 1; default: return undefined; }',
  'switch (a.type) { case "x": go(); break; default: }',
  'switch (a.state) { case "x": go(); break; case "y": return; }',
  'switch (a?.name) { case "x": case "y": go(); }',
])("finds %s", (text) => {
  expect(found(parseSource("snippet.ts", `function f() { ${text} }`))).toHaveLength(1);
});

it.each([
  'switch (a.kind) { case "x": return 1; default: return assertNever(a); }',
  'switch (a.kind) { case "x": go(); break; default: assertNever(a); }',
  'switch (a.kind) { case "x": case "y": return 1; case "z": { return 2; } }',
  'switch (a.kind) { case "x": throw new Error("x"); default: throw new Error("none"); }',
  'switch (code) { case "23505": return 1; default: return 2; }',
])("passes %s", (text) => {
  expect(found(parseSource("snippet.ts", `function f() { ${text} }`))).toEqual([]);
});

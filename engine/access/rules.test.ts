import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { app, boolean, integer, model, modelId, text } from "../../tests/builders.ts";
import { readDefinition } from "../definition/reader.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { compileRule } from "../expressions/compile-to-function.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { modelShapes, ruleScope } from "../expressions/scope.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import { type Principal, visitor } from "../principal.ts";
import { scalar } from "../value-types/value-type.ts";
import { compileRules } from "./compile-rules.ts";
import { simplifyRule } from "./simplify-rule.ts";
import { verdictsOf } from "./verdicts.ts";

const shapes = modelShapes(readDefinition(app(model("book", text("name"), boolean("flag"), integer("pages")))));
const scope = ruleScope(modelId("book"), shapes);

function typed(source: string): TypedExpression {
  const parsed = parseExpression(source);
  const checked = parsed.ok ? checkExpression(parsed.expression, scope, scalar("bool")) : undefined;
  if (!checked?.ok) throw new Error(`${source} does not check`);
  return checked.typed;
}

const slots = ["record", "user", "request"];
const holds = (rule: TypedExpression, record: object, user: object | null): boolean =>
  compileRule(rule, (name) => slots.indexOf(name))([record, user, { method: "GET", path: "/", time: null }]);

const atoms = [
  "true",
  "false",
  "user == null",
  "user != null",
  'user.group == "a"',
  'user.group != "b"',
  'user.group in ["a", "b"]',
  'user.group < "b"',
  "user.group == null",
  "name == user.group",
  "name != user.group",
  "user.id == pages",
  "user.id == null",
  "user.key == pages",
  "user.name == name",
  "flag",
  "pages > 1",
  "name == null",
  'request.method == "GET"',
];
const { rule: source } = fc.letrec<{ rule: string }>((tie) => ({
  rule: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(...atoms),
    fc.tuple(tie("rule"), tie("rule")).map(([a, b]) => `(${a} and ${b})`),
    fc.tuple(tie("rule"), tie("rule")).map(([a, b]) => `(${a} or ${b})`),
    tie("rule").map((a) => `(not (${a}))`),
    fc.tuple(tie("rule"), tie("rule"), tie("rule")).map(([a, b, c]) => `((${a}) ? (${b}) : (${c}))`),
  ),
}));
const record = fc.record({
  id: fc.constant(1),
  name: fc.constantFrom("a", "b", "c", null),
  flag: fc.constantFrom(true, false, null),
  pages: fc.constantFrom(1, 2, null),
});
const group = fc.constantFrom("a", "b", "c", null);

describe("a simplified rule", () => {
  it("holds for exactly the rows for which the rule holds", () => {
    fc.assert(
      fc.property(source, record, group, fc.constantFrom(1, 2), (text, row, name, id) => {
        const rule = typed(text);
        const user = { id: null, key: id, name: "a", group: name };
        const known = { kind: "key", groups: new Set(name === null ? [] : [name]) } as const;
        expect(holds(simplifyRule(rule, known), row, user)).toBe(holds(rule, row, user));
        expect(holds(simplifyRule(rule, null), row, null)).toBe(holds(rule, row, null));
      }),
      { numRuns: 2000 },
    );
  });

  it("never says that it cannot hold, or cannot fail, when it can", () => {
    fc.assert(
      fc.property(source, record, group, (text, row, name) => {
        const rule = typed(text);
        for (const [kind, user] of [
          ["visitor", null],
          ["key", { id: null, key: 1, name: "a", group: name }],
        ] as const) {
          const { canHold, canFail } = verdictsOf(rule, kind);
          if (holds(rule, row, user)) expect(canHold).toBe(true);
          else expect(canFail).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the rules of an app", () => {
  const rules = compileRules(
    readDefinition(
      app(
        model("closed", text("name")),
        model("open", text("name"), { rules: { read: "true" } }),
        model("keyed", text("name"), { rules: { read: "user != null" } }),
        model("grouped", text("name"), boolean("flag"), { rules: { read: 'user.group == "a" or flag' } }),
        model("broken", text("name"), { rules: { read: "nope ==" } }),
        model("owned", integer("owner"), { rules: { read: "owner == user.id", update: "owner == user.key" } }),
        model("timed", text("name"), { rules: { read: 'request.method == "GET" and user.name == "x"' } }),
      ),
    ),
    "app_1",
  );
  const key = (group: string | null, name = "k"): Principal => ({
    kind: "key",
    id: 1,
    name,
    groups: new Set(group === null ? [] : [group]),
  });
  const builder: Principal = { kind: "builder", accountId: "a", name: "b" };
  const kind = (caller: Principal, name: string) => rules.classOf(caller).access(modelId(name), "read").kind;

  it.each<[string, string, string, string, string]>([
    // model, visitor, group a, group b, builder
    ["closed", "closed", "closed", "closed", "open"],
    ["open", "open", "open", "open", "open"],
    ["keyed", "closed", "open", "open", "open"],
    ["grouped", "rows", "open", "rows", "open"],
    ["broken", "closed", "closed", "closed", "open"],
    // A key is not a user: the rows of user 7 are not those of key 7.
    ["owned", "closed", "closed", "closed", "open"],
    ["timed", "closed", "rows", "rows", "open"],
  ])("%s", (name, ...expected) => {
    expect([visitor, key("a"), key("b"), builder].map((caller) => kind(caller, name))).toEqual(expected);
    expect(rules.classOf(visitor).access(modelId(name), "delete").kind).toBe("closed");
  });

  it("let a key have rows by its own number, which is no person's", () => {
    expect(rules.classOf(key("a")).access(modelId("owned"), "update").kind).toBe("rows");
    expect(rules.access(modelId("owned"), "update", "key").kind).toBe("rows");
    expect(rules.access(modelId("owned"), "read", "key").kind).toBe("closed");
  });

  it("judge a rule that reads no row before a statement runs", () => {
    const get = { method: "GET", path: "/", time: "2026-01-01T00:00:00Z" };
    expect(rules.permits(modelId("timed"), "read", key("a", "x"), get)).toBe(true);
    expect(rules.permits(modelId("timed"), "read", key("a", "y"), get)).toBe(false);
    expect(rules.permits(modelId("timed"), "read", key("a", "x"), { ...get, method: "HEAD" })).toBe(false);
    expect(rules.permits(modelId("grouped"), "read", visitor, get)).toBe(true);
  });
});

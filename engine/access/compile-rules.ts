import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { RuleAction } from "../definition/records/access.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { compileRule } from "../expressions/compile-to-function.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { referencesOf } from "../expressions/references.ts";
import { modelShapes, routeScope, ruleScope } from "../expressions/scope.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import { scalar } from "../expressions/value-type.ts";
import type { RowAccess } from "../query/query-scope.ts";
import type { Caller, CallerKind, RequestFacts } from "./caller.ts";
import { rulePredicate } from "./rule-predicate.ts";
import { verdictsOf } from "./verdicts.ts";

/** The rules of one definition, compiled when first asked for. */
export interface AppRules {
  /** For statements: what a kind of caller may do to the rows. */
  access(modelId: ModelId, action: RuleAction, kind: CallerKind): RowAccess;
  /**
   * Whether this very caller can do the action at all. False when the rule cannot hold for its kind, or looks only at
   * the caller and the request and refuses them; then no statement runs and the answer is 401 or 403.
   */
  permits(modelId: ModelId, action: RuleAction, caller: Caller, request: RequestFacts): boolean;
  /** A route's access expression, over `user` and `request`. */
  admits(expression: string | undefined, caller: Caller, request: RequestFacts): boolean;
}

interface CompiledRule {
  readonly typed: TypedExpression;
  readonly byKind: Map<CallerKind, RowAccess>;
  /** Only when no row decides. */
  readonly judge: ((frame: readonly unknown[]) => boolean) | undefined;
}

const OPEN: RowAccess = { kind: "open" };
const CLOSED: RowAccess = { kind: "closed" };
const SLOTS = ["record", "user", "request"];
const slotOf = (name: string): number => SLOTS.indexOf(name);

export function compileRules(reader: DefinitionReader, schemaName: string): AppRules {
  const shapes = modelShapes(reader);
  const rules = new Map<string, CompiledRule | undefined>();
  const routeRules = new Map<string, ((frame: readonly unknown[]) => boolean) | undefined>();

  /** A rule that does not check closes its action: publishing refuses it, and a draft that is previewed denies. */
  const ruleOf = (modelId: ModelId, action: RuleAction): CompiledRule | undefined => {
    const key = `${modelId} ${action}`;
    if (rules.has(key)) return rules.get(key);
    const source = reader.rule(modelId, action)?.expression;
    const parsed = source === undefined ? undefined : parseExpression(source);
    const checked = parsed?.ok
      ? checkExpression(parsed.expression, ruleScope(modelId, shapes), scalar("bool"))
      : undefined;
    let rule: CompiledRule | undefined;
    if (checked?.ok) {
      const readsRecord = referencesOf(checked.typed).paths.some(([variable]) => variable === "record");
      const judge = readsRecord ? undefined : compileRule(checked.typed, slotOf);
      rule = { typed: checked.typed, byKind: new Map(), judge };
    }
    rules.set(key, rule);
    return rule;
  };

  const access = (modelId: ModelId, action: RuleAction, kind: CallerKind): RowAccess => {
    if (kind === "builder") return OPEN;
    const rule = ruleOf(modelId, action);
    if (!rule) return CLOSED;
    const known = rule.byKind.get(kind);
    if (known) return known;
    const { canHold, canFail } = verdictsOf(rule.typed, kind);
    const made: RowAccess = !canHold
      ? CLOSED
      : canFail
        ? rulePredicate(rule.typed, { schemaName, isAboutCaller: rule.judge !== undefined, model: shapes })
        : OPEN;
    rule.byKind.set(kind, made);
    return made;
  };

  return {
    access,
    permits(modelId, action, caller, request) {
      if (access(modelId, action, caller.kind).kind === "closed") return false;
      const judge = caller.kind === "builder" ? undefined : ruleOf(modelId, action)?.judge;
      return judge === undefined || judge([null, userOf(caller), request]);
    },
    admits(expression, caller, request) {
      if (caller.kind === "builder") return true;
      if (expression === undefined) return false;
      if (!routeRules.has(expression)) {
        const parsed = parseExpression(expression);
        const checked = parsed.ok ? checkExpression(parsed.expression, routeScope(shapes), scalar("bool")) : undefined;
        routeRules.set(expression, checked?.ok ? compileRule(checked.typed, slotOf) : undefined);
      }
      return routeRules.get(expression)?.([null, userOf(caller), request]) ?? false;
    },
  };
}

const userOf = (caller: Caller): { id: number; name: string; group: string | null } | null =>
  caller.kind === "key" ? caller : null;

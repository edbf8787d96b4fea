import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { RuleAction } from "../definition/records/access.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { compileRule } from "../expressions/compile-to-function.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { referencesOf } from "../expressions/references.ts";
import { modelShapes, routeScope, ruleScope } from "../expressions/scope.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import { groupsKey, type Principal, type PrincipalKind, type RequestFacts, userOf } from "../principal.ts";
import type { RowAccess } from "../query/query-scope.ts";
import { scalar } from "../value-types/value-type.ts";
import { rulePredicate } from "./rule-predicate.ts";
import { type KnownUser, simplifyRule } from "./simplify-rule.ts";
import { verdictsOf } from "./verdicts.ts";

/**
 * Callers that all rules treat alike, except where a row, a name or a request decides: visitors, builders, and the
 * holders of keys of the same groups. Statements are compiled per class.
 */
export interface CallerClass {
  readonly key: string;
  readonly kind: PrincipalKind;
  /** The rights of these callers on rows, for statements. */
  access(modelId: ModelId, action: RuleAction): RowAccess;
}

/** The rules of one definition, compiled when first asked for. */
export interface AppRules {
  classOf(caller: Principal): CallerClass;
  /** The rights of a kind of caller in general, for documents. */
  access(modelId: ModelId, action: RuleAction, kind: PrincipalKind): RowAccess;
  /**
   * Whether this caller can do the action at all. False when the rule cannot hold for its kind, or reads only the
   * caller and the request and refuses them; then no statement runs and the answer is 401 or 403.
   */
  permits(modelId: ModelId, action: RuleAction, caller: Principal, request: RequestFacts): boolean;
  /**
   * Reads the definition's parts that a rule depends on, for a reader that records the dependencies of statements
   * (engine/snapshot).
   */
  noteDependencies(modelId: ModelId, action: RuleAction): void;
  /** A route's access expression, over `user` and `request`. */
  admits(expression: string | undefined, caller: Principal, request: RequestFacts): boolean;
}

interface CompiledRule {
  readonly typed: TypedExpression;
  /** By kind, and by class. */
  readonly known: Map<string, RowAccess>;
  /** Only when no row decides. */
  readonly judge: ((frame: readonly unknown[]) => boolean) | undefined;
}

const OPEN: RowAccess = { kind: "open" };
const CLOSED: RowAccess = { kind: "closed" };
const SLOTS = ["record", "user", "request"];
const slotOf = (name: string): number => SLOTS.indexOf(name);

export function compileRules(reader: DefinitionReader, schemaName: string): AppRules {
  const shapes = modelShapes(reader);
  /** By action, then by model: looked up on every request, so no combined key is built. */
  const rules: Partial<Record<RuleAction, Map<ModelId, CompiledRule | undefined>>> = {};
  const routeRules = new Map<string, ((frame: readonly unknown[]) => boolean) | undefined>();

  /** A rule with errors closes its action: publishing refuses it, and the preview of a draft denies. */
  const ruleOf = (modelId: ModelId, action: RuleAction): CompiledRule | undefined => {
    rules[action] ??= new Map();
    const ofAction = rules[action];
    const known = ofAction.get(modelId);
    if (known || ofAction.has(modelId)) return known;
    const typed = checkedRule(modelId, action);
    let rule: CompiledRule | undefined;
    if (typed) {
      const readsRecord = referencesOf(typed).paths.some(([variable]) => variable === "record");
      rule = { typed, known: new Map(), judge: readsRecord ? undefined : compileRule(typed, slotOf) };
    }
    ofAction.set(modelId, rule);
    return rule;
  };
  const checkedRule = (modelId: ModelId, action: RuleAction): TypedExpression | undefined =>
    reader.derive(`rule ${modelId} ${action}`, () => {
      const source = reader.rule(modelId, action)?.expression;
      const parsed = source === undefined ? undefined : parseExpression(source);
      const checked = parsed?.ok
        ? checkExpression(parsed.expression, ruleScope(modelId, shapes), scalar("bool"))
        : undefined;
      return checked?.ok ? checked.typed : undefined;
    });

  const remember = (
    modelId: ModelId,
    action: RuleAction,
    key: string,
    make: (rule: CompiledRule) => RowAccess,
  ): RowAccess => {
    const rule = ruleOf(modelId, action);
    if (!rule) return CLOSED;
    let known = rule.known.get(key);
    if (!known) {
      known = make(rule);
      rule.known.set(key, known);
    }
    return known;
  };

  const rowsOf = (rule: CompiledRule, typed: TypedExpression): RowAccess =>
    rulePredicate(typed, { schemaName, isAboutCaller: rule.judge !== undefined, model: shapes });

  const access = (modelId: ModelId, action: RuleAction, kind: PrincipalKind): RowAccess => {
    if (kind === "builder") return OPEN;
    return remember(modelId, action, kind, (rule) => {
      const { canHold, canFail } = verdictsOf(rule.typed, kind);
      if (!canHold) return CLOSED;
      return canFail ? rowsOf(rule, rule.typed) : OPEN;
    });
  };

  /** Callers without a key by kind, those with one by their groups, so that no text is built on every request. */
  const kinds = new Map<PrincipalKind, CallerClass>();
  const keys = new Map<string, CallerClass>();
  const classOf = (caller: Principal): CallerClass => {
    let found = caller.kind === "key" ? keys.get(groupsKey(caller.groups)) : kinds.get(caller.kind);
    if (!found) {
      // A group's name has no space, so it cannot equal a kind with its separator.
      const key = caller.kind === "key" ? `key ${groupsKey(caller.groups)}` : caller.kind;
      const user: KnownUser = caller.kind === "key" ? { kind: "key", groups: caller.groups } : null;
      found = {
        key,
        kind: caller.kind,
        access(modelId, action) {
          if (caller.kind === "builder") return OPEN;
          return remember(modelId, action, key, (rule) => {
            const simple = simplifyRule(rule.typed, user);
            if (simple.kind === "constant") return simple.value === true ? OPEN : CLOSED;
            return rowsOf(rule, simple);
          });
        },
      };
      if (caller.kind === "key") keys.set(groupsKey(caller.groups), found);
      else kinds.set(caller.kind, found);
    }
    return found;
  };

  return {
    access,
    classOf,
    noteDependencies: (modelId, action) => void checkedRule(modelId, action),
    permits(modelId, action, caller, request) {
      const allowed = classOf(caller).access(modelId, action);
      if (allowed.kind !== "rows") return allowed.kind === "open";
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

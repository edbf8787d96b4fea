import { whoOf } from "../definition/grants.ts";
import type { FieldId, ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldAction, FieldRuleRecord, RuleAction, RuleRecord, Who } from "../definition/records/access.ts";
import { type FieldRecord, hasColumn } from "../definition/records/field.ts";
import { checkExpression } from "../expressions/check-expression.ts";
import { compileRule } from "../expressions/compile-to-function.ts";
import { usableFormula } from "../expressions/formula.ts";
import { or } from "../expressions/operators/logical.ts";
import { parseExpression } from "../expressions/parse-expression.ts";
import { referencesOf } from "../expressions/references.ts";
import { modelShapes, routeScope, ruleScope } from "../expressions/scope.ts";
import type { TypedExpression } from "../expressions/typed-expression.ts";
import { type Principal, type PrincipalKind, type RequestFacts, userOf } from "../principal.ts";
import type { RowAccess } from "../query/query-scope.ts";
import { scalar } from "../value-types/value-type.ts";
import { type CallerClass, callerClasses, isUnbound } from "./caller-classes.ts";
import { rulePredicate } from "./rule-predicate.ts";
import { type KnownUser, simplifyRule } from "./simplify-rule.ts";
import { verdictsOf } from "./verdicts.ts";
import { type KnownWho, whoAdmits } from "./who-admits.ts";

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
  /** The same for a field. */
  noteFieldDependencies(field: FieldRecord): void;
  /** A route's access expression, over `user` and `request`. */
  admits(expression: string | undefined, caller: Principal, request: RequestFacts): boolean;
}

/** One of the rules that add up. */
interface Grant {
  readonly who: KnownWho;
  readonly typed: TypedExpression;
}

/** The rules of a model for an action, as far as they have no errors. */
interface CompiledRules {
  readonly grants: readonly Grant[];
  /** By class. */
  readonly known: Map<string, ClassRule>;
  /** By kind of caller, for documents. */
  readonly byKind: Map<PrincipalKind, RowAccess>;
}

/** What the rules say of one class of callers. */
interface ClassRule {
  readonly access: RowAccess;
  /** Only when no row decides. */
  readonly judge: ((frame: readonly unknown[]) => boolean) | undefined;
}

const OPEN: RowAccess = { kind: "open" };
const CLOSED: RowAccess = { kind: "closed" };
const NO_RULE: ClassRule = { access: CLOSED, judge: undefined };
const SLOTS = ["record", "user", "request"];
const slotOf = (name: string): number => SLOTS.indexOf(name);

/** What is known of all callers of a class. */
interface ClassFacts {
  readonly key: string;
  readonly user: KnownUser;
  /** One of them. */
  readonly example: Principal;
}

export function compileRules(reader: DefinitionReader, schemaName: string): AppRules {
  const shapes = modelShapes(reader);
  /** By action, then by model: looked up on every request, so no combined key is built. */
  const rules: Partial<Record<RuleAction, Map<ModelId, CompiledRules>>> = {};
  const routeRules = new Map<string, ((frame: readonly unknown[]) => boolean) | undefined>();

  const rulesOf = (modelId: ModelId, action: RuleAction): CompiledRules => {
    rules[action] ??= new Map();
    const ofAction = rules[action];
    let found = ofAction.get(modelId);
    if (!found) {
      found = { grants: checkedGrants(modelId, action), known: new Map(), byKind: new Map() };
      ofAction.set(modelId, found);
    }
    return found;
  };
  /** A rule with errors, or for a group that does not exist, admits nobody: publishing refuses it, and the preview denies. */
  const checkedGrants = (modelId: ModelId, action: RuleAction): readonly Grant[] =>
    reader.derive(`rules ${modelId} ${action}`, () => checkedRules(reader.grants(modelId, action), modelId));
  const checkedRules = (records: readonly (RuleRecord | FieldRuleRecord)[], modelId: ModelId): readonly Grant[] =>
    records.flatMap((rule): Grant[] => {
      const who = knownWho(reader, whoOf(rule));
      const parsed = parseExpression(rule.expression);
      const checked =
        who !== undefined && parsed.ok
          ? checkExpression(parsed.expression, ruleScope(modelId, shapes), scalar("bool"))
          : undefined;
      return who !== undefined && checked?.ok ? [{ who, typed: checked.typed }] : [];
    });
  /** Undefined for a field that follows its model. */
  const fieldGrants = (fieldId: FieldId, action: FieldAction): readonly Grant[] | undefined =>
    reader.derive(`field rules ${fieldId} ${action}`, () => {
      const records = reader.fieldRules(fieldId).filter((rule) => rule.action === action);
      const modelId = reader.field(fieldId)?.modelId;
      return records.length === 0 ? undefined : modelId === undefined ? [] : checkedRules(records, modelId);
    });
  /** The fields that a formula reads, over all formulas that it is made of. */
  const readByFormula = (field: FieldRecord): readonly FieldId[] =>
    reader.derive(`fields of formula ${field.id}`, () => {
      const formula = shapes(field.modelId)?.members[field.name]?.formula;
      const typed = formula && usableFormula(formula);
      return typed ? [...referencesOf(typed, usableFormula).fieldIds] : [];
    });
  /**
   * A field rule is the same for all callers of a class and all rows; what is not so holds for nobody (ACCESS_E002). Who may
   * not read a field may write it only where a rule of the field says so: being refused would say that there is one.
   */
  const mayUse = (fieldId: FieldId, action: FieldAction, caller: ClassFacts): boolean => {
    const grants = fieldGrants(fieldId, action);
    const field = action === "read" ? reader.field(fieldId) : undefined;
    const calculated = field && !hasColumn(field) ? readByFormula(field) : [];
    // What is calculated from a hidden value says something of it.
    if (!calculated.every((id) => fieldGrants(id, "read") === undefined || mayUse(id, "read", caller))) return false;
    if (!grants) return action === "read" || mayUse(fieldId, "read", caller);
    return grants.some(({ who, typed }) => {
      const simple = whoAdmits(who, caller.example) ? simplifyRule(typed, caller.user) : undefined;
      return simple?.kind === "constant" && simple.value === true;
    });
  };

  const rowsOf = (typed: TypedExpression): RowAccess =>
    rulePredicate(typed, { schemaName, isAboutCaller: !readsRecord(typed), model: shapes });

  const access = (modelId: ModelId, action: RuleAction, kind: PrincipalKind): RowAccess => {
    if (kind === "builder" || kind === "app") return OPEN;
    const { grants, byKind } = rulesOf(modelId, action);
    let known = byKind.get(kind);
    if (!known) {
      known = accessOfKind(grants, kind);
      byKind.set(kind, known);
    }
    return known;
  };
  const accessOfKind = (grants: readonly Grant[], kind: PrincipalKind): RowAccess => {
    const possible = grants.filter(({ who, typed }) => mayBeFor(who, kind) && verdictsOf(typed, kind).canHold);
    if (possible.length === 0) return CLOSED;
    // A group has some callers of a kind, not all.
    const isOpen = possible.some(({ who, typed }) => typeof who !== "object" && !verdictsOf(typed, kind).canFail);
    return isOpen ? OPEN : rowsOf(anyOf(possible.map(({ typed }) => typed)));
  };

  const ruleOfClass = (modelId: ModelId, action: RuleAction, caller: ClassFacts): ClassRule => {
    const { grants, known } = rulesOf(modelId, action);
    let rule = known.get(caller.key);
    if (!rule) {
      const ours = grants.filter(({ who }) => whoAdmits(who, caller.example)).map(({ typed }) => typed);
      rule = ours.length === 0 ? NO_RULE : classRule(anyOf(ours), caller.user);
      known.set(caller.key, rule);
    }
    return rule;
  };
  const classRule = (typed: TypedExpression, user: KnownUser): ClassRule => {
    const judge = readsRecord(typed) ? undefined : compileRule(typed, slotOf);
    const simple = simplifyRule(typed, user);
    if (simple.kind === "constant") return { access: simple.value === true ? OPEN : CLOSED, judge };
    return { access: rulePredicate(simple, { schemaName, isAboutCaller: judge !== undefined, model: shapes }), judge };
  };

  const classOf = callerClasses((example, key, user): CallerClass => {
    const facts = user !== "open" && { key, user, example };
    const mayUseAs = (fieldId: FieldId, action: FieldAction) => !facts || mayUse(fieldId, action, facts);
    const known = { read: new Map<FieldId, boolean>(), write: new Map<FieldId, boolean>() };
    const closedTo = (action: FieldAction): string =>
      [...new Set(reader.ofKind("fieldRule").map(({ fieldId }) => fieldId))]
        .filter((fieldId) => !mayUseAs(fieldId, action))
        .sort()
        .join(" ");
    const hidden = closedTo("read");
    const locked = closedTo("write");
    return {
      key,
      kind: example.kind,
      isUnbound: user === "open",
      hidden,
      fieldRights: hidden === "" && locked === "" ? "" : `${hidden} | ${locked}`,
      access: (modelId, action) => (facts ? ruleOfClass(modelId, action, facts).access : OPEN),
      may(action, { id }) {
        let may = known[action].get(id);
        if (may === undefined) {
          may = mayUseAs(id, action);
          known[action].set(id, may);
        }
        return may;
      },
      judge: (modelId, action) => (facts ? ruleOfClass(modelId, action, facts).judge : undefined),
    };
  });

  return {
    access,
    classOf,
    noteDependencies: (modelId, action) => void checkedGrants(modelId, action),
    noteFieldDependencies(field) {
      fieldGrants(field.id, "read");
      if (!hasColumn(field)) for (const id of readByFormula(field)) fieldGrants(id, "read");
    },
    permits(modelId, action, caller, request) {
      const who = classOf(caller);
      const allowed = who.access(modelId, action);
      if (allowed.kind !== "rows") return allowed.kind === "open";
      const judge = who.judge(modelId, action);
      return judge === undefined || judge([null, userOf(caller), request]);
    },
    admits(expression, caller, request) {
      if (isUnbound(caller)) return true;
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

const readsRecord = (typed: TypedExpression): boolean =>
  referencesOf(typed).paths.some(([variable]) => variable === "record");

/** Undefined for a group that does not exist. */
function knownWho(reader: DefinitionReader, who: Who): KnownWho | undefined {
  if (who === "everyone" || who === "visitors" || who === "users") return who;
  const group = reader.record(who);
  return group?.kind === "group" ? { group: group.name } : undefined;
}

/** Whether a rule is for some callers of a kind. */
function mayBeFor(who: KnownWho, kind: PrincipalKind): boolean {
  if (who === "everyone") return true;
  if (who === "visitors") return kind === "visitor";
  return kind === "user" || (who !== "users" && kind === "key");
}

/** One rule alone stays as it is. */
function anyOf(rules: readonly TypedExpression[]): TypedExpression {
  const [first] = rules;
  if (first !== undefined && rules.length === 1) return first;
  const joined = or.check(rules);
  if (!joined.ok) throw new Error(`Rules cannot be joined: ${joined.message}`);
  const { type, operands, implementation } = joined;
  return { kind: "operation", name: or.name, type, operands, implementation, start: 0, end: 0 };
}

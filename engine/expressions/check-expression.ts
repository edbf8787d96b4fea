import { type Collection, holdsMany } from "../definition/collections.ts";
import type { ModelId } from "../definition/ids.ts";
import { didYouMean } from "../nearest-name.ts";
import {
  describeType,
  isNumeric,
  isOrdered,
  listOf,
  nullType,
  recordOf,
  scalar,
  type ValueType,
} from "../value-types/value-type.ts";
import { convertTo, unify } from "./convert.ts";
import { currencyAfter, inCurrency } from "./currency-after.ts";
import type { Expression, LiteralValue, Name, Span } from "./expression.ts";
import {
  expressionProblemCodes as codes,
  type ExpressionProblem,
  type ExpressionProblemCode,
} from "./expression-problem.ts";
import { functionNamed, functionNames } from "./functions/registry.ts";
import { identity, type Resolution } from "./operation.ts";
import { conditional } from "./operators/conditional.ts";
import { and, negated, not, or } from "./operators/logical.ts";
import { negate } from "./operators/negate.ts";
import { binaryOperators } from "./operators/registry.ts";
import { truthy } from "./operators/truthy.ts";
import type { Occurrence } from "./references.ts";
import type { ExpressionScope, Member, ModelShape } from "./scope.ts";
import { castOf } from "./sql-types.ts";
import type { PathStep, TypedExpression } from "./typed-expression.ts";
import { printDecimal, readDecimal } from "./values/decimal.ts";
import { isWalk, MAX_WALK_DEPTH, MAX_WALKS, type Walk, walks } from "./walks.ts";

export type CheckResult =
  | { readonly ok: true; readonly typed: TypedExpression; readonly type: ValueType }
  | { readonly ok: false; readonly problems: readonly ExpressionProblem[] };

/**
 * Resolves every name against the scope, chooses overloads and adds conversions. With `expected` the whole expression
 * must have, or widen to, that type: rules expect bool. Reports all problems, not only the first.
 */
export function checkExpression(expression: Expression, scope: ExpressionScope, expected?: ValueType): CheckResult {
  const { typed, problems } = analyzeExpression(expression, scope, expected);
  return typed && problems.length === 0 ? { ok: true, typed, type: typed.type } : { ok: false, problems };
}

export interface Analysis {
  readonly typed: TypedExpression | undefined;
  readonly problems: readonly ExpressionProblem[];
  /** Every recognised field and variable, also in an expression with problems. */
  readonly occurrences: readonly Occurrence[];
}

/** The same, with the recognised names: for renames and completion in sources that still have problems. */
export function analyzeExpression(expression: Expression, scope: ExpressionScope, expected?: ValueType): Analysis {
  const checker = new Checker(scope);
  const typed = checker.checkAll(expression, expected);
  return { typed, problems: checker.problems, occurrences: checker.occurrences };
}

type Checked = TypedExpression | undefined;

class Checker {
  readonly problems: ExpressionProblem[] = [];
  readonly occurrences: Occurrence[] = [];
  private readonly scope: ExpressionScope;
  private joins = 0;
  private walks = 0;
  /** The rows that conditions of `exists` and `all` are about, by name; the innermost last. */
  private readonly rows = new Map<string, ValueType>();

  constructor(scope: ExpressionScope) {
    this.scope = scope;
  }

  checkAll(expression: Expression, expected: ValueType | undefined): Checked {
    const typed = this.check(expression);
    if (!typed || !expected) return typed;
    if (this.scope.truthy && expected.kind === "bool") return this.condition(typed);
    const converted = convertTo(typed, expected);
    if (converted.ok) return converted.expression;
    if (converted.code === codes.badLiteral) return this.fail(converted.code, converted.message, expression);
    const isCondition = expected.kind === "bool" ? "Compare it with something, such as == or != null." : undefined;
    const isText = expected.kind === "text" ? "Make it text: text(…)." : undefined;
    return this.fail(
      codes.wrongResult,
      `Here ${describeType(expected)} is needed; this is ${this.describe(typed.type)}.`,
      expression,
      isCondition ?? isText,
    );
  }

  private check(expression: Expression): Checked {
    switch (expression.kind) {
      case "literal":
        return constantOf(expression.literal, expression);
      case "name":
        return this.checkName(expression.name);
      case "member":
        return this.checkMember(expression);
      case "index":
        return this.checkIndex(expression);
      case "call":
        return this.checkCall(expression);
      case "list":
        return this.checkList(expression);
      case "unary":
        return this.checkUnary(expression);
      case "logical": {
        const operands = this.checkEach(expression.operands);
        if (!operands) return undefined;
        const ready = this.scope.truthy ? operands.map((operand) => this.condition(operand)) : operands;
        return this.operation(
          expression.operator,
          (expression.operator === "and" ? and : or).check(ready),
          expression,
          operands,
        );
      }
      case "binary":
        return this.checkBinary(expression);
      case "conditional": {
        const operands = this.checkEach([expression.condition, expression.whenTrue, expression.whenFalse]);
        const [condition, ...branches] = operands ?? [];
        if (!operands || !condition) return undefined;
        const ready = this.scope.truthy ? [this.condition(condition), ...branches] : operands;
        return this.operation("?:", conditional.check(ready), expression, operands);
      }
      case "filter":
        return this.checkFilter(expression);
    }
  }

  private checkEach(expressions: readonly Expression[]): readonly TypedExpression[] | undefined {
    const typed = expressions.map((expression) => this.check(expression));
    return typed.every((entry) => entry !== undefined) ? typed : undefined;
  }

  private checkName(name: Name): Checked {
    const row = this.rows.get(name.text);
    const variableType = row ?? own(this.scope.variables, name.text);
    if (variableType) {
      if (!row) this.occurrences.push({ kind: "variable", variable: name.text, name });
      return {
        kind: "path",
        type: variableType,
        variable: name.text,
        variableType,
        root: name,
        bare: false,
        steps: [],
        ...spanOf(name),
      };
    }
    const { bareModelId } = this.scope;
    const model = bareModelId === undefined ? undefined : this.scope.model(bareModelId);
    const member = model ? own(model.members, name.text) : undefined;
    const collection = model && !member ? own(model.collections, name.text) : undefined;
    if (bareModelId !== undefined && (member || collection)) {
      const step = member
        ? this.fieldStep(name, member, { modelId: bareModelId, bare: true, isOwn: true })
        : this.collectionStep(name, collection as Collection, true);
      if (!step) return undefined;
      const variableType = recordOf(bareModelId, (id) => this.scope.model(id));
      return {
        kind: "path",
        type: step.type,
        variable: "record",
        variableType,
        root: undefined,
        bare: true,
        steps: [step],
        ...spanOf(name),
      };
    }
    const called = functionNamed(name.text);
    const hint = called
      ? `It is a function: write ${called.signature}.`
      : didYouMean(name.text, [...this.rows.keys(), ...Object.keys(this.scope.variables), ...namesOf(model)]);
    return this.fail(codes.unknownName, `There is nothing called "${name.text}" here.`, name, hint);
  }

  private fieldStep(
    name: Name,
    member: Member,
    { modelId, bare, isOwn }: { modelId: ModelId; bare: boolean; isOwn: boolean },
  ): PathStep | undefined {
    const { fieldId } = member;
    if (fieldId) this.occurrences.push({ kind: "field", fieldId, modelId, name, bare, rows: [...this.rows.keys()] });
    const { type, cast, formula } = member;
    if (formula?.isTotal && !this.mayTotal(isOwn)) {
      const message = `"${name.text}" is a total of a list of rows, which is only shown: rows are not compared, found or sorted by it yet.`;
      return this.failed(codes.misplacedCollection, message, name);
    }
    if (member.isPosition && this.scope.truthy !== true) {
      const message = `"${name.text}" is a place in an order by hand, which is only shown and sorted by: nothing is calculated from it.`;
      return this.failed(codes.misplacedPosition, message, name);
    }
    return { name, type, modelId, cast, ...(fieldId ? { fieldId } : {}), ...(formula ? { formula } : {}) };
  }

  /** Templates show totals, and a formula may read those of its own row. */
  private mayTotal(isOwn: boolean): boolean {
    return this.scope.truthy === true || (this.scope.collections === "totals" && isOwn && this.rows.size === 0);
  }

  /** A collection that is read as a value: one row, or in templates a list. */
  private collectionStep(name: Name, collection: Collection, bare: boolean): PathStep | undefined {
    this.noteCollection(name, collection, bare);
    const { owner, target } = collection;
    const record = recordOf(target.id, (id) => this.scope.model(id));
    const step = { name, modelId: owner.id, collection };
    if (this.scope.collections !== undefined && !holdsMany(collection))
      return { ...step, type: record, cast: castOf(record) };
    if (this.scope.collections === "lists") return { ...step, type: listOf(record) };
    const isRefused = this.scope.collections === undefined;
    return this.failed(
      codes.misplacedCollection,
      isRefused
        ? `"${name.text}" stands for rows of ${target.label}, which cannot be read here.`
        : `"${name.text}" is a list of rows of ${target.label}.`,
      name,
      isRefused
        ? "Rules and conditions of queries can read it."
        : `Ask something of it: ${name.text}.count(), ${name.text}.exists(r, …) or ${name.text}.all(r, …).`,
    );
  }

  private noteCollection(name: Name, { via }: Collection, bare: boolean): void {
    this.occurrences.push({ kind: "collection", fieldId: via.id, name, bare, rows: [...this.rows.keys()] });
  }

  private checkMember(expression: Expression & { kind: "member" }): Checked {
    const target = this.check(expression.target);
    const counted = target && memberOfList(target, expression);
    if (counted) return counted;
    const isOwn = target?.kind === "path" && target.variable === "record" && target.steps.length === 0;
    const step = target && this.stepFrom(target.type, expression.name, isOwn);
    return step && this.extend(target, step, expression);
  }

  private extend(target: TypedExpression, step: PathStep, span: Span): TypedExpression {
    if (target.kind === "path") return { ...target, type: step.type, steps: [...target.steps, step], ...spanOf(span) };
    return { kind: "member", type: step.type, target, step, ...spanOf(span) };
  }

  private stepFrom(type: ValueType, name: Name, isOwn: boolean): PathStep | undefined {
    if (type.kind === "record") {
      const model = this.scope.model(type.modelId);
      const member = model ? own(model.members, name.text) : undefined;
      if (member) return this.fieldStep(name, member, { modelId: type.modelId, bare: false, isOwn });
      const collection = model ? own(model.collections, name.text) : undefined;
      if (collection) return this.collectionStep(name, collection, false);
      const label = model ? `${model.label} has` : "The model has";
      return this.failed(
        codes.unknownMember,
        `${label} no field "${name.text}".`,
        name,
        didYouMean(name.text, namesOf(model)),
      );
    }
    if (type.kind === "object") {
      const member = own(type.members, name.text) ?? type.others;
      const field = type.fields && own(type.fields, name.text);
      if (field) this.occurrences.push({ kind: "field", ...field, name, bare: false, rows: [...this.rows.keys()] });
      if (member) return { name, type: member };
      return this.failed(
        codes.unknownMember,
        `There is no "${name.text}" in it.`,
        name,
        didYouMean(name.text, Object.keys(type.members)),
      );
    }
    if (type.kind === "json") return { name, type };
    const called = functionNamed(name.text);
    const hint = called ? `${name.text} is a function: write ${called.signature}.` : undefined;
    return this.failed(codes.unknownMember, `${sentence(this.describe(type))} has no "${name.text}".`, name, hint);
  }

  private checkIndex(expression: Expression & { kind: "index" }): Checked {
    const target = this.check(expression.target);
    const index = this.check(expression.index);
    if (!target || !index) return undefined;
    if (target.type.kind === "json") {
      const isKey =
        index.kind === "constant" &&
        (typeof index.value === "string" || (typeof index.value === "number" && index.value >= 0));
      if (!isKey)
        return this.fail(
          codes.typeMismatch,
          "An index into JSON is written out: a text, or a whole number from 0.",
          expression.index,
        );
      return { kind: "index", type: target.type, target, index, ...spanOf(expression) };
    }
    if (target.type.kind !== "list") {
      return this.fail(codes.typeMismatch, `${sentence(this.describe(target.type))} has no items.`, expression.index);
    }
    if (index.type.kind !== "int")
      return this.fail(
        codes.typeMismatch,
        `An index is a whole number; this is ${this.describe(index.type)}.`,
        expression.index,
      );
    return { kind: "index", type: target.type.item, target, index, ...spanOf(expression) };
  }

  private checkList(expression: Expression & { kind: "list" }): Checked {
    const items = this.checkEach(expression.items);
    if (!items) return undefined;
    const unified = unify(items);
    if (!unified.ok) {
      return this.fail(
        unified.code,
        unified.message,
        expression.items[unified.operand] ?? expression,
        "All items of a list have one type.",
      );
    }
    return { kind: "list", type: listOf(unified.type), items: unified.operands, ...spanOf(expression) };
  }

  private checkUnary(expression: Expression & { kind: "unary" }): Checked {
    const operand = this.check(expression.operand);
    if (!operand) return undefined;
    if (expression.operator === "not") {
      return this.operation("not", not.check([this.scope.truthy ? this.condition(operand) : operand]), expression, [
        operand,
      ]);
    }
    if (operand.kind === "constant" && operand.isLiteral && isNumeric(operand.type)) {
      return { ...operand, value: negatedLiteral(operand.value as number | string), ...spanOf(expression) };
    }
    return this.operation("-", negate.check([operand]), expression, [operand]);
  }

  private checkBinary(expression: Expression & { kind: "binary" }): Checked {
    const operands = this.checkEach([expression.left, expression.right]);
    if (!operands) return undefined;
    const { operator } = expression;
    const checked = this.operation(operator, binaryOperators[operator].check(operands), expression, operands);
    if (operator === "+" && checked?.type.kind === "text" && ++this.joins === MAX_JOINS + 1) {
      return this.fail(codes.tooManyParts, `An expression puts at most ${MAX_JOINS} texts together.`, expression);
    }
    if (!checked || operator !== "not in") return checked;
    return this.operation("not", negated(checked), expression, [checked]);
  }

  private checkCall(expression: Expression & { kind: "call" }): Checked {
    const { name } = expression;
    if (isWalk(name.text) && expression.target) {
      const of = this.collectionOf(expression.target);
      if (of === "invalid") return undefined;
      if (of) return this.checkWalk(name.text, of, expression);
      const target = this.check(expression.target);
      const message = `${name.text} asks a list of related rows, and this is none.`;
      return (
        target &&
        this.fail(codes.misplacedCollection, message, expression.target, `Write ${walks[name.text].signature}.`)
      );
    }
    const called = functionNamed(name.text);
    const given = expression.target ? [expression.target, ...expression.arguments] : expression.arguments;
    const operands = this.checkEach(given);
    if (!called) {
      const hint =
        didYouMean(name.text, functionNames) ??
        (name.text === "matches" ? "Use contains, starts_with or ends_with." : undefined);
      return this.fail(codes.unknownFunction, `There is no function "${name.text}".`, name, hint);
    }
    if (given.length < called.minArguments || given.length > called.maxArguments) {
      return this.fail(
        codes.wrongArguments,
        `${name.text} has ${given.length === 0 ? "no arguments" : `${given.length} ${given.length === 1 ? "argument" : "arguments"}`} here.`,
        expression,
        `Write ${called.signature}.`,
      );
    }
    if (!operands) return undefined;
    if (called.standsFor) return this.checkStandIn(called.standsFor, called.check(operands), expression);
    return this.operation(called.name, called.check(operands), expression, operands);
  }

  /** The collection that a name or a member means, with the row that has it. */
  private collectionOf(target: Expression): CollectionOfRow | "invalid" | undefined {
    if (target.kind === "name") {
      const { name } = target;
      const { bareModelId } = this.scope;
      const model = bareModelId === undefined ? undefined : this.scope.model(bareModelId);
      const isOther =
        this.rows.has(name.text) || own(this.scope.variables, name.text) || own(model?.members ?? {}, name.text);
      const collection = isOther ? undefined : own(model?.collections ?? {}, name.text);
      if (bareModelId === undefined || !collection || !holdsMany(collection)) return undefined;
      this.noteCollection(name, collection, true);
      const type = recordOf(bareModelId, (id) => this.scope.model(id));
      const owner: TypedExpression = {
        kind: "path",
        type,
        variable: "record",
        variableType: type,
        root: undefined,
        bare: true,
        steps: [],
        ...spanOf(name),
      };
      return { owner, collection, name };
    }
    if (target.kind !== "member") return undefined;
    const owner = this.check(target.target);
    if (!owner) return "invalid";
    const model = owner.type.kind === "record" ? this.scope.model(owner.type.modelId) : undefined;
    const collection = own(model?.collections ?? {}, target.name.text);
    if (!collection || !holdsMany(collection)) return undefined;
    this.noteCollection(target.name, collection, false);
    return { owner, collection, name: target.name };
  }

  /** `reviews.exists(r, r.rating > 4)`: the condition knows its row by the name before it. */
  private checkWalk(walk: Walk, of: CollectionOfRow, expression: Expression & { kind: "call" }): Checked {
    const { owner, collection, name } = of;
    const { signature, argument } = walks[walk];
    const { collections } = this.scope;
    if (collections !== "totals" && (collections !== "questions" || argument === "value")) {
      const hint =
        collections === "lists"
          ? `In a template write ${name.text}.count, or {% for %} over ${name.text}.`
          : argument === "value"
            ? "A formula field can total a list."
            : "Rules and conditions of queries can ask it.";
      return this.fail(codes.misplacedCollection, `${walk} cannot be asked here.`, expression.name, hint);
    }
    this.walks++;
    if (this.walks > MAX_WALKS)
      return this.fail(codes.tooManyWalks, `An expression asks at most ${MAX_WALKS} lists of rows.`, expression);
    if (this.rows.size >= MAX_WALK_DEPTH)
      return this.fail(codes.tooManyWalks, `Lists of rows are asked at most ${MAX_WALK_DEPTH} deep.`, expression);
    const node = { kind: "walk", walk, owner, collection, ...spanOf(expression) } as const;
    if (argument === "none") {
      if (expression.arguments.length === 0)
        return { ...node, type: scalar("int"), variable: undefined, condition: undefined };
      return this.fail(codes.wrongArguments, `${walk} has no arguments.`, expression, `Write ${signature}.`);
    }
    const [row, condition, more] = expression.arguments;
    if (row?.kind !== "name" || !condition || more) {
      const message = `${walk} needs a name for its row and a ${argument}.`;
      return this.fail(codes.wrongArguments, message, expression, `Write ${signature}.`);
    }
    const variable = row.name.text;
    if (this.rows.has(variable) || own(this.scope.variables, variable))
      return this.fail(
        codes.wrongArguments,
        `"${variable}" already means something else here.`,
        row,
        "Choose another name.",
      );
    this.rows.set(
      variable,
      recordOf(collection.target.id, (id) => this.scope.model(id)),
    );
    const checked = argument === "condition" ? this.checkAll(condition, scalar("bool")) : this.check(condition);
    this.rows.delete(variable);
    if (!checked) return undefined;
    if (argument === "condition") return { ...node, type: scalar("bool"), variable, condition: checked };
    const type = totalType(walk, checked.type);
    if (type) return { ...node, type, variable, condition: undefined, value: checked };
    const needed = walk === "sum" || walk === "avg" ? "numbers" : "values that have an order";
    return this.fail(codes.typeMismatch, `${walk} takes ${needed}; this is ${this.describe(checked.type)}.`, condition);
  }

  /** `now()` is `request.time`, where a request exists. */
  private checkStandIn([variable, member]: readonly [string, string], otherwise: Resolution, span: Span): Checked {
    const variableType = own(this.scope.variables, variable);
    const type = variableType?.kind === "object" ? own(variableType.members, member) : undefined;
    if (!variableType || !type) return this.operation(variable, otherwise, span, []);
    const step: PathStep = { name: { text: member, ...spanOf(span) }, type };
    return { kind: "path", type, variable, variableType, root: undefined, bare: false, steps: [step], ...spanOf(span) };
  }

  private checkFilter(expression: Expression & { kind: "filter" }): Checked {
    const { name } = expression;
    const input = this.check(expression.input);
    const argument = expression.argument && this.check(expression.argument);
    const filter = this.scope.filters ? own(this.scope.filters, name.text) : undefined;
    if (!filter) return this.checkFunctionAsFilter(expression, input, argument);
    if (filter.argument === "none" && expression.argument)
      return this.fail(codes.wrongArguments, `The filter ${name.text} has no argument.`, expression.argument);
    if (filter.argument === "required" && !expression.argument) {
      return this.fail(
        codes.wrongArguments,
        `The filter ${name.text} needs an argument.`,
        name,
        `Write it after a colon: ${name.text}:"…".`,
      );
    }
    if (!input || (expression.argument && !argument)) return undefined;
    const given =
      argument &&
      (argument.kind === "constant" ? { type: argument.type, literal: argument.value } : { type: argument.type });
    const result = filter.check(input.type, given);
    if (!result.ok) return this.fail(codes.typeMismatch, result.message, expression, result.hint);
    return { kind: "filter", type: result.type, filter, input, argument, ...spanOf(expression) };
  }

  /** `title|upper` and `price|round:2` call the function when there is no such filter. */
  private checkFunctionAsFilter(
    expression: Expression & { kind: "filter" },
    input: Checked,
    argument: Checked,
  ): Checked {
    const { name } = expression;
    const called = functionNamed(name.text);
    if (!called || called.maxArguments === 0) {
      const known = [...Object.keys(this.scope.filters ?? {}), ...functionNames];
      return this.fail(codes.unknownFilter, `There is no filter "${name.text}".`, name, didYouMean(name.text, known));
    }
    const count = expression.argument ? 2 : 1;
    if (count < called.minArguments || count > called.maxArguments) {
      return this.fail(
        codes.wrongArguments,
        `The filter ${name.text} has ${count === 1 ? "no" : "an"} argument here.`,
        name,
        `As a function: ${called.signature}.`,
      );
    }
    if (!input || (expression.argument && !argument)) return undefined;
    const operands = argument ? [input, argument] : [input];
    return this.operation(called.name, called.check(operands), expression, operands);
  }

  /** Any value as a condition, in templates. */
  private condition(operand: TypedExpression): TypedExpression {
    return {
      kind: "operation",
      name: "truthy",
      type: scalar("bool"),
      operands: [operand],
      implementation: truthy(operand.type),
      ...spanOf(operand),
    };
  }

  private operation(name: string, resolution: Resolution, span: Span, operands: readonly TypedExpression[]): Checked {
    if (resolution.ok) {
      const money = currencyAfter(name, operands);
      if ("mixed" in money)
        return this.fail(codes.typeMismatch, `${money.mixed.join(" and ")} are not one currency.`, span);
      const type = inCurrency(resolution.type, money.currency);
      const [only] = resolution.operands;
      if (resolution.implementation === identity && only) return { ...only, type, ...spanOf(span) };
      return {
        kind: "operation",
        name,
        type,
        operands: resolution.operands,
        implementation: resolution.implementation,
        ...spanOf(span),
      };
    }
    const blamed = resolution.operand === undefined ? undefined : operands[resolution.operand];
    return this.fail(resolution.code, resolution.message, blamed ?? span, resolution.hint);
  }

  private describe(type: ValueType): string {
    return describeType(type, (id) => this.scope.model(id)?.label);
  }

  private fail(code: ExpressionProblemCode, message: string, span: Span, hint?: string): undefined {
    this.problems.push({ code, message, ...(hint === undefined ? {} : { hint }), start: span.start, end: span.end });
    return undefined;
  }

  private failed(code: ExpressionProblemCode, message: string, span: Span, hint?: string): undefined {
    return this.fail(code, message, span, hint);
  }
}

/**
 * With so many of the longest texts (a million characters), the result is still one that JavaScript and Postgres can
 * hold.
 */
const MAX_JOINS = 100;

interface CollectionOfRow {
  readonly owner: TypedExpression;
  readonly collection: Collection;
  readonly name: Name;
}

/** The type of a total over values of a type; undefined where there is none. */
function totalType(walk: Walk, type: ValueType): ValueType | undefined {
  const isSummed = isNumeric(type) || type.kind === "duration";
  if (walk === "sum") return isSummed ? type : undefined;
  if (walk === "avg") return isSummed ? (type.kind === "int" ? scalar("decimal") : type) : undefined;
  return isOrdered(type) ? type : undefined;
}

const namesOf = (model: ModelShape | undefined): readonly string[] => [
  ...Object.keys(model?.members ?? {}),
  ...Object.keys(model?.collections ?? {}),
];

/** In templates, `reviews.count` and `reviews.more`: each a value of its own in the row. */
function memberOfList(target: TypedExpression, { name, ...span }: Expression & { kind: "member" }): Checked {
  if (target.kind !== "path" && target.kind !== "member") return undefined;
  const last = target.kind === "path" ? target.steps.at(-1) : target.step;
  if (!last?.collection || last.key !== undefined || last.type.kind !== "list") return undefined;
  if (name.text !== "count" && name.text !== "more") return undefined;
  const type = scalar(name.text === "count" ? "int" : "bool");
  const step: PathStep = { ...last, name, type, key: `${last.collection.name}.${name.text}` };
  return target.kind === "path"
    ? { ...target, type, steps: [...target.steps.slice(0, -1), step], ...spanOf(span) }
    : { ...target, type, step, ...spanOf(span) };
}

const spanOf = ({ start, end }: Span): Span => ({ start, end });
const own = <Value>(map: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined;
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function constantOf(literal: LiteralValue, span: Span): TypedExpression {
  const constant = (type: ValueType, value: unknown): TypedExpression => ({
    kind: "constant",
    type,
    value,
    isLiteral: true,
    ...spanOf(span),
  });
  switch (literal.type) {
    case "null":
      return constant(nullType, null);
    case "bool":
      return constant(scalar("bool"), literal.value);
    case "text":
      return constant(scalar("text"), literal.value);
    case "double":
      return constant(scalar("double"), literal.value);
    case "int": {
      const number = Number(literal.text);
      // A number that JavaScript cannot hold is a decimal: big integers are decimals here.
      return Number.isSafeInteger(number)
        ? constant(scalar("int"), number)
        : constant(scalar("decimal"), canonical(literal.text));
    }
    case "decimal":
      return constant(scalar("decimal"), canonical(literal.text));
  }
}

function canonical(text: string): string {
  const read = readDecimal(text);
  if (!read) throw new Error("The scanner let through what is no decimal.");
  return printDecimal(read);
}

const negatedLiteral = (value: number | string): number | string => {
  if (typeof value === "number") return 0 - value;
  return value.startsWith("-") ? value.slice(1) : value === "0" ? value : `-${value}`;
};

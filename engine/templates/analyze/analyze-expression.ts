import type { FieldId } from "../../definition/ids.ts";
import { checkExpression } from "../../expressions/check-expression.ts";
import { compileToFunction } from "../../expressions/compile-to-function.ts";
import type { Expression } from "../../expressions/expression.ts";
import { expressionProblemCodes as codes, type ExpressionProblem } from "../../expressions/expression-problem.ts";
import type { Evaluator } from "../../expressions/operation.ts";
import { parseExpression } from "../../expressions/parse-expression.ts";
import type { ExpressionScope } from "../../expressions/scope.ts";
import type { TypedExpression } from "../../expressions/typed-expression.ts";
import { scalar, type ValueType } from "../../value-types/value-type.ts";
import { filterHints } from "../filters/filter-hints.ts";
import type { TemplateFilters } from "../filters/template-filters.ts";
import type { RenderMeter } from "../render/render-meter.ts";
import { MAX_TAG } from "../syntax/limits.ts";
import type { TemplateUnit } from "../syntax/parsed-template.ts";
import type { TemplateProblemCode } from "../syntax/template-problem.ts";
import type { TemplateProblems } from "../syntax/template-problems.ts";
import type { SourcePart } from "../syntax/template-tree.ts";
import { bindFilters, THIS_REQUEST } from "./bind-filters.ts";
import { fieldsIn, namesIn } from "./expression-parts.ts";
import type { FormInScope } from "./form-scope.ts";
import type { ReadCollector, ReadUse, RowOrigin } from "./template-reads.ts";
import type { TemplateScope } from "./template-scope.ts";

/** A name that a template may use at some position: its type, its slot in the frame, and its row, if any. */
export interface Variable {
  readonly type: ValueType;
  readonly slot: number;
  readonly origin?: RowOrigin;
  /** The fields that its value came from. */
  readonly fields?: readonly FieldId[];
  /** Passed in from outside, and not bound in the template. */
  readonly isInput?: boolean;
  /** Its value has an error: expressions that use it are not checked, so that one mistake is reported once. */
  readonly isUnknown?: boolean;
  /** The form whose state it is. */
  readonly form?: FormInScope;
  /** Called when an expression reads it. */
  readonly onUse?: () => void;
}
export type Variables = ReadonlyMap<string, Variable>;

export interface AnalyzedExpression {
  readonly typed: TypedExpression;
  readonly type: ValueType;
  readonly read: Evaluator;
  readonly origin: RowOrigin | undefined;
  /** The fields that it reads, through names bound in the template too. */
  readonly fields: readonly FieldId[];
}

/** Receives every parsed expression of a page, also those with problems, with the meaning of its names. */
export type ExpressionWatcher = (seen: {
  readonly unit: TemplateUnit;
  readonly expression: Expression;
  readonly scope: ExpressionScope;
  readonly variables: Variables;
}) => void;

/** Parses, checks and compiles the expressions of one page, and records what they read. */
export class ExpressionAnalyzer {
  private readonly scope: TemplateScope;
  private readonly filters: TemplateFilters;
  private readonly meter: RenderMeter;
  private readonly reads: ReadCollector;
  private readonly problems: TemplateProblems;
  private readonly watch: ExpressionWatcher | undefined;
  private readonly inputSlot: (name: string) => number;

  constructor(parts: {
    scope: TemplateScope;
    filters: TemplateFilters;
    meter: RenderMeter;
    reads: ReadCollector;
    problems: TemplateProblems;
    watch: ExpressionWatcher | undefined;
    inputSlot(name: string): number;
  }) {
    this.scope = parts.scope;
    this.filters = parts.filters;
    this.meter = parts.meter;
    this.reads = parts.reads;
    this.problems = parts.problems;
    this.watch = parts.watch;
    this.inputSlot = parts.inputSlot;
  }

  /**
   * Undefined for an invalid expression; the problem is then recorded. The parser has reported an empty part. A `test`
   * may have any type and gives true or false.
   */
  analyze(part: SourcePart, unit: TemplateUnit, variables: Variables, use: ReadUse): AnalyzedExpression | undefined {
    if (part.source === "") return undefined;
    const parsed = parseExpression(part.source, { pipes: true, offset: part.start, maxLength: MAX_TAG });
    if (!parsed.ok) {
      this.report(parsed.problem, unit);
      return undefined;
    }
    const types: Record<string, ValueType> = Object.create(null) as Record<string, ValueType>;
    for (const [name, variable] of variables) types[name] = variable.type;
    const scope = {
      variables: types,
      model: this.scope.model,
      filters: this.filters,
      truthy: true,
      collections: "lists" as const,
    };
    this.watch?.({ unit, expression: parsed.expression, scope, variables });
    if (namesIn(parsed.expression).some((name) => variables.get(name)?.isUnknown)) return undefined;
    const checked = checkExpression(parsed.expression, scope, use === "test" ? BOOL : undefined);
    if (!checked.ok) {
      for (const problem of checked.problems) this.report(problem, unit);
      return undefined;
    }
    const typed = bindFilters(checked.typed, {
      meter: this.meter,
      choiceLabels: this.scope.choiceLabels,
      ...(this.scope.choiceColours ? { choiceColours: this.scope.choiceColours } : {}),
    });
    const read = compileToFunction(typed, (name) => {
      if (name === THIS_REQUEST) return this.inputSlot("request");
      const variable = variables.get(name);
      variable?.onUse?.();
      return variable?.slot ?? 0;
    });
    return {
      typed,
      type: checked.type,
      read,
      origin: this.reads.read(checked.typed, use, {
        originOf: (name) => variables.get(name)?.origin,
        isInput: (name) => variables.get(name)?.isInput === true,
      }),
      fields: fieldsIn(checked.typed, (name) => variables.get(name)?.fields ?? []),
    };
  }

  private report(problem: ExpressionProblem, unit: TemplateUnit): void {
    const word = unit.source.slice(problem.start, problem.end);
    const hint = problem.code === codes.unknownFilter ? (filterHint(word) ?? problem.hint) : problem.hint;
    this.problems.add(unit, CODES[problem.code] ?? "TEMPLATE_E007", problem, problem.message, hint);
  }
}

const BOOL = scalar("bool");

const filterHint = (text: string): string | undefined => {
  const name = /\w+/.exec(text)?.[0] ?? "";
  return Object.hasOwn(filterHints, name) ? filterHints[name] : undefined;
};

const SYNTAX: TemplateProblemCode = "TEMPLATE_E006";
const CODES: Readonly<Record<string, TemplateProblemCode>> = {
  [codes.syntax]: SYNTAX,
  [codes.unexpectedEnd]: SYNTAX,
  [codes.badText]: SYNTAX,
  [codes.badNumber]: SYNTAX,
  [codes.tooLong]: SYNTAX,
  [codes.tooManyParts]: SYNTAX,
  [codes.tooDeep]: SYNTAX,
  [codes.mapLiteral]: SYNTAX,
  [codes.chainedComparison]: SYNTAX,
  [codes.misplacedFilter]: SYNTAX,
  [codes.unknownFilter]: "TEMPLATE_E008",
};

import type { FieldId } from "../../definition/ids.ts";
import type { ExpressionFilter } from "../../expressions/filter.ts";
import { requestTime } from "../../expressions/scope.ts";
import type { TypedExpression } from "../../expressions/typed-expression.ts";
import { scalar } from "../../value-types/value-type.ts";
import { filterNamed } from "../filters/registry.ts";
import { recordTitle } from "../format/value-text.ts";
import type { RenderMeter } from "../render/render-meter.ts";

/** The request in expressions that filters add; no template can write this name or bind another value to it. */
export const THIS_REQUEST = " request";

/**
 * Prepares the filters of a checked expression for their position: the cost of each input is counted, a record becomes
 * its title before a text filter reads it, a filter of choices gets the labels of its field, and one that compares with
 * the present gets the time of the request.
 */
export function bindFilters(
  expression: TypedExpression,
  context: {
    readonly meter: RenderMeter;
    choiceLabels(fieldId: FieldId): Readonly<Record<string, string>> | undefined;
    choiceColours?(fieldId: FieldId): Readonly<Record<string, string>>;
  },
): TypedExpression {
  const bind = (inner: TypedExpression): TypedExpression => bindFilters(inner, context);
  switch (expression.kind) {
    case "constant":
    case "path":
    case "walk":
      return expression;
    case "member":
      return { ...expression, target: bind(expression.target) };
    case "index":
      return { ...expression, target: bind(expression.target), index: bind(expression.index) };
    case "list":
      return { ...expression, items: expression.items.map(bind) };
    case "operation":
      return { ...expression, operands: expression.operands.map(bind) };
    case "filter": {
      const { filter, input } = expression;
      const { meter } = context;
      const apply = applyFor(filter, input, context);
      const isRecordToText = input.type.kind === "record" && expression.type.kind !== "record";
      return {
        ...expression,
        input: bind(input),
        argument: expression.argument
          ? bind(expression.argument)
          : filterNamed(filter.name)?.comparesWithNow
            ? requestTimeAt(expression)
            : undefined,
        filter: {
          ...filter,
          apply: (value, argument) => {
            meter.chargeText(value);
            return apply(isRecordToText ? recordTitle(value) : value, argument);
          },
        },
      };
    }
  }
}

const requestTimeAt = ({ start, end }: TypedExpression): TypedExpression => ({
  kind: "path",
  type: scalar("timestamp"),
  variable: THIS_REQUEST,
  variableType: requestTime,
  root: undefined,
  bare: false,
  steps: [{ name: { text: "time", start, end }, type: scalar("timestamp") }],
  start,
  end,
});

/** The field that a path ends in. */
export const fieldOf = (expression: TypedExpression): FieldId | undefined =>
  expression.kind === "path"
    ? expression.steps.at(-1)?.fieldId
    : expression.kind === "member"
      ? expression.step.fieldId
      : undefined;

function applyFor(
  filter: ExpressionFilter,
  input: TypedExpression,
  context: {
    choiceLabels(fieldId: FieldId): Readonly<Record<string, string>> | undefined;
    choiceColours?(fieldId: FieldId): Readonly<Record<string, string>>;
  },
): ExpressionFilter["apply"] {
  const forChoices = filterNamed(filter.name)?.prepareForChoices;
  if (!forChoices) return filter.apply;
  const fieldId = fieldOf(input);
  return forChoices(
    (fieldId && context.choiceLabels(fieldId)) ?? {},
    (fieldId && context.choiceColours?.(fieldId)) ?? {},
  );
}

/** Every filter in an expression, the outermost first. */
export function filtersIn(expression: TypedExpression): readonly Extract<TypedExpression, { kind: "filter" }>[] {
  switch (expression.kind) {
    case "constant":
    case "path":
    case "walk":
      return [];
    case "member":
      return filtersIn(expression.target);
    case "index":
      return [...filtersIn(expression.target), ...filtersIn(expression.index)];
    case "list":
      return expression.items.flatMap(filtersIn);
    case "operation":
      return expression.operands.flatMap(filtersIn);
    case "filter":
      return [
        expression,
        ...filtersIn(expression.input),
        ...(expression.argument ? filtersIn(expression.argument) : []),
      ];
  }
}

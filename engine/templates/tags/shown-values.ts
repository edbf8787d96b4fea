import type { Evaluator } from "../../expressions/operation.ts";
import { isNumeric, isSameType, numericRank, scalar, type ValueType } from "../../value-types/value-type.ts";
import type { AnalyzedExpression } from "../analyze/analyze-expression.ts";
import { valueWriter } from "../analyze/value-writer.ts";
import { isTextual, textOf } from "../filters/filter-kit.ts";
import type { Span } from "../syntax/template-tree.ts";
import type { TagAnalysis } from "./tag-type.ts";

/** What tags share that show one of several values, such as `{% cycle %}` and `{% firstof %}`. */
export interface ShownValue {
  readonly read: Evaluator;
  /** Text that is escaped for the position. */
  readonly write: (value: unknown) => string;
}

/** The writers of values of which one is shown at this position; undefined when one of them cannot stand here. */
export function shownValues(
  values: readonly AnalyzedExpression[],
  at: Span,
  { around, page }: TagAnalysis,
): readonly ShownValue[] | undefined {
  const place = page.position.place(at, around.unit);
  if (!place) return undefined;
  const { html } = page.position;
  const shown: ShownValue[] = [];
  for (const value of values) {
    const writer = valueWriter(value, { place, html, people: page.people });
    if (writer.ok) shown.push({ read: value.read, write: writer.write });
    else page.problem(around.unit, writer.code, writer.span, writer.message, writer.hint);
  }
  return shown.length === values.length ? shown : undefined;
}

/** Values of one type, so that one of them can get a name. */
export interface CommonValues {
  readonly type: ValueType;
  readonly reads: readonly Evaluator[];
}

/** The widest of numbers, or text; undefined when the values have no type in common. */
export function commonValues(values: readonly AnalyzedExpression[]): CommonValues | undefined {
  const given = values.filter(({ type }) => type.kind !== "null");
  const [first] = given;
  const reads = values.map(({ read }) => read);
  if (!first) return { type: TEXT, reads };
  if (given.every(({ type }) => isSameType(type, first.type))) return { type: first.type, reads };
  if (given.every(({ type }) => isNumeric(type))) {
    const widest = given.reduce((a, b) => ((numericRank(b.type) ?? 0) > (numericRank(a.type) ?? 0) ? b : a));
    return { type: widest.type, reads };
  }
  if (!given.every(({ type }) => isTextual(type) && type.kind !== "record")) return undefined;
  return { type: TEXT, reads: reads.map((read) => (frame) => textOf(read(frame))) };
}

const TEXT = scalar("text");

import type { FieldId } from "../definition/ids.ts";
import { analyzeExpression } from "./check-expression.ts";
import type { Expression } from "./expression.ts";
import { type ParseOptions, parseExpression } from "./parse-expression.ts";
import type { Occurrence } from "./references.ts";
import type { ExpressionScope } from "./scope.ts";

export interface Renames {
  /** New names of fields. */
  readonly fields?: ReadonlyMap<FieldId, string>;
  /** New names of collections, by the relation that makes them. */
  readonly collections?: ReadonlyMap<FieldId, string>;
  /** New names of variables: a template names a list's row after its model. */
  readonly variables?: ReadonlyMap<string, string>;
}

export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The edits of a rename in an expression: only the affected identifiers. `scope` is the scope before the rename. Works
 * on expressions with problems too, as far as their names can be recognised; edits never overlap.
 */
export function renameEdits(expression: Expression, scope: ExpressionScope, renames: Renames): readonly TextEdit[] {
  const edits = new Map<number, TextEdit>();
  for (const occurrence of analyzeExpression(expression, scope).occurrences) {
    const text = newText(occurrence, scope, renames);
    const { start, end } = occurrence.name;
    if (text !== undefined && text !== occurrence.name.text) edits.set(start, { start, end, text });
  }
  return [...edits.values()].sort((a, b) => a.start - b.start);
}

function newText(occurrence: Occurrence, scope: ExpressionScope, renames: Renames): string | undefined {
  if (occurrence.kind === "variable") return renames.variables?.get(occurrence.variable);
  const name = (occurrence.kind === "collection" ? renames.collections : renames.fields)?.get(occurrence.fieldId);
  if (name === undefined || !occurrence.bare) return name;
  // A bare name that a variable would now hide is written in full: a field renamed to "user".
  const isHidden =
    occurrence.rows.includes(name) ||
    Object.hasOwn(scope.variables, name) ||
    [...(renames.variables?.values() ?? [])].includes(name);
  return isHidden && Object.hasOwn(scope.variables, "record") ? `record.${name}` : name;
}

/** The same, applied to a source. Undefined when nothing changes, or when the source cannot be parsed at all. */
export function renameInExpression(
  source: string,
  scope: ExpressionScope,
  renames: Renames,
  options: ParseOptions = {},
): string | undefined {
  const parsed = parseExpression(source, { ...options, offset: 0 });
  if (!parsed.ok) return undefined;
  const edits = renameEdits(parsed.expression, scope, renames);
  return edits.length === 0 ? undefined : applyTextEdits(source, edits);
}

/** Applies ordered edits that do not overlap; the rest of the text stays the same byte for byte. */
export function applyTextEdits(source: string, edits: readonly TextEdit[]): string {
  let result = "";
  let last = 0;
  for (const { start, end, text } of edits) {
    result += source.slice(last, start) + text;
    last = end;
  }
  return result + source.slice(last);
}

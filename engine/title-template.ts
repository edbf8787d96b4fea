import { checkExpression } from "./expressions/check-expression.ts";
import { compileToFunction } from "./expressions/compile-to-function.ts";
import { compileToSql } from "./expressions/compile-to-sql.ts";
import type { Expression } from "./expressions/expression.ts";
import { type ExpressionProblem, expressionProblemCodes } from "./expressions/expression-problem.ts";
import { asText } from "./expressions/functions/as-text.ts";
import type { Evaluator } from "./expressions/operation.ts";
import { parseExpression } from "./expressions/parse-expression.ts";
import { referencesOf } from "./expressions/references.ts";
import { applyTextEdits, type Renames, renameEdits, type TextEdit } from "./expressions/rename.ts";
import type { ExpressionScope, ModelShape } from "./expressions/scope.ts";
import type { SqlContext } from "./expressions/sql-context.ts";
import type { TypedExpression } from "./expressions/typed-expression.ts";
import { trimText } from "./expressions/values/trim-text.ts";
import { joinSql, type Sql, sql, value } from "./sql/sql.ts";
import type { ValueType } from "./value-types/value-type.ts";

/**
 * How a row is called: `{{ name }} ({{ year }})` over the model's fields, which are named bare. Absent values are
 * empty; a title that comes out blank is "Book 12". Without a template: the first short text field. The same words in
 * JavaScript and in SQL, where relation pickers search and sort by them.
 */
export type TitlePart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "expression"; readonly expression: Expression; readonly start: number; readonly end: number };

export type ParsedTitle =
  | { readonly ok: true; readonly parts: readonly TitlePart[] }
  | { readonly ok: false; readonly problem: ExpressionProblem };

const OPEN = "{{";
const CLOSE = "}}";

export function parseTitleTemplate(source: string): ParsedTitle {
  const parts: TitlePart[] = [];
  let at = 0;
  for (;;) {
    const open = source.indexOf(OPEN, at);
    if (open !== at && at < source.length)
      parts.push({ kind: "text", text: source.slice(at, open < 0 ? undefined : open) });
    if (open < 0) return { ok: true, parts };
    const close = closeOf(source, open + OPEN.length);
    if (close === undefined) {
      const problem = {
        code: expressionProblemCodes.unexpectedEnd,
        message: "This {{ is not closed by }}.",
        start: open,
        end: source.length,
      };
      return { ok: false, problem };
    }
    const parsed = parseExpression(source.slice(open + OPEN.length, close), {
      pipes: true,
      offset: open + OPEN.length,
    });
    if (!parsed.ok) return parsed;
    parts.push({ kind: "expression", expression: parsed.expression, start: open, end: close + CLOSE.length });
    at = close + CLOSE.length;
  }
}

/** Where `}}` stands outside of texts in quotes. */
function closeOf(source: string, from: number): number | undefined {
  let quote = "";
  for (let at = from; at < source.length; at++) {
    const character = source[at] as string;
    if (quote !== "") {
      if (character === "\\") at++;
      else if (character === quote) quote = "";
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (source.startsWith(CLOSE, at)) {
      return at;
    }
  }
  return undefined;
}

/** Characters of a title at most (also in `titleSql`): it names a row in a list, a heading or a picker. */
export const MAX_TITLE = 500;

type Models = ExpressionScope["model"];

/** A title that is ready to run: texts, and expressions whose values are text. */
export interface TitlePlan {
  readonly shape: ModelShape;
  readonly parts: readonly (string | TypedExpression)[];
}

export type CheckedTitle =
  | { readonly ok: true; readonly plan: TitlePlan }
  | { readonly ok: false; readonly problems: readonly ExpressionProblem[] };

const scopeOf = (shape: ModelShape, models: Models): ExpressionScope => ({
  variables: { record: { kind: "record", modelId: shape.id, key: shape.key } },
  bareModelId: shape.id,
  model: models,
});

export function checkTitleTemplate(source: string, shape: ModelShape, models: Models): CheckedTitle {
  const parsed = parseTitleTemplate(source);
  if (!parsed.ok) return { ok: false, problems: [parsed.problem] };
  const problems: ExpressionProblem[] = [];
  const parts: (string | TypedExpression)[] = [];
  for (const part of parsed.parts) {
    if (part.kind === "text") {
      parts.push(part.text);
      continue;
    }
    const checked = checkExpression(part.expression, scopeOf(shape, models));
    if (!checked.ok) {
      problems.push(...checked.problems);
      continue;
    }
    const printed = asText.check([checked.typed]);
    if (!printed.ok) {
      problems.push({
        code: printed.code,
        message: printed.message,
        ...hintFor(checked.type, printed.hint),
        start: part.start,
        end: part.end,
      });
      continue;
    }
    parts.push({
      ...checked.typed,
      kind: "operation",
      name: "text",
      type: printed.type,
      operands: printed.operands,
      implementation: printed.implementation,
    });
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, plan: { shape, parts } };
}

const hintFor = (type: ValueType, hint: string | undefined): { hint?: string } =>
  type.kind === "record" ? { hint: "Take a field of it: author.name." } : hint === undefined ? {} : { hint };

/** The model's own template, or the default one. A template with problems (a draft's) falls back to the default. */
export function titlePlan(shape: ModelShape, models: Models): TitlePlan {
  if (shape.titleTemplate !== undefined && shape.titleTemplate.trim() !== "") {
    const checked = checkTitleTemplate(shape.titleTemplate, shape, models);
    if (checked.ok) return checked.plan;
  }
  const checked = checkTitleTemplate(
    shape.titleField === undefined ? "" : `{{ record.${shape.titleField} }}`,
    shape,
    models,
  );
  return checked.ok ? checked.plan : { shape, parts: [] };
}

/** The title of a row as SQL text, in collation "C", cut where it is too long; never NULL. */
export function titleSql(plan: TitlePlan, context: SqlContext): Sql {
  const id = context.column("id");
  const fallback = id ? sql`${value(`${plan.shape.label} `, "text")} || ${id}::text` : value(plan.shape.label, "text");
  if (plan.parts.length === 0) return sql`(${fallback})`;
  const texts = plan.parts.map((part) =>
    typeof part === "string" ? value(part, "text") : sql`COALESCE(${compileToSql(part, context)}, '')`,
  );
  return sql`left(COALESCE(NULLIF(btrim(${joinSql(texts, " || ")}, E' \\t\\n\\x0b\\f\\r'), ''), ${fallback}), 500) COLLATE "C"`;
}

/** The title of a row in JavaScript: the row as JSON, with the relations that the template walks expanded. */
export function titleFunction(plan: TitlePlan): (row: unknown) => string {
  const parts: readonly (string | Evaluator)[] = plan.parts.map((part) =>
    typeof part === "string" ? part : compileToFunction(part, () => 0),
  );
  const { label } = plan.shape;
  return (row) => {
    const frame = [row];
    let title = "";
    for (const part of parts) title += typeof part === "string" ? part : (part(frame) ?? "");
    const trimmed = trimText(title);
    if (trimmed !== "") return trimmed.length > MAX_TITLE ? [...trimmed].slice(0, MAX_TITLE).join("") : trimmed;
    const id =
      row !== null && typeof row === "object" && Object.hasOwn(row, "id") ? (row as { id: unknown }).id : undefined;
    return typeof id === "number" || typeof id === "string" ? `${label} ${id}` : label;
  };
}

/** For a single row; keep `titleFunction`'s result where there are many. */
export const titleOf = (shape: ModelShape, models: Models, row: unknown): string =>
  titleFunction(titlePlan(shape, models))(row);

/** What the title reads of a row: paths such as `["author", "name"]`. `expand` puts what a formula reads in its place. */
export function titleReads(
  plan: TitlePlan,
  expand?: Parameters<typeof referencesOf>[1],
): readonly (readonly string[])[] {
  const paths = new Map<string, readonly string[]>();
  for (const part of plan.parts) {
    if (typeof part === "string") continue;
    for (const [, ...path] of referencesOf(part, expand).paths) paths.set(path.join("."), path);
  }
  return [...paths.values()];
}

/** The template after a rename; undefined when it stays as it is. */
export function renameInTitle(source: string, shape: ModelShape, models: Models, renames: Renames): string | undefined {
  const parsed = parseTitleTemplate(source);
  if (!parsed.ok) return undefined;
  const edits: TextEdit[] = [];
  for (const part of parsed.parts) {
    if (part.kind === "expression") edits.push(...renameEdits(part.expression, scopeOf(shape, models), renames));
  }
  return edits.length === 0 ? undefined : applyTextEdits(source, edits);
}

import { assertNever } from "../assert-never.ts";
import type { FieldId, ModelId } from "../definition/ids.ts";
import { inlineValues } from "../sql/inline-values.ts";
import { identifier, type Sql } from "../sql/sql.ts";
import { scalar } from "../value-types/value-type.ts";
import { checkExpression } from "./check-expression.ts";
import { compileToSql } from "./compile-to-sql.ts";
import type { Span } from "./expression.ts";
import { parseExpression } from "./parse-expression.ts";
import { referencesOf } from "./references.ts";
import { type ExpressionScope, rowScope } from "./scope.ts";
import type { TypedExpression } from "./typed-expression.ts";

/** A condition over the columns of one row that Postgres itself can judge: in a CHECK, in the WHERE of an index. */
export interface RowCondition {
  readonly fieldIds: ReadonlySet<FieldId>;
  /** The condition over columns that `nameOf` names, without parameters: DDL takes none. NULL where it is unknown. */
  toSql(nameOf: (fieldId: FieldId) => string): Sql;
}

export type ReadRowCondition =
  | { readonly ok: true; readonly condition: RowCondition }
  /** Absent span: the source cannot be read at all, which the check of expressions reports. */
  | ({ readonly ok: false; readonly message?: string; readonly hint?: string } & Partial<Span>);

export function readRowCondition(source: string, modelId: ModelId, model: ExpressionScope["model"]): ReadRowCondition {
  const shape = model(modelId);
  const parsed = parseExpression(source);
  if (!shape || !parsed.ok) return { ok: false };
  const checked = checkExpression(parsed.expression, rowScope(modelId, model), scalar("bool"));
  if (!checked.ok) return { ok: false };
  const { typed } = checked;
  const outside = outsideOfRow(typed);
  if (outside) return { ok: false, ...outside };
  const toSql = (nameOf: (fieldId: FieldId) => string): Sql =>
    inlineValues(
      compileToSql(typed, {
        rowVariable: "record",
        column: (name) => {
          const fieldId = shape.members[name]?.fieldId;
          return identifier(fieldId === undefined ? name : nameOf(fieldId));
        },
        table: () => {
          throw new Error("A condition over one row reads no other table.");
        },
      }),
    );
  const needsSubselect = toSql((fieldId) => fieldId).chunks.some(
    (chunk) => typeof chunk === "string" && chunk.includes("(SELECT "),
  );
  if (needsSubselect) {
    return {
      ok: false,
      message: "The database cannot judge it row by row: a calculated value is used inside another calculation.",
      hint: "Write it with comparisons of fields, or make it a validation.",
      start: typed.start,
      end: typed.end,
    };
  }
  return { ok: true, condition: { fieldIds: referencesOf(typed).fieldIds, toSql } };
}

type Outside = { readonly message: string; readonly hint: string } & Span;

/** The first part of a condition that reads more than the row, or whose result may change while the row does not. */
function outsideOfRow(node: TypedExpression): Outside | undefined {
  switch (node.kind) {
    case "constant":
      return undefined;
    case "path": {
      if (node.steps.some(({ formula }) => formula)) return { ...calculated, start: node.start, end: node.end };
      const far = node.steps.findIndex(
        (step, index) =>
          step.collection !== undefined || (index > 0 && step.modelId !== undefined && step.name.text !== "id"),
      );
      return far < 0 ? undefined : { ...walks, start: node.start, end: node.end };
    }
    case "member":
      return (
        outsideOfRow(node.target) ?? (node.step.modelId ? { ...walks, start: node.start, end: node.end } : undefined)
      );
    case "index":
      return outsideOfRow(node.target) ?? outsideOfRow(node.index);
    case "list":
      return firstOf(node.items);
    case "operation":
      return (isFixed(node) ? undefined : { ...changes, start: node.start, end: node.end }) ?? firstOf(node.operands);
    case "walk":
      return { ...walks, start: node.start, end: node.end };
    case "filter":
      return { ...changes, start: node.start, end: node.end };
    default:
      return assertNever(node);
  }
}

function firstOf(nodes: readonly TypedExpression[]): Outside | undefined {
  for (const node of nodes) {
    const found = outsideOfRow(node);
    if (found) return found;
  }
  return undefined;
}

const walks = {
  message: "A constraint looks at one row only, and this reads another one.",
  hint: "Make it a validation: that may read the rows that a row points to.",
} as const;
const calculated = {
  message: "A constraint looks at columns, and a formula has none.",
  hint: "Write the calculation out here, or make it a validation.",
} as const;
const changes = {
  message: "Postgres does not take this as something that is always the same for the same row.",
  hint: "Compare dates and times as they are, or make it a validation.",
} as const;

/** What Postgres counts as stable and not as immutable: the form of an instant or a date as text, and moved instants. */
function isFixed(node: TypedExpression & { readonly kind: "operation" }): boolean {
  const kinds = node.operands.map((operand) => operand.type.kind);
  const isMoved = (node.name === "+" || node.name === "-") && kinds.includes("timestamp") && kinds.includes("duration");
  const isText = node.name === "text" && (kinds.includes("timestamp") || kinds.includes("date"));
  return !isMoved && !isText;
}

import type { FieldId, ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import { type FieldRecord, formulaOf } from "../definition/records/field.ts";
import { fieldTypeOf } from "../field-types/registry.ts";
import type { Expression } from "./expression.ts";
import { parseExpression } from "./parse-expression.ts";
import { partsOf } from "./parts-of.ts";
import { isWalk } from "./walks.ts";

/**
 * Whether a field is a total: a formula that reads a list of rows, or another formula that does. Told by its source
 * alone, so it is known of formulas with problems too. Rows are neither sorted nor found by totals.
 */
export const isTotal = (reader: TotalsReader, field: Pick<FieldRecord, "id" | "modelId" | "type">): boolean =>
  formulaOf(field) !== undefined && totalsOf(reader, field.modelId).has(field.id);

/** Whether rows can be ordered by a field. */
export const canOrder = (reader: TotalsReader, field: FieldRecord): boolean =>
  fieldTypeOf(field.type)?.can.order !== undefined && !isTotal(reader, field);

/** Whether `search=` looks in a field. */
export const canSearch = (reader: TotalsReader, field: FieldRecord): boolean =>
  fieldTypeOf(field.type)?.can.search === true && !isTotal(reader, field);

type TotalsReader = Pick<DefinitionReader, "derive" | "fields" | "collections">;

/** The formulas of a model that are totals. */
const totalsOf = (reader: TotalsReader, modelId: ModelId): ReadonlySet<FieldId> =>
  reader.derive(`totals ${modelId}`, () => {
    const own = new Set(reader.collections(modelId).map(({ name }) => name));
    const formulas = reader.fields(modelId).flatMap((field) => {
      const parsed = parseExpression(formulaOf(field) ?? "");
      return formulaOf(field) !== undefined && parsed.ok ? [{ field, ...namesIn(parsed.expression, own) }] : [];
    });
    const totals = new Map(formulas.filter(({ asks }) => asks).map(({ field }) => [field.name, field.id]));
    for (let before = -1; before < totals.size; ) {
      before = totals.size;
      for (const { field, names } of formulas) {
        if (names.some((name) => totals.has(name))) totals.set(field.name, field.id);
      }
    }
    return new Set(totals.values());
  });

/** Whether an expression asks a list of rows, and the names of its own row that it reads: `price`, `record.price`. */
function namesIn(
  expression: Expression,
  collections: ReadonlySet<string>,
): { readonly asks: boolean; readonly names: readonly string[] } {
  const names: string[] = [];
  let asks = false;
  const visit = (node: Expression): void => {
    if (node.kind === "call" && node.target && isWalk(node.name.text)) asks ||= isList(node.target, collections);
    const name = ownName(node);
    if (name !== undefined) names.push(name);
    partsOf(node).forEach(visit);
  };
  visit(expression);
  return { asks, names };
}

const ownName = (node: Expression): string | undefined => {
  if (node.kind === "name") return node.name.text;
  return node.kind === "member" && node.target.kind === "name" && node.target.name.text === "record"
    ? node.name.text
    : undefined;
};

/** `price.max(2)` calls the function `max`. */
function isList(target: Expression, collections: ReadonlySet<string>): boolean {
  const name = ownName(target);
  return name === undefined ? target.kind === "member" : collections.has(name);
}

import type { ModelId } from "../definition/ids.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import { usableFormula } from "../expressions/formula.ts";
import { modelShapes } from "../expressions/scope.ts";
import { rowContext } from "../expressions/sql-context.ts";
import type { Sql } from "../sql/sql.ts";
import { type TitlePlan, titlePlan, titleReads, titleSql } from "../title-template.ts";
import type { QueryScope } from "./query-scope.ts";

/**
 * The title of a model's rows. A template that follows a relation could show the other row in spite of its read rule.
 * So it is used only where every row of the other model is readable; elsewhere the title is the default one.
 */
function planOf(scope: QueryScope, model: ModelRecord): TitlePlan | undefined {
  const models = modelShapes(scope.reader);
  const shape = models(model.id);
  if (!shape) return undefined;
  const plan = titlePlan(shape, models);
  if (isOpenThroughout(scope, plan)) return plan;
  const { titleTemplate: _, ...untitled } = shape;
  return titlePlan(untitled, models);
}

/** Whether all rows of every model that the title reads are readable; true for a title that follows no relation. */
function isOpenThroughout(scope: QueryScope, plan: TitlePlan): boolean {
  return titlePaths(plan).every((path) => {
    let model = plan.shape.id;
    for (const name of path.slice(0, -1)) {
      const field: FieldRecord | undefined = scope.reader.fields(model).find((candidate) => candidate.name === name);
      if (field?.type.name !== "relation") return false;
      model = field.type.targetModelId as ModelId;
      if (scope.access(model, "read").kind !== "open") return false;
    }
    return true;
  });
}

/** The title of a row, as text; never null. `alias` is the row's table. */
export function rowTitle(scope: QueryScope, model: ModelRecord, alias: string): Sql {
  const plan = planOf(scope, model);
  if (!plan) throw new Error(`The model ${model.id} is not in this definition.`);
  return titleSql(plan, rowContext({ alias, schemaName: scope.schemaName, model: modelShapes(scope.reader) }));
}

/** The row's own columns that its title reads, besides `id`. */
export function titleColumns(scope: QueryScope, model: ModelRecord): readonly string[] {
  const plan = planOf(scope, model);
  return plan ? [...new Set(titlePaths(plan).map(([name]) => name ?? "id"))] : [];
}

/** What a title reads, with what its formulas read. */
const titlePaths = (plan: TitlePlan): readonly (readonly string[])[] => titleReads(plan, usableFormula);

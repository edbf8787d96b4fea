import type { DefinitionReader } from "../definition/reader.ts";
import type { QueryRecord } from "../definition/records/query.ts";
import { totalOrder } from "../query/order.ts";
import type { PassedQuery, QueryRowsPlan } from "../query/query-rows.ts";
import type { PageQuery } from "../templates/analyze/page-queries.ts";
import type { QueriesInScope } from "../templates/analyze/queries-in-scope.ts";
import { scalar } from "../value-types/value-type.ts";
import { orderTerms, rowsCondition } from "./listed-rows.ts";
import { pageSelection } from "./page-selection.ts";

/** The queries of an app as templates may name them. */
export const queriesInScope = (reader: DefinitionReader): QueriesInScope => ({
  find: (name) => {
    const query = reader.ofKind("query").find((one) => one.name === name);
    if (!query || !reader.model(query.modelId)) return undefined;
    const { id, modelId, result, parameters } = query;
    return {
      id,
      modelId,
      result: result.kind,
      parameters: parameters.map((parameter) => ({ name: parameter.name, type: scalar(parameter.type) })),
    };
  },
  get names() {
    return reader.ofKind("query").map(({ name }) => name);
  },
});

export const pageQueryPlans = (reader: DefinitionReader, queries: readonly PageQuery[]): readonly PassedQuery[] =>
  queries.map(({ id, reads, arguments: passed }) => {
    const query = reader.ofKind("query").find((one) => one.id === id);
    const plan = query && queryRowsPlan(reader, query, reads);
    if (!plan) throw new Error(`The query ${id} is not in this definition.`);
    return { ...plan, passed };
  });

/** Undefined when the query's model does not exist. */
export function queryRowsPlan(
  reader: DefinitionReader,
  query: QueryRecord,
  reads: PageQuery["reads"],
): QueryRowsPlan | undefined {
  const model = reader.model(query.modelId);
  if (!model) return undefined;
  const sort = query.sort.length > 0 ? query.sort : model.defaultOrder;
  return {
    query,
    model,
    selection: query.result.kind === "count" ? undefined : pageSelection(reader, model, reads),
    condition: rowsCondition(reader, query),
    order: totalOrder(orderTerms(reader, model, sort)),
  };
}

import type { DefinitionReader } from "../definition/reader.ts";
import type { QueryRecord } from "../definition/records/query.ts";
import { canOrder } from "../expressions/totals.ts";
import type { Problem } from "../problem.ts";
import { type Check, problem, repeated } from "./check.ts";

/** Queries, except for their conditions (check-expressions.ts) and the tags that name them (check-templates.ts). */
export const checkQueries: Check = (reader) => {
  const queries = reader.ofKind("query");
  return [...sameNames(queries), ...queries.flatMap((query) => insides(reader, query))];
};

const sameNames = (queries: readonly QueryRecord[]): Problem[] =>
  repeated(queries, ({ name }) => name).map(({ item, first }) =>
    problem("QUERY_E001", {
      on: item.id,
      property: "name",
      message: `The queries "${first.label}" and "${item.label}" both have the name "${item.name}".`,
      hint: "Give one of them another name.",
    }),
  );

function insides(reader: DefinitionReader, { id, label, modelId, sort, parameters }: QueryRecord): Problem[] {
  const model = reader.model(modelId);
  if (!model)
    return [
      problem("QUERY_E002", {
        on: id,
        property: "modelId",
        message: `The query "${label}" reads a model that does not exist.`,
        hint: "Choose another model, or delete the query.",
      }),
    ];
  const unsorted = sort.flatMap(({ fieldId }) => {
    const field = reader.field(fieldId);
    if (field?.modelId === modelId && canOrder(reader, field)) return [];
    const what =
      field?.modelId === modelId ? `"${field.label}", which has no order` : `a field that ${model.label} does not have`;
    return [problem("QUERY_E008", { on: id, property: "sort", message: `The query "${label}" is sorted by ${what}.` })];
  });
  const twice = repeated(parameters, ({ name }) => name).map(({ item }) =>
    problem("QUERY_E009", {
      on: id,
      property: "parameters",
      message: `The query "${label}" has two parameters "${item.name}".`,
    }),
  );
  return [...unsorted, ...twice];
}

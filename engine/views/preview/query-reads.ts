import type { FieldId, ModelId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { QueryParameterType, QueryRecord, QueryResultKind } from "../../definition/records/query.ts";
import { renameInExpression } from "../../expressions/rename.ts";
import { modelShapes, queryScope } from "../../expressions/scope.ts";
import type { PageQuery } from "../../templates/analyze/page-queries.ts";
import { noReads } from "../../templates/analyze/template-reads.ts";
import { draftRow, type PreviewReads, type PreviewRow, previewReads } from "./preview-reads.ts";

/** What a query of the draft reads of the live release. Fields are named by their ids, since names may differ. */
export interface QueryRead {
  readonly modelId: ModelId;
  readonly result: QueryResultKind;
  readonly parameters: readonly PassedParameter[];
  /** The condition, with ids in place of the names of fields. */
  readonly where?: string;
  readonly sort: QueryRecord["sort"];
  readonly limit: number;
  readonly reads: PreviewReads;
}

export interface PassedParameter {
  readonly name: string;
  readonly type: QueryParameterType;
  /** A value, or a column of the page's own row. */
  readonly passed: { readonly value: string | number | boolean | null } | { readonly column: FieldId | "id" };
}

/** What the live release answers to it. */
export interface QueryAnswer {
  /** Of a number none. */
  readonly rows: readonly PreviewRow[];
  readonly count: number;
  /** Its model, or a field that it needs, is not live. */
  readonly isUnpublished: boolean;
  readonly isModelEmpty: boolean;
}

/** The reads of a page's queries; `passed` are the values that the template passes to each. */
export function queryReads(
  reader: DefinitionReader,
  queries: readonly PageQuery[],
  {
    passed,
    ownModelId,
  }: { readonly passed: readonly Readonly<Record<string, unknown>>[]; readonly ownModelId: ModelId | undefined },
): readonly QueryRead[] {
  return queries.flatMap((placed, index): readonly QueryRead[] => {
    const query = reader.ofKind("query").find(({ id }) => id === placed.id);
    if (!query) return [];
    const columns = new Map(placed.arguments.flatMap((one) => (one.kind === "column" ? [[one.name, one.column]] : [])));
    const own = ownModelId === undefined ? [] : reader.fields(ownModelId);
    const nothing = noReads(query.modelId);
    return [
      {
        modelId: query.modelId,
        result: query.result.kind,
        parameters: query.parameters.map(({ name, type }) => {
          const column = columns.get(name);
          const field = own.find((one) => one.name === column);
          return {
            name,
            type,
            passed:
              column === undefined ? { value: plain(passed[index]?.[name]) } : { column: field?.id ?? ("id" as const) },
          };
        }),
        ...(query.where === undefined ? {} : { where: conditionByIds(reader, query) }),
        sort: query.sort.length > 0 ? query.sort : (reader.model(query.modelId)?.defaultOrder ?? []),
        limit: query.limit,
        reads: previewReads(reader, placed.reads ?? nothing),
      },
    ];
  });
}

const plain = (value: unknown): string | number | boolean | null =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;

/** A condition with ids in place of the names of fields. */
export function conditionByIds(
  reader: DefinitionReader,
  query: Pick<QueryRecord, "modelId" | "parameters" | "where">,
): string {
  const fields = new Map(reader.ofKind("field").map(({ id }) => [id, id as string]));
  const where = query.where ?? "";
  return renameInExpression(where, queryScope(query, modelShapes(reader)), { fields, collections: fields }) ?? where;
}

/** The results of a page's queries for its template, from what the live release answered. */
export const queryResultsOf = (
  reader: DefinitionReader,
  reads: readonly QueryRead[],
  answers: readonly QueryAnswer[],
): readonly unknown[] =>
  reads.map(({ result, reads: read }, index) => {
    const { rows = [], count = 0 } = answers[index] ?? {};
    const drawn = rows.map((row) => draftRow(reader, read, row));
    return result === "list" ? drawn : result === "count" ? count : (drawn[0] ?? null);
  });

import type { ModelId, QueryId } from "../../definition/ids.ts";
import type { QueryResultKind } from "../../definition/records/query.ts";
import type { ValueType } from "../../value-types/value-type.ts";

/** The queries that a template may show, by name. Made by engine/views. */
export interface QueriesInScope {
  find(name: string): QueryInScope | undefined;
  readonly names: readonly string[];
}

export interface QueryInScope {
  readonly id: QueryId;
  readonly modelId: ModelId;
  readonly result: QueryResultKind;
  readonly parameters: readonly { readonly name: string; readonly type: ValueType }[];
}

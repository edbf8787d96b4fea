import type { FieldId, GroupId } from "../../definition/ids.ts";
import type { ListedRows } from "../../view-types/view-type.ts";
import type { PreviewReads, PreviewRow } from "./preview-reads.ts";
import type { QueryAnswer, QueryRead } from "./query-reads.ts";

export type PreviewAs =
  | { readonly kind: "builder" }
  | { readonly kind: "anonymous" }
  | { readonly kind: "group"; readonly groupId: GroupId };

/** The data that a page needs from the live release: the body of the endpoint `previewRows`. */
export interface DataRequest {
  readonly as: PreviewAs;
  readonly path: string;
  /** The page's own rows; absent for a page without any. */
  readonly rows?: RowsRead;
  readonly queries: readonly QueryRead[];
}

export interface RowsRead {
  readonly reads: PreviewReads;
  readonly pageSize: number;
  readonly parameters: readonly (readonly [string, string])[];
  /** What the builder set of the rows, with ids in place of the names of fields in the condition. */
  readonly listed?: ListedRows;
}

export interface DataResponse {
  readonly dataRequest: DataRequest;
  /** The rows; `closed` when the rules allow this caller to read none. */
  readonly answer: { readonly outcome: "closed" } | GivenRows;
}

export interface GivenRows {
  readonly outcome: "rows";
  readonly rows: readonly PreviewRow[];
  readonly next: readonly [string, string] | null;
  readonly previous: readonly [string, string] | null;
  /** Fields for which the live release has no values. */
  readonly missing: readonly FieldId[];
  /** The model of the page's own rows has none at all. */
  readonly isModelEmpty: boolean;
  /** In the order of the request. */
  readonly queries: readonly QueryAnswer[];
}

import type { DataRow } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";

/** The model of an app whose rows are read or written. */
export interface RowPlace {
  readonly appId: AppId;
  readonly modelId: string;
}

export interface RowPage {
  readonly rows: DataRow[];
  readonly next: string | null;
}

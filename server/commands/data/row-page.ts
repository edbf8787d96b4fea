import type { DataRow } from "#contract/http/data";

export interface RowPage {
  readonly rows: DataRow[];
  readonly next: string | null;
}

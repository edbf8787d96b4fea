import type { DataRow, RowKey } from "#contract/http/data";
import type { JsonValue } from "#engine/definition/json";

/** How the session reaches the server: the data endpoints in the studio, a table in memory in tests. */
export interface RowPorts {
  /** The lists of linked rows: a change of one is sent as what it adds and removes. */
  readonly lists?: ReadonlySet<string>;
  /** Those of them that keep the order of their links. */
  readonly orderedLists?: ReadonlySet<string>;
  /** Those whose links hold both ways: the rows at the other end have the same list. */
  readonly mutualLists?: ReadonlySet<string>;
  list(cursor: string | undefined, signal: AbortSignal): Promise<{ rows: readonly DataRow[]; next: string | null }>;
  read(id: RowKey): Promise<DataRow | undefined>;
  create(values: RowValues, confirmation: Confirmation): Promise<DataRow>;
  update(row: { id: RowKey; version: number }, values: RowValues, confirmation: Confirmation): Promise<DataRow>;
  remove(row: { id: RowKey; version: number }, confirmation: Confirmation): Promise<void>;
  /** Brings a deleted row back, with all that was deleted with it. */
  restore(id: RowKey): Promise<void>;
  /** Turns what a port threw into words; `fields` are sentences by field name. */
  explain(error: unknown): WriteRefusal;
}

/** Whether a row is saved or deleted although that breaks validations that only warn. */
export interface Confirmation {
  readonly isConfirmed: boolean;
}

export type RowValues = Readonly<Record<string, JsonValue>>;

export interface WriteRefusal {
  readonly message: string;
  readonly isConflict: boolean;
  /** The server was not reached, or cannot answer now: the same write may well succeed later. */
  readonly isAway?: boolean;
  /** The same write passes when it is confirmed. */
  readonly isWarning?: boolean;
  readonly fields: Readonly<Record<string, string>>;
  /** What is wrong with rows that were sent with the row: `index` counts those of their list, `field` is absent of a whole row. */
  readonly lines?: readonly LineRefusal[];
}

export interface LineRefusal {
  readonly list: string;
  readonly index: number;
  readonly field?: string;
  readonly message: string;
}

/** A row that belongs to the row, as it is edited in the panel of the row until both are saved together. */
export interface LineDraft {
  readonly key: string;
  /** Of one that is stored. */
  readonly id?: RowKey;
  readonly version?: number;
  /** What is stored of it. */
  readonly stored: RowValues;
  readonly values: RowValues;
  readonly titles: Readonly<Record<string, string | null>>;
  readonly isRemoved: boolean;
  /** What was refused of it, by the name of its field; of the whole under "". */
  readonly refused: Readonly<Record<string, string>>;
}

/** By the name of their list. */
export type LineDrafts = Readonly<Record<string, readonly LineDraft[]>>;

/** Why a cell is marked. The text stays in it until it is mended, dropped or, where it waits for the server, written. */
export type CellIssue =
  | { readonly kind: "unreadable"; readonly text: string; readonly message: string }
  | { readonly kind: "refused"; readonly value: JsonValue; readonly message: string }
  /** It was not saved because a validation warns of it. */
  | { readonly kind: "warned"; readonly value: JsonValue; readonly message: string }
  | { readonly kind: "waiting"; readonly value: JsonValue; readonly message: string }
  | { readonly kind: "conflict"; readonly yours: JsonValue; readonly theirs: JsonValue; readonly message: string };

export interface GridRow {
  /** Stable while the row is shown, also from "new" to saved. */
  readonly key: string;
  readonly id: RowKey | undefined;
  readonly version: number;
  readonly values: RowValues;
  /** Of related rows by the name of their field, of linked rows by `linkTitleKey`. */
  readonly titles: Readonly<Record<string, string | null>>;
  /** Names of lists that go on. */
  readonly cut?: readonly string[];
  readonly issues: Readonly<Record<string, CellIssue>>;
  readonly saving: boolean;
  /** What validations warn of: of a new row, or of lines that were to be saved. */
  readonly warning?: string | undefined;
  /** Rows that belong to it and are not saved yet. */
  readonly lines?: LineDrafts | undefined;
  /** Why they were not saved. */
  readonly linesProblem?: string | undefined;
}

/** Whether the row holds what is saved when it is confirmed. */
export const isWarned = (row: GridRow): boolean =>
  row.warning !== undefined || Object.values(row.issues).some(({ kind }) => kind === "warned");

export interface WarnedDelete {
  readonly keys: readonly string[];
  /** What the validations say, each once. */
  readonly messages: readonly string[];
}

export interface RowSessionState {
  readonly rows: readonly GridRow[];
  readonly loading: boolean;
  readonly hasMore: boolean;
  /** Why rows could not be loaded. */
  readonly failure: string | undefined;
  readonly undoLabel: string | undefined;
  readonly redoLabel: string | undefined;
  /** Something to tell that belongs to no cell: an undo that was refused, a row that is gone. */
  readonly notice: { readonly id: number; readonly message: string } | undefined;
  /** Rows that were not deleted because a validation warns of it. */
  readonly warnedDelete: WarnedDelete | undefined;
  /** Cells and new rows that wait until the server can be reached. */
  readonly waiting: number;
  /** Writes under way. */
  readonly saving: number;
}

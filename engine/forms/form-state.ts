import type { JsonValue } from "../definition/json.ts";
import type { LineRows } from "./form-lines.ts";
import type { FieldOptions } from "./widgets/widget.ts";

/** A form as a page shows it: fresh, being filled in, refused, done, or against a row that somebody else changed. */
export interface FormState {
  /** `edited`: what was typed is shown again because a button asked for more rows to choose from. */
  readonly kind: "fresh" | "edited" | "refused" | "done" | "conflict";
  /** The address that it is sent to, without the fragment. */
  readonly action: string;
  readonly token: string;
  /** As the inputs show them. */
  readonly values: ReadonlyMap<string, string>;
  readonly errors: ReadonlyMap<string, string>;
  readonly asks: ReadonlyMap<string, "turn">;
  /** What is wrong with the whole. */
  readonly problems: readonly string[];
  readonly options: ReadonlyMap<string, FieldOptions>;
  /** The rows of lines, by the name of the lines. */
  readonly lines?: LineRows;
  /** What was typed to find rows, by the name of the field. */
  readonly searches?: ReadonlyMap<string, string>;
  /** What is told when it was done. */
  readonly message?: string;
  /** Everything that is wrong only warns: it is saved when the person says so. */
  readonly isWarned?: boolean;
  /** The row as it stands now, where the kind is `conflict`. */
  readonly theirs?: Readonly<Record<string, JsonValue>>;
  readonly removal?: Removal;
}

/** What a delete would do. */
export interface Removal {
  readonly rows: readonly RemovedRows[];
  /** Rows that the caller may not read, of any model. */
  readonly hidden: number;
  readonly total: number;
  /** What stands in the way; empty when the caller may not know. */
  readonly blockedBy: string | undefined;
  /** The rows that stand in the way, as far as the caller may know them. */
  readonly blocking: readonly RemovedRows[];
}

export interface RemovedRows {
  readonly label: string;
  readonly count: number;
  /** The first of them by title. */
  readonly titles: readonly string[];
}

/** A delete of more rows than this asks for their number. */
export const TYPED_COUNT = 100;

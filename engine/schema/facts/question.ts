import type { JsonValue } from "../../definition/json.ts";

/** A question that the builder must answer before the plan can run. */
export interface Question {
  readonly fieldId: string;
  /** "1,204 books have no Price." */
  readonly message: string;
  readonly rows: number;
  /** The field has a column, so that the rows can be shown and changed before it is published. */
  readonly canShowRows: boolean;
  /** The proposed value; absent when there is no sensible one. */
  readonly proposal?: JsonValue;
  readonly answered: boolean;
  /** Of a text that becomes a relation, or the other way round: what can be answered instead of a value. */
  readonly match?: MatchQuestion;
}

/** A field of the other model by which rows can be found, and how well that goes. */
export interface MatchOption {
  readonly fieldId: string;
  /** "Name of Author". */
  readonly label: string;
  /** Rows that would point to one row of the other model. Absent where a relation becomes a text. */
  readonly matched?: number;
  /** Rows whose text no row of the other model has. */
  readonly missing?: number;
  /** Rows whose text several rows have, or that hold only blanks. */
  readonly unclear?: number;
  /** Some texts that match nothing, or several rows. */
  readonly samples?: readonly string[];
  /** Rows of the other model can be made of such a text. */
  readonly canCreate?: boolean;
}

export interface MatchQuestion {
  readonly to: "relation" | "text";
  /** The best first. */
  readonly options: readonly MatchOption[];
}

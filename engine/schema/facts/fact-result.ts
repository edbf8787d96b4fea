/** The result of a fact's query. */
export interface FactResult {
  readonly count: number;
  readonly samples: readonly string[] | null;
  /** Of texts that are to become a relation: how many rows match one row, have none, or cannot be told. */
  readonly matched?: number;
  readonly missing?: number;
  readonly unclear?: number;
}

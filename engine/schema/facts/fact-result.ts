/** The result of a fact's query. */
export interface FactResult {
  readonly count: number;
  readonly samples: readonly string[] | null;
}

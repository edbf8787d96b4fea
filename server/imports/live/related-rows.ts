import type { RowLookUps } from "./row-look-ups.ts";

/** Where a relation's row is looked for. */
export interface RelationPlace {
  readonly label: string;
  readonly table: string;
  readonly column: string;
  readonly sqlType: string;
  /** "id", "Title": what it is found by. */
  readonly by: string;
}

/** The row that a value names, or why it names none: a sentence that begins with the value. */
export type RelatedRow = { readonly id: string } | { readonly id: null; readonly message: string };

const MAX_REMEMBERED = 200_000;

/** Finds the rows that the values of one column name, a batch at a time, and remembers them. */
export class RelatedRows {
  readonly #place: RelationPlace;
  readonly #lookUps: RowLookUps;
  readonly #known = new Map<string, RelatedRow>();

  constructor(place: RelationPlace, lookUps: RowLookUps) {
    this.#place = place;
    this.#lookUps = lookUps;
  }

  /** Each of these values is in the answer. */
  async find(values: ReadonlySet<string>): Promise<ReadonlyMap<string, RelatedRow>> {
    const known = this.#known;
    if (known.size > MAX_REMEMBERED) known.clear();
    const wanted = [...values].filter((value) => !known.has(value));
    const found = await this.#lookUps.find(this.#place, wanted);
    const { label, by } = this.#place;
    wanted.forEach((value, at) => {
      const { id = null, isAmbiguous } = found[at] ?? {};
      if (id !== null && !isAmbiguous) known.set(value, { id });
      else {
        const message = isAmbiguous
          ? `points to more than one row: several rows of ${label} have this ${by}`
          : noSuchRow(this.#place);
        known.set(value, { id: null, message });
      }
    });
    return known;
  }
}

export const noSuchRow = ({ label, by }: Pick<RelationPlace, "label" | "by">): string =>
  `points to no row: there is no ${label} with this ${by}`;

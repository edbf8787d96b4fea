import type { DateOrder } from "./loose-dates.ts";

/** How the cells of a file's column are read, besides its type. */
export interface ColumnReading {
  readonly dateOrder: DateOrder;
  readonly decimalComma: boolean;
  /** Dates that can be read in both orders, and none that tells which: `dateOrder` is a guess by the language. */
  readonly isDateOrderOpen?: true;
}

export interface FileReading extends ColumnReading {
  /** A year of two digits is the one up to it (with 2036: `36` is 2036, `37` is 1937). */
  readonly latestYear: number;
}

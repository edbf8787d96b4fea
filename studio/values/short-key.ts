import type { RowKey } from "#contract/http/data";

/** A row's key where there is little room: `#12`; of a UUID the end, in which rows differ: `…1c37`. */
export const shortKey = (key: RowKey, sign = "#"): string =>
  typeof key === "number" ? `${sign}${key}` : `…${key.slice(-4)}`;

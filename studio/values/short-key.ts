type RowKey = number | string;

/** A row's key where there is little room: `#12`; of a UUID the end, in which rows differ: `…1c37`. */
export const shortKey = (key: RowKey): string => (typeof key === "number" ? `#${key}` : `…${bareKey(key)}`);

/** The same without a sign, where nothing else stands: `12`, `1c37`. */
export const bareKey = (key: RowKey): string => (typeof key === "number" ? String(key) : key.slice(-4));

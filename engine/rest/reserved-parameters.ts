/** Parameters of a list with a fixed meaning; they take precedence over fields of the same name (`count__exact=`). */
export const reservedParameters = [
  "limit",
  "cursor",
  "offset",
  "page",
  "page_size",
  "count",
  "ordering",
  "fields",
  "omit",
  "expand",
  "search",
  "where",
] as const;

const reserved = new Set<string>(reservedParameters);

export const isReservedParameter = (name: string): boolean => reserved.has(name);

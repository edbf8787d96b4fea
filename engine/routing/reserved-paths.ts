/** First segments that the engine itself answers at. No route may take them. */
const reservedSegments: readonly string[] = [
  "api",
  "admin",
  "accounts",
  "files",
  "assets",
  "events",
  "_quintet",
  ".well-known",
];

const reserved = new Set(reservedSegments);

export const isReservedSegment = (segment: string | undefined): boolean =>
  segment !== undefined && reserved.has(segment);

/**
 * One step of the format: converts a document of format `to - 1`. Pure, numbered, never changed once released, and
 * self-contained: it must not use the present schemas, which will change.
 */
export interface FormatUpgrade {
  readonly to: number;
  /** What changed, for the changelog. */
  readonly description: string;
  readonly upgrade: (document: LooseDocument) => LooseDocument;
}

/** A definition of any format: only what all formats share is known. */
export type LooseDocument = {
  readonly formatVersion: number;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly records: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/** In order, without gaps; the last one makes FORMAT_VERSION. Format 1 is the first, so there are none yet. */
export const formatUpgrades: readonly FormatUpgrade[] = [];

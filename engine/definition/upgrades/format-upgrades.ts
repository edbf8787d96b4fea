/**
 * One step of the format: what a document of format `to - 1` becomes. Pure, numbered, never changed once released,
 * and self-contained: it must not use today's schemas, which will move on.
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

/** In order, without gaps, the last of which makes FORMAT_VERSION. Format 1 is the first, so there is none yet. */
export const formatUpgrades: readonly FormatUpgrade[] = [];

import type { HistoryEntry } from "#contract/http/draft-history";
import type { Release } from "#contract/http/releases";

export type HistoryLine =
  | { readonly kind: "edit"; readonly entry: HistoryEntry }
  | { readonly kind: "release"; readonly release: Release };

/**
 * Edits and releases in one list, newest first. Releases older than the last edit that is shown come with the next page
 * of edits.
 */
export function withReleases(entries: readonly HistoryEntry[], releases: readonly Release[]): readonly HistoryLine[] {
  const oldest = entries.at(-1)?.at;
  const lines: (HistoryLine & { readonly at: number })[] = [
    ...releases
      .filter(({ createdAt }) => oldest !== undefined && createdAt >= oldest)
      .map((release) => ({ kind: "release" as const, release, at: Date.parse(release.createdAt) })),
    ...entries.map((entry) => ({ kind: "edit" as const, entry, at: Date.parse(entry.at) })),
  ];
  return lines.sort((a, b) => b.at - a.at);
}

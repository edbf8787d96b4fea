import { useMemo } from "react";
import type { Release } from "#contract/http/releases";
import type { VersionId } from "#contract/platform-ids";
import { emptyDefinition } from "#engine/definition/app-definition";
import { describeDiff } from "./describe-diff.ts";
import { summarizeDiff } from "./summarize-diff.ts";
import { useVersion } from "./use-version.ts";

/** What a release changed, in a line; undefined while it is read. Versions never change, so each is read once. */
export function useReleaseChanges(release: Release, previous: VersionId | undefined): string | undefined {
  const after = useVersion(release.appId, release.versionId).data?.reader.definition;
  const before = useVersion(release.appId, previous).data?.reader.definition;
  return useMemo(() => {
    if (!after || (previous !== undefined && !before)) return undefined;
    return summarizeDiff(describeDiff(before ?? { ...emptyDefinition("App"), settings: after.settings }, after));
  }, [after, before, previous]);
}

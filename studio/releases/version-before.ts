import type { Release } from "#contract/http/releases";
import type { VersionId } from "#contract/platform-ids";

/** The version that was live before a release, of the releases that are loaded; undefined for the first. */
export const versionBefore = (release: Release, releases: readonly Release[]): VersionId | undefined =>
  releases.find(
    (other) => other.number < release.number && other.state !== "failed" && other.versionId !== release.versionId,
  )?.versionId;

import { useQuery } from "@tanstack/react-query";
import { getVersion } from "#contract/http/releases";
import type { AppId, VersionId } from "#contract/platform-ids";
import { type DefinitionReader, readDefinition } from "#engine/definition/reader";
import { call } from "../api/client.ts";

/** A frozen version never changes, so it is asked for once. */
export function useVersion(appId: AppId, versionId: VersionId | undefined) {
  return useQuery({
    queryKey: ["version", versionId],
    queryFn: async ({ signal }): Promise<{ number: number; reader: DefinitionReader }> => {
      const version = await call(getVersion, { params: { appId, versionId: versionId as VersionId } }, { signal });
      return { number: version.number, reader: readDefinition(version.definition) };
    },
    enabled: versionId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
}

import type { Release } from "#contract/http/releases";
import type { ReleaseId } from "#contract/platform-ids";
import { Release as ReleaseRow } from "#server/models/release";

/** A release as the API shows it, with its id inside, by which workers and the guard know it. */
export async function withId(release: Release | Promise<Release>): Promise<Release & { readonly id: ReleaseId }> {
  const shown = await release;
  const { appId, number } = shown;
  const row = await ReleaseRow.findOne({ where: { appId, number }, attributes: ["id"], rejectOnEmpty: true });
  return { ...shown, id: Number(row.id) };
}

import { useQuery } from "@tanstack/react-query";
import { countRows } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import { call } from "../api/client.ts";
import { useMay } from "./use-may.ts";

/** Seconds for which counts are shown without asking again. */
const FRESH_S = 20;

/**
 * "1,204" or "about 52,000" of each model that is live or has rows that wait for that, by id. Empty while it is not
 * known, and for who may not read rows.
 */
export function useRowCounts(appId: AppId): Readonly<Record<string, string>> {
  const canRead = useMay()("readRows");
  const counts = useQuery({
    queryKey: ["rows", appId, "counts"],
    queryFn: async ({ signal }) => (await call(countRows, { params: { appId } }, { signal })).counts,
    enabled: canRead,
    staleTime: FRESH_S * 1_000,
    select: (found) => Object.fromEntries(Object.entries(found).map(([id, count]) => [id, countText(count)])),
  });
  return counts.data ?? none;
}

const none: Readonly<Record<string, string>> = {};

function countText({ rows, isExact }: { readonly rows: number; readonly isExact: boolean }): string {
  if (isExact) return rows.toLocaleString("en");
  const step = 10 ** Math.max(0, Math.floor(Math.log10(rows)) - 1);
  return `about ${(Math.round(rows / step) * step).toLocaleString("en")}`;
}

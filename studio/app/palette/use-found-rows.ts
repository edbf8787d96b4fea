import { useDebouncedValue } from "@mantine/hooks";
import { IconLetterT } from "@tabler/icons-react";
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import type { AppSummary } from "#contract/http/apps";
import { type FoundRow, searchRows } from "#contract/http/data";
import { call } from "../../api/client.ts";
import { useMay } from "../../session/use-may.ts";
import type { PaletteItem } from "./palette-search.ts";

const WAIT_MS = 200;
/** A single letter is in nearly every title. */
const FEWEST_LETTERS = 2;
/** Outside an app, the apps that were edited last are searched: one statement each. */
const MOST_APPS = 3;

export interface FoundRows {
  readonly items: readonly PaletteItem[];
  readonly isSearching: boolean;
  /** Why rows could not be searched. */
  readonly failure: string | undefined;
}

/** Live rows whose title contains what was typed, under their model. A search that is typed over is cancelled. */
export function useFoundRows(apps: readonly AppSummary[], typed: string): FoundRows {
  const canRead = useMay()("readRows");
  const navigate = useNavigate();
  const text = typed.trim();
  const [search] = useDebouncedValue(text, WAIT_MS);
  const isAsked = canRead && text.length >= FEWEST_LETTERS;
  const searched = apps.filter((app) => app.live).slice(0, MOST_APPS);
  const answers = useQueries({
    queries: searched.map((app) => ({
      queryKey: ["rows", app.id, "search", search],
      queryFn: async ({ signal }: { readonly signal: AbortSignal }) =>
        (await call(searchRows, { params: { appId: app.id }, query: { search, limit: 5 } }, { signal })).results,
      enabled: isAsked && search.length >= FEWEST_LETTERS,
      placeholderData: keepPreviousData,
      retry: false,
    })),
  });
  if (!isAsked) return { items: [], isSearching: false, failure: undefined };
  const items = answers.flatMap((answer, index) => {
    const app = searched[index] as AppSummary;
    return (answer.data ?? []).map((row) =>
      itemOf(row, { app, isNamed: apps.length > 1, go: (to) => void navigate(to) }),
    );
  });
  return {
    items: items.filter(({ label }) => label.toLowerCase().includes(text.toLowerCase())),
    isSearching: search !== text || answers.some((answer) => answer.isFetching),
    failure: answers.find((answer) => answer.isError)?.error?.message,
  };
}

function itemOf(
  row: FoundRow,
  { app, isNamed, go }: { readonly app: AppSummary; readonly isNamed: boolean; readonly go: (to: string) => void },
): PaletteItem {
  return {
    id: `row-${app.id}-${row.modelId}-${row.id}`,
    group: `Rows of ${row.model}`,
    label: row.title,
    ...(isNamed ? { of: app.label } : {}),
    icon: IconLetterT,
    run: () => go(`/apps/${app.id}/data/${row.modelId}?row=${encodeURIComponent(row.id)}`),
  };
}

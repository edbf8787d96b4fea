import { useSearchParams } from "react-router";
import type { AccountId } from "#contract/platform-ids";
import type { EditTargetId } from "#engine/edits/edit";

/** What the history shows is in the address, so that a link opens it: `?history=12&by=…&record=…`. */
export interface HistoryPlace {
  readonly tab: "edits" | "conflicts";
  readonly revision: number | undefined;
  readonly by: AccountId | undefined;
  readonly record: EditTargetId | undefined;
}

const names = ["history", "by", "record"] as const;

export function useHistoryPlace() {
  const [parameters, setParameters] = useSearchParams();
  const open = parameters.get("history");
  const place: HistoryPlace = {
    tab: open === "conflicts" ? "conflicts" : "edits",
    revision: Number(open) || undefined,
    by: (parameters.get("by") as AccountId | null) ?? undefined,
    record: (parameters.get("record") as EditTargetId | null) ?? undefined,
  };
  const change = (next: Partial<Record<(typeof names)[number], string | undefined>>) =>
    setParameters((current) => {
      for (const [name, value] of Object.entries(next)) {
        if (value === undefined) current.delete(name);
        else current.set(name, value);
      }
      return current;
    });
  const close = () => change({ history: undefined, by: undefined, record: undefined });
  return { isOpen: open !== null, place, change, close };
}

/** The address of here with the history open, for links. */
export function useHistoryLink(place: { readonly record?: EditTargetId; readonly tab?: "conflicts" } = {}) {
  const [parameters] = useSearchParams();
  const search = new URLSearchParams(parameters);
  for (const name of names) search.delete(name);
  search.set("history", place.tab ?? "");
  if (place.record !== undefined) search.set("record", place.record);
  return { search: `?${search}` };
}

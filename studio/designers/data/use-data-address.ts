import { useMemo } from "react";
import { useSearchParams } from "react-router";
import { parseFilter, parseOrder, printFilter, printOrder, type RowFilter, type RowOrder } from "./row-filters.ts";

/** What of the grid is in the address: filters, order, search and hidden columns. Reload, share and back work. */
export interface DataAddress {
  readonly filters: readonly RowFilter[];
  readonly order: RowOrder | undefined;
  readonly search: string;
  readonly hidden: ReadonlySet<string>;
  /** The key of the only row that is shown: one that was found by its title. */
  readonly row: string | undefined;
  /** The field whose rows the plan names; only those are shown. */
  readonly cause: string | undefined;
}

export function useDataAddress(): readonly [DataAddress, (change: Partial<DataAddress>) => void] {
  const [parameters, setParameters] = useSearchParams();
  const address = useMemo(
    (): DataAddress => ({
      filters: parameters.getAll("filter").flatMap((text) => parseFilter(text) ?? []),
      order: parseOrder(parameters.get("order")),
      search: parameters.get("search") ?? "",
      row: parameters.get("row") ?? undefined,
      cause: parameters.get("cause") ?? undefined,
      hidden: new Set((parameters.get("hide") ?? "").split(",").filter((id) => id !== "")),
    }),
    [parameters],
  );
  const change = (next: Partial<DataAddress>) =>
    setParameters(
      (current) => {
        if (next.filters) {
          current.delete("filter");
          for (const filter of next.filters) current.append("filter", printFilter(filter));
        }
        if ("order" in next) setOrDelete(current, "order", next.order && printOrder(next.order));
        if ("row" in next) setOrDelete(current, "row", next.row ?? "");
        if ("cause" in next) setOrDelete(current, "cause", next.cause ?? "");
        if (next.search !== undefined) setOrDelete(current, "search", next.search);
        if (next.hidden) setOrDelete(current, "hide", [...next.hidden].join(","));
        return current;
      },
      { replace: true },
    );
  return [address, change];
}

function setOrDelete(parameters: URLSearchParams, name: string, value: string | undefined): void {
  if (value) parameters.set(name, value);
  else parameters.delete(name);
}

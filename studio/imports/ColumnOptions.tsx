import type { ColumnFacts } from "#contract/http/imports";
import { columnValue } from "./live-mapping.ts";

/** The columns of the file, as options of a select that says where values come from. */
export function ColumnOptions({ facts }: { readonly facts: readonly ColumnFacts[] }) {
  return (
    <optgroup label="Columns of the file">
      {facts.map(({ source }) => (
        <option key={source} value={columnValue(source)}>
          {source.length > 80 ? `${source.slice(0, 79)}…` : source}
        </option>
      ))}
    </optgroup>
  );
}

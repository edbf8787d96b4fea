import type { LiveImport, LiveMapping } from "#contract/http/imports";
import { PlainSelect } from "../components/PlainSelect.tsx";
import { matchChoices } from "./live-mapping.ts";

type Existing = LiveMapping["existing"];

/** What becomes of rows that the model has already. */
export function ExistingRows(props: {
  readonly live: LiveImport;
  readonly mapping: LiveMapping;
  readonly onChange: (mapping: LiveMapping) => void;
}) {
  const { live, mapping, onChange } = props;
  const { existing } = mapping;
  return (
    <PlainSelect
      label="Rows that are there already"
      value={existing.do === "add" ? "add" : existing.matchBy}
      onChange={(event) => {
        const { value } = event.currentTarget;
        const next = value === "add" ? { do: "add" } : { do: "update", matchBy: value };
        onChange({ ...mapping, existing: next as Existing });
      }}
    >
      <option value="add">Stay as they are: every row is a new one</option>
      {matchChoices(live, mapping).map(({ value, label }) => (
        <option key={value} value={value}>
          Change where {label} is equal, add the others
        </option>
      ))}
    </PlainSelect>
  );
}

import type { BadValueAction } from "#contract/http/imports";
import { PlainSelect } from "../components/PlainSelect.tsx";

/** What was decided about rows with more cells than the header, to be seen and decided anew. */
export function ExtraCellChoice(props: {
  readonly action: BadValueAction;
  readonly onChange: (action: BadValueAction) => void;
}) {
  return (
    <div>
      <PlainSelect
        label="Rows with more cells than the header"
        labelAt="beside"
        value={props.action}
        onChange={(event) => props.onChange(event.currentTarget.value as BadValueAction)}
      >
        <option value="refuse">Stop and tell me</option>
        <option value="blank">Import without the extra cells</option>
        <option value="skip_row">Skip the row</option>
      </PlainSelect>
    </div>
  );
}

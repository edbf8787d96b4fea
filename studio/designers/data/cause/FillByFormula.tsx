import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { evaluateFormula, type RowKey } from "#contract/http/data";
import type { DraftId } from "#contract/platform-ids";
import type { JsonValue } from "#engine/definition/json";
import { call } from "../../../api/client.ts";
import { cellLabel } from "../../../values/cell-label.ts";
import { shortKey } from "../../../values/short-key.ts";
import type { GridColumn } from "../grid-columns.ts";
import classes from "./cause.module.css";

const SHOWN = 10;

/** An expression over the row, with what it gives in the first rows before anything is written. */
export function FillByFormula(props: {
  readonly draftId: DraftId;
  readonly column: GridColumn;
  readonly keys: readonly RowKey[];
  readonly onFill: (values: ReadonlyMap<RowKey, JsonValue>) => void;
  readonly onClose: () => void;
}) {
  const { draftId, column, keys } = props;
  const { field } = column;
  const [text, setText] = useState("");
  const [formula] = useDebouncedValue(text.trim(), 350);
  const params = { draftId, fieldId: field.id };
  const first = keys.slice(0, SHOWN);
  const preview = useQuery({
    queryKey: ["formula values", draftId, field.id, formula, first],
    queryFn: ({ signal }) => call(evaluateFormula, { params, body: { formula, keys: first } }, { signal }),
    enabled: formula !== "" && first.length > 0,
    retry: false,
    gcTime: 0,
  });
  const evaluating = useRef<AbortController>(undefined);
  const filling = useMutation({
    mutationFn: () => {
      evaluating.current = new AbortController();
      const { signal } = evaluating.current;
      return call(evaluateFormula, { params, body: { formula: text.trim(), keys: [...keys] } }, { signal });
    },
    onSuccess: ({ values }) => props.onFill(new Map(values.map(({ id, value }) => [id, value]))),
  });
  // Once it is closed, nothing is written any more.
  useEffect(() => () => evaluating.current?.abort(), []);
  const failure = filling.error ?? preview.error;
  const shown = column.live ?? field;
  return (
    <form
      className={classes.formula}
      aria-label={`Fill ${field.label} by formula`}
      onSubmit={(event) => {
        event.preventDefault();
        filling.mutate();
      }}
    >
      <div className={classes.formulaRow}>
        <TextInput
          className={classes.formulaInput ?? ""}
          classNames={{ input: classes.mono ?? "" }}
          label={`${field.label} is`}
          description="An expression over the row's own fields, by their names."
          placeholder="price * quantity"
          value={text}
          spellCheck={false}
          autoComplete="off"
          data-autofocus
          error={failure?.message}
          onChange={(event) => {
            setText(event.currentTarget.value);
            filling.reset();
          }}
        />
        <Button type="submit" size="sm" disabled={text.trim() === ""} loading={filling.isPending}>
          Fill {keys.length === 1 ? "the row" : `${keys.length} rows`}
        </Button>
        <Button size="sm" variant="subtle" color="gray" onClick={props.onClose}>
          Cancel
        </Button>
      </div>
      {preview.data && formula !== "" && (
        <table className={classes.preview}>
          <caption>{keys.length > SHOWN ? `The first ${SHOWN} rows` : "What it gives"}</caption>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">{field.label}</th>
            </tr>
          </thead>
          <tbody>
            {preview.data.values.map(({ id, value }) => (
              <tr key={id}>
                <td>{shortKey(id)}</td>
                <td>{value === null ? <em>empty</em> : cellLabel(value, shown, column.context)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </form>
  );
}

import { Button, Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import { type FormRefusal, useFormRefusal } from "../../../components/use-form-refusal.ts";
import type { NewModel } from "../actions/model-actions.ts";
import classes from "./ModelNameForm.module.css";

interface Props {
  /** Gives back why it was refused. */
  readonly onAdd: (model: NewModel) => FormRefusal | undefined;
  readonly onCancel: () => void;
}

/** A new model begins with what one of it and many of it are called. */
export function ModelNameForm({ onAdd, onCancel }: Props) {
  const [label, setLabel] = useState("");
  const [plural, setPlural] = useState("");
  const [withPagesAndApi, setWithPagesAndApi] = useState(true);
  const refusal = useFormRefusal(["pluralLabel"]);
  return (
    <form
      ref={refusal.form}
      className={classes.form}
      aria-label="New model"
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") onCancel();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (label.trim() !== "")
          refusal.show(onAdd({ label: label.trim(), pluralLabel: plural.trim(), withPagesAndApi }));
      }}
    >
      <TextInput
        label="One of them is called"
        placeholder="Book"
        value={label}
        error={refusal.of()}
        autoFocus
        required
        onChange={(event) => {
          refusal.clear();
          setLabel(event.currentTarget.value);
        }}
      />
      <TextInput
        label="Many of them"
        placeholder="Books"
        description="For titles of lists and the address in the API. Optional."
        value={plural}
        error={refusal.of("pluralLabel")}
        onChange={(event) => {
          refusal.clear();
          setPlural(event.currentTarget.value);
        }}
      />
      <Checkbox
        label="With pages and API"
        description="A list page, a page for each row, and a REST API. Nobody sees rows before you say who may."
        checked={withPagesAndApi}
        onChange={(event) => setWithPagesAndApi(event.currentTarget.checked)}
      />
      <div className={classes.actions}>
        <Button variant="subtle" color="gray" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" disabled={label.trim() === ""}>
          Add model
        </Button>
      </div>
    </form>
  );
}

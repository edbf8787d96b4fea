import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useModelsUi } from "../models-ui.ts";
import { useModelActions } from "../use-model-actions.tsx";
import classes from "./FirstModel.module.css";

/** The first model of an app, named in the empty place itself. */
export function FirstModel() {
  const set = useModelsUi((ui) => ui.set);
  const actions = useModelActions();
  const [label, setLabel] = useState("");
  const [plural, setPlural] = useState("");
  return (
    <form
      className={classes.first}
      aria-label="New model"
      onKeyDown={(event) => event.key === "Escape" && set({ isNamingModel: false })}
      onSubmit={(event) => {
        event.preventDefault();
        if (label.trim() !== "")
          actions.addModel({ label: label.trim(), pluralLabel: plural.trim(), at: { x: 0, y: 0 } });
      }}
    >
      <TextInput
        label="One of them is called"
        placeholder="Book"
        value={label}
        maxLength={200}
        autoFocus
        required
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <TextInput
        label="Many of them"
        placeholder="Books"
        description="For titles of lists and the address in the API. Optional."
        value={plural}
        maxLength={200}
        onChange={(event) => setPlural(event.currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button variant="subtle" color="gray" onClick={() => set({ isNamingModel: false })}>
          Cancel
        </Button>
        <Button type="submit" disabled={label.trim() === ""}>
          Add model
        </Button>
      </div>
    </form>
  );
}

import { useState } from "react";
import { useModelsUi } from "../models-ui.ts";
import { useModelActions } from "../use-model-actions.tsx";
import classes from "./ModelList.module.css";

/** A model's label, then Enter: it is there, and its first field is being asked for. */
export function NewModelRow() {
  const set = useModelsUi((ui) => ui.set);
  const actions = useModelActions();
  const [label, setLabel] = useState("");
  const close = () => set({ isNamingModel: false });
  const add = () => (label.trim() === "" ? close() : actions.addModel({ label: label.trim() }));
  return (
    <input
      className={classes.newModel}
      aria-label="Label of the new model"
      placeholder="Book, then Enter"
      value={label}
      maxLength={200}
      // biome-ignore lint/a11y/noAutofocus: it opens because the person asked for a model
      autoFocus
      onChange={(event) => setLabel(event.currentTarget.value)}
      onBlur={() => label.trim() === "" && close()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") add();
        if (event.key === "Escape") close();
      }}
    />
  );
}

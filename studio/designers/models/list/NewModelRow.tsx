import { Checkbox } from "@mantine/core";
import { useId, useState } from "react";
import { Refusal } from "../../../components/Refusal.tsx";
import { useCommitted } from "../../../draft-session/react/use-committed.ts";
import { useModelsUi } from "../models-ui.ts";
import { useModelActions } from "../use-model-actions.ts";
import classes from "./ModelList.module.css";

/** A model's label, then Enter: it is there, and its first field is being asked for. */
export function NewModelRow() {
  const set = useModelsUi((ui) => ui.set);
  const actions = useModelActions();
  const refusalId = useId();
  const [withPagesAndApi, setWithPagesAndApi] = useState(true);
  const input = useCommitted("", (label) => actions.addModel({ label: label.trim(), withPagesAndApi })?.message);
  const close = () => set({ isNamingModel: false });
  const isEmpty = input.value.trim() === "";
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what its input and its checkbox are sent
    <div
      onBlur={(event) => {
        if (isEmpty && !event.currentTarget.contains(event.relatedTarget)) close();
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") close();
      }}
    >
      <input
        className={classes.newModel}
        aria-label="Label of the new model"
        aria-invalid={input.refusal !== undefined || undefined}
        aria-describedby={input.refusal === undefined ? undefined : refusalId}
        placeholder="Book, then Enter"
        value={input.value}
        // biome-ignore lint/a11y/noAutofocus: it opens because the person asked for a model
        autoFocus
        onChange={(event) => input.set(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          if (isEmpty) close();
          else input.commit();
        }}
      />
      <Checkbox
        className={classes.withPages ?? ""}
        size="xs"
        label="With pages and API"
        checked={withPagesAndApi}
        onChange={(event) => setWithPagesAndApi(event.currentTarget.checked)}
      />
      {input.refusal === undefined ? null : (
        <div className={classes.refusal}>
          <Refusal id={refusalId} message={input.refusal} />
        </div>
      )}
    </div>
  );
}

import { useId } from "react";
import { Refusal } from "../../../components/Refusal.tsx";
import { useCommitted } from "../../../draft-session/react/use-committed.ts";
import { useModelsUi } from "../models-ui.ts";
import { useModelActions } from "../use-model-actions.tsx";
import classes from "./ModelList.module.css";

/** A model's label, then Enter: it is there, and its first field is being asked for. */
export function NewModelRow() {
  const set = useModelsUi((ui) => ui.set);
  const actions = useModelActions();
  const refusalId = useId();
  const input = useCommitted("", (label) => actions.addModel({ label: label.trim() })?.message);
  const close = () => set({ isNamingModel: false });
  const isEmpty = input.value.trim() === "";
  return (
    <>
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
        onBlur={() => isEmpty && close()}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Enter") {
            if (isEmpty) close();
            else input.commit();
          }
          if (event.key === "Escape") close();
        }}
      />
      {input.refusal === undefined ? null : (
        <div className={classes.refusal}>
          <Refusal id={refusalId} message={input.refusal} />
        </div>
      )}
    </>
  );
}

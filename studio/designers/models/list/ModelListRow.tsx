import { IconTable } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { ModelRecord } from "#engine/definition/records/model";
import { ProblemDot } from "../../../components/ProblemDot.tsx";
import { useDraftPart, usePendingStateOf, useProblemsOf } from "../../../draft-session/react/use-draft.ts";
import { ModelPresenceDots } from "../../../presence/PresenceMark.tsx";
import { useModelsUi } from "../models-ui.ts";
import { InlineRename } from "../parts/InlineRename.tsx";
import { useModelActions } from "../use-model-actions.ts";
import { useModelsPlace } from "../use-models-place.ts";
import classes from "./ModelList.module.css";

interface Props {
  readonly model: ModelRecord;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly onKey: (event: KeyboardEvent) => void;
}

/** A model in the list: a button, or an input while it is being renamed. */
export function ModelListRow(props: Props) {
  const isRenaming = useModelsUi((ui) => ui.renaming === props.model.id);
  const [wasRenamed, setWasRenamed] = useState(false);
  return isRenaming ? (
    <RenamedModel model={props.model} onClose={() => setWasRenamed(true)} />
  ) : (
    <ModelButton {...props} takesFocus={wasRenamed} onFocusTaken={() => setWasRenamed(false)} />
  );
}

function RenamedModel({ model, onClose }: { readonly model: ModelRecord; readonly onClose: () => void }) {
  const actions = useModelActions();
  const set = useModelsUi((ui) => ui.set);
  return (
    <li className={classes.model}>
      <InlineRename
        label={`Label of model ${model.label}`}
        value={model.label}
        onSave={(label) => actions.renameModel(model.id, label)}
        onClose={() => {
          set({ renaming: undefined });
          onClose();
        }}
      />
    </li>
  );
}

function ModelButton(props: Props & { readonly takesFocus: boolean; readonly onFocusTaken: () => void }) {
  const { model, isSelected, isTabStop, onKey, takesFocus, onFocusTaken } = props;
  const place = useModelsPlace();
  const actions = useModelActions();
  const set = useModelsUi((ui) => ui.set);
  const fields = useDraftPart((view) => view.reader.fields(model.id).length);
  const state = usePendingStateOf(model.id);
  const [problem] = useProblemsOf(model.id);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!takesFocus) return;
    onFocusTaken();
    button.current?.focus();
  }, [takesFocus, onFocusTaken]);
  return (
    <li>
      <button
        ref={button}
        type="button"
        className={classes.model}
        data-model={model.id}
        data-state={state}
        aria-current={isSelected ? "true" : undefined}
        tabIndex={isTabStop ? 0 : -1}
        onClick={() => place.select({ modelId: model.id })}
        onDoubleClick={() => set({ renaming: model.id })}
        onKeyDown={(event) => {
          if (event.key === "F2") set({ renaming: model.id });
          else if ((event.key === "Delete" || event.key === "Backspace") && isSelected) actions.deleteModel(model.id);
          else onKey(event);
        }}
      >
        <IconTable size={16} stroke={1.5} aria-hidden="true" />
        <span className={classes.label}>{model.label}</span>
        <ModelPresenceDots modelId={model.id} />
        <ProblemDot problem={problem} />
        <span className={classes.count}>
          {fields}
          <span className="visually-hidden"> fields</span>
        </span>
      </button>
    </li>
  );
}

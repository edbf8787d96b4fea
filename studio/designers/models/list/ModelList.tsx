import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowLeft, IconPlus, IconTable } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { ModelId } from "#engine/definition/ids";
import type { ModelRecord } from "#engine/definition/records/model";
import { Kbd } from "../../../components/Kbd.tsx";
import { hasCommandKey, hasNoModifier, isTyping } from "../../../components/platform-keys.ts";
import { useScreenKeys } from "../../../components/use-screen-keys.ts";
import {
  useDraftPart,
  usePendingChanges,
  usePendingStateOf,
  useProblemsOf,
  useReader,
} from "../../../draft-session/react/use-draft.ts";
import { ModelPresenceDots } from "../../../presence/PresenceMark.tsx";
import { IfMay } from "../../../session/IfMay.tsx";
import { useUiStore } from "../../../session/ui-store.ts";
import { useModelsUi } from "../models-ui.ts";
import { FromFile } from "../parts/FromFile.tsx";
import { InlineRename } from "../parts/InlineRename.tsx";
import { ViewSwitch } from "../parts/ViewSwitch.tsx";
import { useModelActions } from "../use-model-actions.tsx";
import { useModelsPlace } from "../use-models-place.ts";
import { FieldTable } from "./FieldTable.tsx";
import classes from "./ModelList.module.css";
import { NewModelRow } from "./NewModelRow.tsx";

/** Everything the canvas can do, as two tables: models at the left, the fields of one at the right. */
export function ModelList() {
  const reader = useReader();
  const place = useModelsPlace();
  const actions = useModelActions();
  const isLive = useDraftPart((view) => view.live !== undefined);
  const changes = usePendingChanges();
  const isNaming = useModelsUi((ui) => ui.isNamingModel);
  const set = useModelsUi((ui) => ui.set);
  const list = useRef<HTMLUListElement>(null);
  const removed = isLive ? changes.removed.filter((record): record is ModelRecord => record.kind === "model") : [];
  const model = place.modelId ? reader.model(place.modelId) : undefined;

  const focusModel = (id: ModelId | undefined) =>
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-model="${id}"]`)?.focus());

  const view = useRef<HTMLDivElement>(null);
  useScreenKeys(view, (event) => {
    if (isTyping(event.target)) return;
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (hasCommandKey(event) && event.key.toLowerCase() === "d" && place.modelId) {
      if (place.fieldId) actions.duplicateField(place.fieldId);
      else actions.duplicateModel(place.modelId);
      return done();
    }
    if (!hasNoModifier(event)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "l") place.show("canvas");
    else if (key === "m") set({ isNamingModel: true });
    else if (key === "f" && place.modelId) set({ addingFieldTo: place.modelId });
    else if (key === "/") useUiStore.getState().setPaletteOpen(true);
    else if (key === "Escape" && place.fieldId) place.select({ modelId: place.modelId });
    else return;
    done();
  });

  return (
    <div ref={view} className={classes.view} data-open={model ? true : undefined}>
      <section className={classes.models} aria-label="List of models">
        <div className={classes.switch}>
          <ViewSwitch />
          <IfMay action="importFile">
            <FromFile />
          </IfMay>
        </div>
        <header className={classes.head}>
          <h2>Models</h2>
          <span className={classes.count}>{reader.models.length}</span>
          <IfMay action="edit">
            <Tooltip
              label={
                <>
                  Add a model <Kbd keys="M" />
                </>
              }
            >
              <ActionIcon aria-label="Add a model" onClick={() => set({ isNamingModel: true })}>
                <IconPlus size={16} stroke={1.75} />
              </ActionIcon>
            </Tooltip>
          </IfMay>
        </header>
        <ul ref={list} className={classes.list}>
          {reader.models.map((each, index) => (
            <ModelRow
              key={each.id}
              model={each}
              isSelected={each.id === place.modelId}
              isTabStop={place.modelId ? each.id === place.modelId : index === 0}
              onKey={(event) => {
                const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
                if (step === 0) return;
                event.preventDefault();
                if (event.altKey) {
                  actions.moveModel(each.id, step);
                  focusModel(each.id);
                  return;
                }
                const next = reader.models[index + step]?.id;
                if (!next) return;
                place.select({ modelId: next });
                focusModel(next);
              }}
            />
          ))}
          {removed.map((each) => (
            <li key={each.id} className={classes.removed}>
              <IconTable size={16} stroke={1.5} aria-hidden="true" />
              <del>{each.label}</del>
              <IfMay action="edit">
                <Tooltip label={`Restore ${each.label}`}>
                  <ActionIcon size="sm" aria-label={`Restore ${each.label}`} onClick={() => actions.restore(each.id)}>
                    <IconArrowBackUp size={14} stroke={1.75} />
                  </ActionIcon>
                </Tooltip>
              </IfMay>
            </li>
          ))}
        </ul>
        <IfMay action="edit">
          {isNaming ? (
            <NewModelRow />
          ) : (
            <button type="button" className={classes.add} onClick={() => set({ isNamingModel: true })}>
              <IconPlus size={14} stroke={1.75} aria-hidden="true" /> Add model
            </button>
          )}
        </IfMay>
      </section>
      {model ? (
        <section className={classes.fields} aria-label={`Fields of ${model.label}`}>
          <header className={classes.head}>
            <Button
              className={classes.back ?? ""}
              size="sm"
              variant="subtle"
              color="gray"
              leftSection={<IconArrowLeft size={16} stroke={1.5} />}
              onClick={() => place.select({})}
            >
              Models
            </Button>
            <h2>{model.label}</h2>
            <code className={classes.name}>{model.name}</code>
          </header>
          <FieldTable model={model} />
        </section>
      ) : (
        <p className={classes.choose}>Choose a model to see its fields.</p>
      )}
    </div>
  );
}

function ModelRow(props: {
  readonly model: ModelRecord;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly onKey: (event: KeyboardEvent) => void;
}) {
  const { model, isSelected, isTabStop, onKey } = props;
  const place = useModelsPlace();
  const actions = useModelActions();
  const set = useModelsUi((ui) => ui.set);
  const isRenaming = useModelsUi((ui) => ui.renaming === model.id);
  const fields = useDraftPart((view) => view.reader.fields(model.id).length);
  const state = usePendingStateOf(model.id);
  const [problem] = useProblemsOf(model.id);
  const [hadFocus, setHadFocus] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isRenaming && hadFocus) {
      setHadFocus(false);
      button.current?.focus();
    }
  }, [isRenaming, hadFocus]);
  if (isRenaming) {
    return (
      <li className={classes.model}>
        <InlineRename
          label={`Label of model ${model.label}`}
          value={model.label}
          onSave={(label) => actions.renameModel(model.id, label)}
          onClose={() => {
            set({ renaming: undefined });
            setHadFocus(true);
          }}
        />
      </li>
    );
  }
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
        {problem ? <span className={classes.dot} data-severity={problem.severity} title={problem.message} /> : null}
        <span className={classes.count}>
          {fields}
          <span className="visually-hidden"> fields</span>
        </span>
      </button>
    </li>
  );
}

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconPlus, IconTable } from "@tabler/icons-react";
import { type KeyboardEvent, useRef } from "react";
import type { ModelId } from "#engine/definition/ids";
import type { ModelRecord } from "#engine/definition/records/model";
import { Kbd } from "../../../components/Kbd.tsx";
import { useReader, useRemovedModels } from "../../../draft-session/react/use-draft.ts";
import { IfMay } from "../../../session/IfMay.tsx";
import { useModelsUi } from "../models-ui.ts";
import { FromFile } from "../parts/FromFile.tsx";
import { ViewSwitch } from "../parts/ViewSwitch.tsx";
import { useModelActions } from "../use-model-actions.ts";
import { useModelsPlace } from "../use-models-place.ts";
import classes from "./ModelList.module.css";
import { ModelListRow } from "./ModelListRow.tsx";
import { NewModelRow } from "./NewModelRow.tsx";

/** The models at the left of the list: ↑ and ↓ move among them, ⌥↑ and ⌥↓ reorder them. */
export function ModelsPane() {
  const { models } = useReader();
  const removed = useRemovedModels();
  const place = useModelsPlace();
  const isNaming = useModelsUi((ui) => ui.isNamingModel);
  const set = useModelsUi((ui) => ui.set);
  const list = useRef<HTMLUListElement>(null);
  const pressed = useModelKeys((id) => list.current?.querySelector<HTMLElement>(`[data-model="${id}"]`)?.focus());
  return (
    <section className={classes.models} aria-label="List of models">
      <div className={classes.switch}>
        <ViewSwitch />
        <IfMay action="importFile">
          <FromFile />
        </IfMay>
      </div>
      <Head count={models.length} />
      <ul ref={list} className={classes.list}>
        {models.map((model, index) => (
          <ModelListRow
            key={model.id}
            model={model}
            isSelected={model.id === place.modelId}
            isTabStop={place.modelId ? model.id === place.modelId : index === 0}
            onKey={(event) => pressed(model, event)}
          />
        ))}
        {removed.map((model) => (
          <RemovedModel key={model.id} model={model} />
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
  );
}

function useModelKeys(focus: (id: ModelId) => void): (model: ModelRecord, event: KeyboardEvent) => void {
  const { models } = useReader();
  const place = useModelsPlace();
  const actions = useModelActions();
  const focusDrawn = (id: ModelId) => requestAnimationFrame(() => focus(id));
  return (model, event) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    if (event.altKey) {
      actions.moveModel(model.id, step);
      focusDrawn(model.id);
      return;
    }
    const next = models[models.indexOf(model) + step]?.id;
    if (!next) return;
    place.select({ modelId: next });
    focusDrawn(next);
  };
}

function Head({ count }: { readonly count: number }) {
  const set = useModelsUi((ui) => ui.set);
  return (
    <header className={classes.head}>
      <h2>Models</h2>
      <span className={classes.count}>{count}</span>
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
  );
}

/** A model that is live and was deleted in the draft. */
function RemovedModel({ model }: { readonly model: ModelRecord }) {
  const { restore } = useModelActions();
  return (
    <li className={classes.removed}>
      <IconTable size={16} stroke={1.5} aria-hidden="true" />
      <del>{model.label}</del>
      <IfMay action="edit">
        <Tooltip label={`Restore ${model.label}`}>
          <ActionIcon size="sm" aria-label={`Restore ${model.label}`} onClick={() => restore(model.id)}>
            <IconArrowBackUp size={14} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </IfMay>
    </li>
  );
}

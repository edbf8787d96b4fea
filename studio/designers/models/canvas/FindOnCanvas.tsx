import { IconTable } from "@tabler/icons-react";
import { useReactFlow } from "@xyflow/react";
import { type KeyboardEvent, useId, useState } from "react";
import type { FieldId, ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { motion } from "../../../canvas/motion.ts";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import { editorOf } from "../../../field-editors/field-editors.ts";
import { useModelsUi } from "../models-ui.ts";
import { useModelsPlace } from "../use-models-place.ts";
import classes from "./FindOnCanvas.module.css";

interface Found {
  readonly modelId: ModelId;
  readonly fieldId?: FieldId;
  readonly label: string;
  readonly of: string;
}

/** `/`: finds a model or a field by label or name and goes there. */
export function FindOnCanvas() {
  const isSearching = useModelsUi((ui) => ui.isSearching);
  return isSearching ? <Find /> : null;
}

function Find() {
  const reader = useReader();
  const set = useModelsUi((ui) => ui.set);
  const goTo = useGoTo();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const found = find(reader, text);
  const current = Math.min(at, found.length - 1);
  const close = () => set({ isSearching: false });
  const go = (hit: Found | undefined) => {
    if (!hit) return;
    goTo(hit);
    close();
  };
  const pressed = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
    if (event.key === "Enter") go(found[current]);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setAt((current + (event.key === "ArrowDown" ? 1 : found.length - 1)) % Math.max(found.length, 1));
    }
  };
  return (
    <search className={classes.find}>
      <input
        className={classes.input}
        role="combobox"
        aria-label="Find a model or a field"
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-activedescendant={found[current] ? optionId(listId, current) : undefined}
        placeholder="Find a model or a field"
        // biome-ignore lint/a11y/noAutofocus: it opens because the person asked to search
        autoFocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onBlur={close}
        onKeyDown={pressed}
      />
      {text.trim() === "" ? null : <FoundList id={listId} found={found} current={current} onChoose={go} />}
    </search>
  );
}

/** Selects a model or a field, and brings it into view. */
function useGoTo(): (hit: Found) => void {
  const place = useModelsPlace();
  const flow = useReactFlow();
  return ({ modelId, fieldId }) => {
    place.select({ modelId, ...(fieldId ? { fieldId } : {}) });
    void flow.fitView({ nodes: [{ id: modelId }], maxZoom: 1, padding: 0.4, duration: motion() });
  };
}

const optionId = (listId: string, index: number): string => `${listId}-${index}`;

/** The list is worked from the input: aria-activedescendant. */
function FoundList(props: {
  readonly id: string;
  readonly found: readonly Found[];
  readonly current: number;
  readonly onChoose: (hit: Found) => void;
}) {
  const { id, found, current, onChoose } = props;
  return (
    <div className={classes.list} role="listbox" id={id} aria-label="Found">
      {found.map((hit, index) => (
        <FoundOption
          key={hit.fieldId ?? hit.modelId}
          id={optionId(id, index)}
          hit={hit}
          isCurrent={index === current}
          onChoose={() => onChoose(hit)}
        />
      ))}
      {found.length === 0 ? <p className={classes.none}>Nothing is called that.</p> : null}
    </div>
  );
}

function FoundOption(props: {
  readonly id: string;
  readonly hit: Found;
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
}) {
  const { id, hit, isCurrent, onChoose } = props;
  const reader = useReader();
  const field = hit.fieldId && reader.field(hit.fieldId);
  const HitIcon = field ? editorOf(field.type).icon : IconTable;
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      className={classes.hit}
      onMouseDown={(event) => {
        event.preventDefault();
        onChoose();
      }}
    >
      <HitIcon size={16} stroke={1.5} aria-hidden="true" />
      <span className={classes.label}>{hit.label}</span>
      <span className={classes.of}>{hit.of}</span>
    </div>
  );
}

const MOST = 12;

function find(reader: DefinitionReader, text: string): readonly Found[] {
  const words = text.trim().toLowerCase();
  if (words === "") return [];
  const matches = (record: { label: string; name: string }) =>
    record.label.toLowerCase().includes(words) || record.name.includes(words);
  const models: Found[] = reader.models
    .filter(matches)
    .map((model) => ({ modelId: model.id, label: model.label, of: model.name }));
  const fields: Found[] = reader.models.flatMap((model) =>
    reader
      .fields(model.id)
      .filter(matches)
      .map((field) => ({ modelId: model.id, fieldId: field.id, label: field.label, of: model.label })),
  );
  return [...models, ...fields].slice(0, MOST);
}

import { type RefObject, useId, useRef, useState } from "react";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import type { LooseFieldType } from "#engine/definition/records/field";
import { Refusal } from "../../../components/Refusal.tsx";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import { useModelActions } from "../use-model-actions.ts";
import classes from "./AddField.module.css";
import { guessType } from "./guess-type.ts";
import { TypePicker } from "./TypePicker.tsx";

interface Props {
  readonly modelId: ModelId;
  /** `byKey`: the person closed it, and the focus has to go somewhere. */
  readonly onDone: (how?: "byKey") => void;
  readonly look: "node" | "row";
}

/** Fields, one after the other: the label, Tab, the type by typing, Enter adds it and begins the next. */
export function AddField({ modelId, onDone, look }: Props) {
  const reader = useReader();
  const input = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFieldSetElement>(null);
  const field = useNewField({ modelId, reader, focus: () => input.current?.focus() });
  const refusalId = useId();
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: it only keeps the click from selecting the node beneath
    <fieldset
      ref={form}
      className={`${classes.add} nodrag nopan`}
      data-look={look}
      aria-label="New field"
      onClick={(event) => event.stopPropagation()}
      onBlur={(event) => {
        // The list of types is in a portal of its own, where the focus never goes.
        if (field.isEmpty && !form.current?.contains(event.relatedTarget)) onDone();
      }}
    >
      <LabelInput input={input} field={field} refusalId={refusalId} onDone={() => onDone("byKey")} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps keys from the canvas beneath */}
      <div className={classes.type} onKeyDown={(event) => event.stopPropagation()}>
        <TypePicker
          look="quiet"
          label="Type of the new field"
          value={field.type}
          guess={field.guess}
          reader={reader}
          onChange={field.choose}
          onEnter={field.add}
          onEscape={() => onDone("byKey")}
        />
      </div>
      {field.refusal === undefined ? null : (
        <div className={classes.refusal}>
          <Refusal id={refusalId} message={field.refusal} />
        </div>
      )}
    </fieldset>
  );
}

/** What the new field is to be; its type is guessed from the label until one is chosen. */
function useNewField(props: {
  readonly modelId: ModelId;
  readonly reader: DefinitionReader;
  readonly focus: () => void;
}) {
  const { modelId, reader, focus } = props;
  const actions = useModelActions();
  const [label, setLabel] = useState("");
  const [chosen, setChosen] = useState<LooseFieldType>();
  const [refusal, setRefusal] = useState<string>();
  const isEmpty = label.trim() === "";
  const others = reader.models.filter(({ id }) => id !== modelId);
  const guess = guessType(label, others);
  return {
    label,
    isEmpty,
    type: chosen ?? guess,
    guess: isEmpty ? undefined : guess,
    refusal,
    setLabel: (text: string) => {
      setRefusal(undefined);
      setLabel(text);
    },
    choose: setChosen,
    add: (type: LooseFieldType) => {
      if (isEmpty) return focus();
      const refused = actions.addField({ modelId, label: label.trim(), type });
      setRefusal(refused);
      if (refused === undefined) {
        setLabel("");
        setChosen(undefined);
      }
      focus();
    },
  };
}

function LabelInput(props: {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly field: ReturnType<typeof useNewField>;
  readonly refusalId: string;
  readonly onDone: () => void;
}) {
  const { input, field, refusalId, onDone } = props;
  return (
    <input
      ref={input}
      className={classes.label}
      aria-label="Label of the new field"
      placeholder="Label, then Tab"
      aria-invalid={field.refusal !== undefined || undefined}
      aria-describedby={field.refusal === undefined ? undefined : refusalId}
      value={field.label}
      // biome-ignore lint/a11y/noAutofocus: it opens because the person asked for a field
      autoFocus
      onChange={(event) => field.setLabel(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") {
          event.preventDefault();
          if (field.isEmpty) onDone();
          else field.add(field.type);
        }
        if (event.key === "Escape") onDone();
      }}
    />
  );
}

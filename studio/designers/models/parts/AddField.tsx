import { useId, useRef, useState } from "react";
import type { ModelId } from "#engine/definition/ids";
import type { LooseFieldType } from "#engine/definition/records/field";
import { Refusal } from "../../../components/Refusal.tsx";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import { useModelActions } from "../use-model-actions.tsx";
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
  const actions = useModelActions();
  const [label, setLabel] = useState("");
  const [chosen, setChosen] = useState<LooseFieldType>();
  const [refusal, setRefusal] = useState<string>();
  const refusalId = useId();
  const input = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFieldSetElement>(null);
  const type = chosen ?? guessType(label);
  const add = (wanted: LooseFieldType) => {
    if (label.trim() === "") return input.current?.focus();
    const refused = actions.addField({ modelId, label: label.trim(), type: wanted });
    setRefusal(refused);
    if (refused === undefined) {
      setLabel("");
      setChosen(undefined);
    }
    input.current?.focus();
  };
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
        if (label.trim() === "" && !form.current?.contains(event.relatedTarget)) onDone();
      }}
    >
      <input
        ref={input}
        className={classes.label}
        aria-label="Label of the new field"
        placeholder="Label, then Tab"
        aria-invalid={refusal !== undefined || undefined}
        aria-describedby={refusal === undefined ? undefined : refusalId}
        value={label}
        // biome-ignore lint/a11y/noAutofocus: it opens because the person asked for a field
        autoFocus
        onChange={(event) => {
          setRefusal(undefined);
          setLabel(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Enter") {
            event.preventDefault();
            if (label.trim() === "") onDone("byKey");
            else add(type);
          }
          if (event.key === "Escape") onDone("byKey");
        }}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps keys from the canvas beneath */}
      <div className={classes.type} onKeyDown={(event) => event.stopPropagation()}>
        <TypePicker
          look="quiet"
          label="Type of the new field"
          value={type}
          reader={reader}
          onChange={setChosen}
          onEnter={add}
          onEscape={() => onDone("byKey")}
        />
      </div>
      {refusal === undefined ? null : (
        <div className={classes.refusal}>
          <Refusal id={refusalId} message={refusal} />
        </div>
      )}
    </fieldset>
  );
}

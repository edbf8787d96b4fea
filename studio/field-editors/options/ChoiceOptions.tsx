import { TextInput } from "@mantine/core";
import { useId, useState } from "react";
import { addChoices, removeChoice, reorderChoice } from "#engine/edits/commands/choices";
import { randomBytes } from "../../api/random.ts";
import { describedIn, FieldRow, refusalId } from "../../components/FieldRow.tsx";
import { Refusal } from "../../components/Refusal.tsx";
import { useDraftActions, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import type { OptionsProps } from "../field-editor.ts";
import { ChoiceRow } from "./ChoiceRow.tsx";
import classes from "./options.module.css";

/** The list of a choice field, written in place. Pasted lines become choices; ⌥↑ and ⌥↓ move one. */
export function ChoiceOptions({ field, reader }: OptionsProps) {
  const { apply } = useDraftActions();
  const problems = useProblemsOf(field.id, "choices");
  const choices = reader.choices(field.id);
  const move = (index: number, step: -1 | 1) => {
    const choice = choices[index];
    const neighbour = choices[index + step];
    if (!choice || !neighbour) return;
    const place = step < 0 ? { before: neighbour.id } : { after: neighbour.id };
    apply(reorderChoice(reader, { choiceId: choice.id, place }));
  };
  return (
    <FieldRow
      label="Choices"
      help="Left: the label that people see. Right: the value that is stored."
      problems={problems}
    >
      <ul className={classes.choices}>
        {choices.map((choice, index) => (
          <ChoiceRow
            key={choice.id}
            choice={choice}
            reader={reader}
            onMove={(step) => move(index, step)}
            onRemove={() => apply(removeChoice(reader, { choiceId: choice.id }))}
          />
        ))}
      </ul>
      <AddChoice
        field={field}
        reader={reader}
        placeholder={choices.length === 0 ? "In stock, then Enter" : "Add a choice"}
      />
    </FieldRow>
  );
}

/** Adds what is typed by Enter or by leaving the input, and pasted lines at once. */
function AddChoice({
  field,
  reader,
  placeholder,
}: Pick<OptionsProps, "field" | "reader"> & { readonly placeholder: string }) {
  const { attempt } = useDraftActions();
  const [typed, setTyped] = useState("");
  const [refusal, setRefusal] = useState<string>();
  const id = useId();
  const add = (text: string) => {
    const labels = text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "");
    const command = addChoices(reader, { fieldId: field.id, labels }, randomBytes);
    const isTaken = labels.length > 0 && command.taken.length === labels.length;
    const refused = isTaken ? `There is a choice "${command.taken[0]}" already.` : attempt(command);
    setRefusal(refused);
    if (refused === undefined) setTyped("");
  };
  return (
    <>
      <TextInput
        id={id}
        aria-label="Add a choice"
        placeholder={placeholder}
        value={typed}
        error={refusal !== undefined}
        attributes={describedIn(id, { refusal })}
        onChange={(event) => {
          setRefusal(undefined);
          setTyped(event.currentTarget.value);
        }}
        onPaste={(event) => {
          const text = event.clipboardData.getData("text");
          if (!text.includes("\n")) return;
          event.preventDefault();
          add(text);
        }}
        onBlur={() => add(typed)}
        onKeyDown={(event) => {
          if (event.key === "Enter") add(typed);
          if (event.key === "Escape" && typed !== "") {
            event.stopPropagation();
            setRefusal(undefined);
            setTyped("");
          }
        }}
      />
      {refusal === undefined ? null : <Refusal id={refusalId(id)} message={refusal} />}
    </>
  );
}

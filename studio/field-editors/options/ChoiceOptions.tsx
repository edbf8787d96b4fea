import { ActionIcon, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useId, useState } from "react";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ChoiceRecord } from "#engine/definition/records/field";
import { addChoices, removeChoice, reorderChoice } from "#engine/edits/commands/choices";
import { setProperty } from "#engine/edits/commands/fields";
import { randomBytes } from "../../api/random.ts";
import { describedIn, FieldRow, problemsId, refusalId } from "../../components/FieldRow.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { Refusal } from "../../components/Refusal.tsx";
import { useCommitted } from "../../draft-session/react/use-committed.ts";
import { useDraftActions, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import type { OptionsProps } from "../field-editor.ts";
import classes from "./options.module.css";

/** The list of a choice field, written in place. Pasted lines become choices; ⌥↑ and ⌥↓ move one. */
export function ChoiceOptions({ field, reader }: OptionsProps) {
  const { apply, attempt } = useDraftActions();
  const [typed, setTyped] = useState("");
  const [refusal, setRefusal] = useState<string>();
  const addId = useId();
  const problems = useProblemsOf(field.id, "choices");
  const choices = reader.choices(field.id);
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
    <FieldRow
      label="Choices"
      help="Left: the label that people see. Right: the value that is stored."
      problems={problems}
    >
      <ul className={classes.choices}>
        {choices.map((choice, index) => (
          <Choice
            key={choice.id}
            choice={choice}
            reader={reader}
            onMove={(step) => {
              const neighbour = choices[index + step];
              if (!neighbour) return;
              apply(
                reorderChoice(reader, {
                  choiceId: choice.id,
                  place: step < 0 ? { before: neighbour.id } : { after: neighbour.id },
                }),
              );
            }}
            onRemove={() => apply(removeChoice(reader, { choiceId: choice.id }))}
          />
        ))}
      </ul>
      <TextInput
        id={addId}
        aria-label="Add a choice"
        placeholder={choices.length === 0 ? "In stock, then Enter" : "Add a choice"}
        value={typed}
        error={refusal !== undefined}
        attributes={describedIn(addId, { refusal })}
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
      {refusal === undefined ? null : <Refusal id={refusalId(addId)} message={refusal} />}
    </FieldRow>
  );
}

function Choice({
  choice,
  reader,
  onMove,
  onRemove,
}: {
  readonly choice: ChoiceRecord;
  readonly reader: DefinitionReader;
  readonly onMove: (step: -1 | 1) => void;
  readonly onRemove: () => void;
}) {
  const { attempt } = useDraftActions();
  const problems = useProblemsOf(choice.id);
  const labelId = useId();
  const valueId = useId();
  const label = useCommitted(choice.label, (value) =>
    attempt(
      setProperty(reader, {
        id: choice.id,
        property: "label",
        value: value.trim(),
        label: `Rename choice ${choice.label}`,
      }),
    ),
  );
  const value = useCommitted(choice.value, (text) =>
    attempt(
      setProperty(reader, { id: choice.id, property: "value", value: text, label: `Change choice ${choice.label}` }),
    ),
  );
  const keys = (input: ReturnType<typeof useCommitted<string>>) => (event: React.KeyboardEvent) => {
    if (event.key === "Enter") input.commit();
    if (event.key === "Escape" && input.isChanged) {
      event.stopPropagation();
      input.reset();
    }
    if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      onMove(event.key === "ArrowUp" ? -1 : 1);
    }
  };
  return (
    <li>
      <div className={classes.choice}>
        <TextInput
          aria-label={`Label of choice ${choice.label}`}
          id={labelId}
          value={label.value}
          error={label.refusal !== undefined}
          attributes={describedIn(labelId, label)}
          onChange={(event) => label.set(event.currentTarget.value)}
          onBlur={label.commit}
          onKeyDown={keys(label)}
        />
        <div className={classes.value}>
          <TextInput
            aria-label={`Stored value of choice ${choice.label}`}
            id={valueId}
            value={value.value}
            error={value.refusal !== undefined || problems.length > 0}
            attributes={describedIn(valueId, { refusal: value.refusal, problems })}
            onChange={(event) => value.set(event.currentTarget.value)}
            onBlur={value.commit}
            onKeyDown={keys(value)}
          />
        </div>
        <ActionIcon size="sm" aria-label={`Delete choice ${choice.label}`} onClick={onRemove}>
          <IconX size={14} stroke={1.75} />
        </ActionIcon>
      </div>
      {label.refusal === undefined ? null : <Refusal id={refusalId(labelId)} message={label.refusal} />}
      {value.refusal === undefined ? null : <Refusal id={refusalId(valueId)} message={value.refusal} />}
      {problems.length === 0 ? null : (
        <div id={problemsId(valueId)}>
          {problems.map((problem) => (
            <ProblemNote key={problem.code} problem={problem} />
          ))}
        </div>
      )}
    </li>
  );
}

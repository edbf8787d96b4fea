import { ActionIcon, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useId, useState } from "react";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ChoiceRecord } from "#engine/definition/records/field";
import { addChoices, removeChoice, reorderChoice } from "#engine/edits/commands/choices";
import { setProperty } from "#engine/edits/commands/fields";
import { randomBytes } from "../../api/random.ts";
import { FieldRow } from "../../components/FieldRow.tsx";
import { useCommitted } from "../../components/use-committed.ts";
import { useDraftActions, useProblemsOf } from "../../draft-session/use-draft.ts";
import type { OptionsProps } from "../field-editor.ts";
import classes from "./options.module.css";

/** The list of a choice field, written in place. Pasted lines become choices; ⌥↑ and ⌥↓ move one. */
export function ChoiceOptions({ field, reader }: OptionsProps) {
  const { apply } = useDraftActions();
  const [typed, setTyped] = useState("");
  const addId = useId();
  const problems = useProblemsOf(field.id, "choices");
  const choices = reader.choices(field.id);
  const add = (text: string) => {
    const labels = text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== "");
    if (labels.length > 0) apply(addChoices(reader, { fieldId: field.id, labels }, randomBytes));
    setTyped("");
  };
  return (
    <FieldRow label="Choices" help="At the left what people read, at the right what is stored." problems={problems}>
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
        maxLength={200}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onPaste={(event) => {
          const text = event.clipboardData.getData("text");
          if (!text.includes("\n")) return;
          event.preventDefault();
          add(text);
        }}
        onBlur={() => add(typed)}
        onKeyDown={(event) => event.key === "Enter" && add(typed)}
      />
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
  const { apply } = useDraftActions();
  const problems = useProblemsOf(choice.id);
  const label = useCommitted(choice.label, (value) =>
    apply(
      setProperty(reader, {
        id: choice.id,
        property: "label",
        value: value.trim(),
        label: `Rename choice ${choice.label}`,
      }),
    ),
  );
  const value = useCommitted(choice.value, (text) =>
    apply(
      setProperty(reader, { id: choice.id, property: "value", value: text, label: `Change choice ${choice.label}` }),
    ),
  );
  const keys = (commit: () => void, reset: () => void) => (event: React.KeyboardEvent) => {
    if (event.key === "Enter") commit();
    if (event.key === "Escape") reset();
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
          value={label.value}
          maxLength={200}
          onChange={(event) => label.set(event.currentTarget.value)}
          onBlur={() => (label.value.trim() === "" ? label.reset() : label.commit())}
          onKeyDown={keys(label.commit, label.reset)}
        />
        <div className={classes.value}>
          <TextInput
            aria-label={`Stored value of choice ${choice.label}`}
            value={value.value}
            maxLength={100}
            error={problems.length > 0}
            onChange={(event) => value.set(event.currentTarget.value)}
            onBlur={() => (value.value === "" ? value.reset() : value.commit())}
            onKeyDown={keys(value.commit, value.reset)}
          />
        </div>
        <ActionIcon size="sm" aria-label={`Delete choice ${choice.label}`} onClick={onRemove}>
          <IconX size={14} stroke={1.75} />
        </ActionIcon>
      </div>
    </li>
  );
}

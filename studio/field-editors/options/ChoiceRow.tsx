import { ActionIcon, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useId } from "react";
import type { DefinitionReader } from "#engine/definition/reader";
import type { ChoiceRecord } from "#engine/definition/records/field";
import { setProperty } from "#engine/edits/commands/fields";
import type { Problem } from "#engine/problem";
import { describedIn, problemsId, refusalId } from "../../components/FieldRow.tsx";
import { ProblemNote } from "../../components/ProblemNote.tsx";
import { Refusal } from "../../components/Refusal.tsx";
import { useCommitted } from "../../draft-session/react/use-committed.ts";
import { useDraftActions, useProblemsOf } from "../../draft-session/react/use-draft.ts";
import { ChoiceMenu } from "./ChoiceMenu.tsx";
import classes from "./options.module.css";

interface Props {
  readonly choice: ChoiceRecord;
  readonly reader: DefinitionReader;
  readonly onMove: (step: -1 | 1) => void;
  readonly onRemove: () => void;
}

/** One choice: the label that people see, the value that is stored, and why one of them was refused. */
export function ChoiceRow({ choice, reader, onMove, onRemove }: Props) {
  const { attempt } = useDraftActions();
  const problems = useProblemsOf(choice.id);
  const labelId = useId();
  const valueId = useId();
  const set = (property: "label" | "value", value: string, label: string) =>
    attempt(setProperty(reader, { id: choice.id, property, value, label }));
  const label = useCommitted(choice.label, (text) => set("label", text.trim(), `Rename choice ${choice.label}`));
  const value = useCommitted(choice.value, (text) => set("value", text, `Change choice ${choice.label}`));
  return (
    <li>
      <div className={classes.choice}>
        <ChoiceInput id={labelId} label={`Label of choice ${choice.label}`} input={label} onMove={onMove} />
        <div className={classes.value}>
          <ChoiceInput
            id={valueId}
            label={`Stored value of choice ${choice.label}`}
            input={value}
            problems={problems}
            onMove={onMove}
          />
        </div>
        <ChoiceMenu choice={choice} reader={reader} />
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

function ChoiceInput(props: {
  readonly id: string;
  readonly label: string;
  readonly input: ReturnType<typeof useCommitted<string>>;
  readonly problems?: readonly Problem[];
  readonly onMove: (step: -1 | 1) => void;
}) {
  const { id, label, input, problems = [], onMove } = props;
  const pressed = (event: KeyboardEvent) => {
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
    <TextInput
      aria-label={label}
      id={id}
      value={input.value}
      error={input.refusal !== undefined || problems.length > 0}
      attributes={describedIn(id, { refusal: input.refusal, problems })}
      onChange={(event) => input.set(event.currentTarget.value)}
      onBlur={input.commit}
      onKeyDown={pressed}
    />
  );
}

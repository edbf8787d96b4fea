import type { ListedValue } from "#engine/field-types/field-uses";
import { ChoiceDot } from "../../field-editors/values/ChoiceDot.tsx";
import classes from "./grid.module.css";
import type { GridColumn } from "./grid-columns.ts";

/** The choices that match what was typed. */
export function ChoiceList(props: {
  readonly id: string;
  readonly label: string;
  readonly choices: readonly ListedValue[];
  readonly picked: number;
  readonly onChoose: (value: string) => void;
}) {
  const { id, label, choices, picked, onChoose } = props;
  return (
    <div id={id} role="listbox" tabIndex={-1} aria-label={label} className={classes.choices}>
      {choices.map((choice, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: arrows and Enter are heard by the input, which keeps the focus
        <div
          key={choice.value}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === picked}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(choice.value)}
        >
          <ChoiceDot colour={choice.colour} />
          {choice.label}
        </div>
      ))}
    </div>
  );
}

/** Choices whose label holds the text, those first that begin with it; not the retired ones. */
export function matchingChoices(column: GridColumn, text: string): readonly ListedValue[] {
  const wanted = text.trim().toLowerCase();
  const found = column.context.choices.filter(
    (choice) => !choice.retired && choice.label.toLowerCase().includes(wanted),
  );
  const begins = (choice: ListedValue) => choice.label.toLowerCase().startsWith(wanted);
  return [...found.filter(begins), ...found.filter((choice) => !begins(choice))].slice(0, 50);
}

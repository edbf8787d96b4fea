import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { fieldTypeOf, holdsChoices } from "#engine/field-types/registry";
import classes from "./grid.module.css";
import type { GridColumn } from "./grid-columns.ts";
import { useTakenOverOnLeave } from "./use-taken-over-on-leave.ts";

/** `away`: somebody clicked elsewhere, and the focus stays there. */
export type AfterEdit = "stay" | "away" | "down" | "right" | "left";

interface Props {
  readonly column: GridColumn;
  readonly initial: string;
  readonly selectAll: boolean;
  readonly onEnd: (text: string | undefined, then: AfterEdit) => void;
}

/**
 * The editor inside a cell. Enter and Tab take the text over and move on, Escape drops it, and so does nothing else: a
 * click elsewhere takes it over too. Long text and JSON get lines (⌥ or ⇧ with Enter breaks one).
 */
export function CellEditor(props: Props) {
  const { column, initial, selectAll } = props;
  const [text, setText] = useState(initial);
  const [picked, setPicked] = useState(-1);
  const input = useFocusedInput(selectAll);
  const lines = fieldTypeOf(column.field.type)?.input.lines;
  const isChosen = holdsChoices(column.field);
  const choices = isChosen ? matchingChoices(column, text === initial && selectAll ? "" : text) : [];
  const end = useEnd(props);
  useTakenOverOnLeave(() => {
    if (text !== initial || !selectAll) end(text, "away");
  });
  const pressed = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    const next = endOfKey(event, { hasLines: lines !== undefined });
    const step = choices.length > 0 ? stepOfKey(event) : undefined;
    if (next === undefined && step === undefined) return;
    event.preventDefault();
    if (next === "drop") end(undefined, "stay");
    else if (next) end(choices[picked]?.value ?? text, next);
    else if (step) setPicked((picked + step + choices.length) % choices.length);
  };
  const shared = {
    ref: input,
    value: text,
    className: lines === undefined ? classes.input : classes.lines,
    "aria-label": column.field.label,
    autoComplete: "off",
    spellCheck: lines === "prose",
    onKeyDown: pressed,
    onBlur: () => end(text, "away"),
    onChange: (event: { currentTarget: { value: string } }) => {
      setText(event.currentTarget.value);
      setPicked(-1);
    },
  } as const;
  if (lines !== undefined) return <textarea {...shared} rows={6} />;
  if (!isChosen) return <input {...shared} />;
  const listId = `${column.field.id}-choices`;
  return (
    <>
      <input
        {...shared}
        role="combobox"
        aria-expanded={choices.length > 0}
        aria-controls={listId}
        aria-activedescendant={picked >= 0 ? `${listId}-${picked}` : undefined}
      />
      <ChoiceList
        id={listId}
        label={`Choices of ${column.field.label}`}
        choices={choices}
        picked={picked}
        onChoose={(value) => end(value, "stay")}
      />
    </>
  );
}

/** The input has the focus: all of it selected, or the caret at its end. */
function useFocusedInput(selectAll: boolean) {
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = input.current;
    if (!element) return;
    element.focus();
    if (selectAll) element.select();
    else element.setSelectionRange(element.value.length, element.value.length);
  }, [selectAll]);
  return input;
}

/** Ends the editing, once: closing the editor blurs its input. */
function useEnd({ onEnd }: Pick<Props, "onEnd">): Props["onEnd"] {
  const ended = useRef(false);
  return (text, then) => {
    if (ended.current) return;
    ended.current = true;
    onEnd(text, then);
  };
}

/** Where a key that ends the editing leads; `drop`: the text is not taken over. */
function endOfKey(event: KeyboardEvent, { hasLines }: { readonly hasLines: boolean }): AfterEdit | "drop" | undefined {
  if (event.key === "Escape") return "drop";
  if (event.key === "Tab") return event.shiftKey ? "left" : "right";
  const breaksLine = hasLines && (event.altKey || event.shiftKey);
  return event.key === "Enter" && !breaksLine ? "down" : undefined;
}

const stepOfKey = ({ key }: KeyboardEvent): 1 | -1 | undefined =>
  key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : undefined;

interface ListedChoice {
  readonly value: string;
  readonly label: string;
}

function ChoiceList(props: {
  readonly id: string;
  readonly label: string;
  readonly choices: readonly ListedChoice[];
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
          {choice.label}
        </div>
      ))}
    </div>
  );
}

function matchingChoices(column: GridColumn, text: string): readonly ListedChoice[] {
  const wanted = text.trim().toLowerCase();
  return column.context.choices.filter((choice) => choice.label.toLowerCase().includes(wanted)).slice(0, 50);
}

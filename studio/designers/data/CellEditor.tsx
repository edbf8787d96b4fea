import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { fieldTypeOf, holdsChoices } from "#engine/field-types/registry";
import { Below } from "./Below.tsx";
import { CellCalendar } from "./CellCalendar.tsx";
import { ChoiceList, matchingChoices } from "./ChoiceList.tsx";
import { dayOf, holdsDay, withDay } from "./cell-day.ts";
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
 * click elsewhere takes it over too. Long text and JSON get lines (⌥ or ⇧ with Enter breaks one), choices a list, days a
 * calendar.
 */
export function CellEditor(props: Props) {
  if (holdsChoices(props.column.field)) return <ChoiceEditor {...props} />;
  if (holdsDay(props.column.field)) return <DayEditor {...props} />;
  return <TextEditor {...props} />;
}

function TextEditor(props: Props) {
  const edited = useEditedText(props);
  const lines = fieldTypeOf(props.column.field.type)?.input.lines;
  const pressed = (event: KeyboardEvent) => edited.press(event, { hasLines: lines !== undefined });
  if (lines === undefined) return <input {...edited.input} className={classes.input} onKeyDown={pressed} />;
  return (
    <textarea {...edited.input} className={classes.lines} spellCheck={lines === "prose"} rows={6} onKeyDown={pressed} />
  );
}

/** The first choice that matches what was typed is picked: Enter takes it. */
function ChoiceEditor(props: Props) {
  const { column } = props;
  const edited = useEditedText(props);
  const [moved, setMoved] = useState<number>();
  const choices = matchingChoices(column, edited.isTyped ? edited.text : "");
  const first = edited.isTyped && edited.text.trim() !== "" && choices.length > 0 ? 0 : -1;
  const picked = moved ?? first;
  const pressed = (event: KeyboardEvent) => {
    const step = stepOfKey(event);
    if (step !== undefined && choices.length > 0 && !event.nativeEvent.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      setMoved((picked + step + choices.length) % choices.length);
    } else edited.press(event, { text: choices[picked]?.value });
  };
  const listId = `${column.field.id}-choices`;
  return (
    <Below
      shown={
        choices.length > 0 && (
          <ChoiceList
            id={listId}
            label={`Choices of ${column.field.label}`}
            choices={choices}
            picked={picked}
            onChoose={(value) => edited.end(value, "stay")}
          />
        )
      }
    >
      <input
        {...edited.input}
        className={classes.input}
        role="combobox"
        aria-expanded={choices.length > 0}
        aria-controls={listId}
        aria-activedescendant={picked >= 0 ? `${listId}-${picked}` : undefined}
        onKeyDown={pressed}
        onChange={(event) => {
          setMoved(undefined);
          edited.input.onChange(event);
        }}
      />
    </Below>
  );
}

/** ↑ and ↓ go a day back and forth; the calendar beneath is for the mouse. */
function DayEditor(props: Props) {
  const { column } = props;
  const edited = useEditedText(props);
  const day = dayOf(edited.text, column);
  const pressed = (event: KeyboardEvent) => {
    const step = stepOfKey(event);
    if (step === undefined || event.nativeEvent.isComposing) return edited.press(event, {});
    event.preventDefault();
    event.stopPropagation();
    edited.write(withDay(edited.text, column, { days: step }));
  };
  return (
    <Below
      shown={
        <CellCalendar
          day={day}
          locale={column.context.locale}
          onPick={(picked) => edited.end(withDay(edited.text, column, { day: picked }), "stay")}
        />
      }
    >
      <input {...edited.input} className={classes.input} onKeyDown={pressed} />
    </Below>
  );
}

/** The text of the editor, and how it ends. */
function useEditedText(props: Props) {
  const { column, initial, selectAll } = props;
  const [text, setText] = useState(initial);
  const ref = useFocusedInput(selectAll);
  const end = useEnd(props);
  const isTyped = text !== initial || !selectAll;
  useTakenOverOnLeave(() => {
    if (isTyped) end(text, "away");
  });
  return {
    text,
    isTyped,
    end,
    write: setText,
    /** Ends the editing where the key means that; `text` is taken over in place of what was typed. */
    press(event: KeyboardEvent, options: { readonly hasLines?: boolean; readonly text?: string | undefined }) {
      event.stopPropagation();
      if (event.nativeEvent.isComposing) return;
      const next = endOfKey(event, { hasLines: options.hasLines === true });
      if (next === undefined) return;
      event.preventDefault();
      if (next === "drop") end(undefined, "stay");
      else end(options.text ?? text, next);
    },
    input: {
      ref,
      value: text,
      "aria-label": column.field.label,
      autoComplete: "off",
      spellCheck: false,
      onBlur: () => end(text, "away"),
      onChange: (event: { currentTarget: { value: string } }) => setText(event.currentTarget.value),
    },
  } as const;
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

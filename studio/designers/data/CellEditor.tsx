import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { fieldTypeOf, holdsChoices } from "#engine/field-types/registry";
import classes from "./grid.module.css";
import type { GridColumn } from "./grid-columns.ts";

/** `away`: somebody clicked elsewhere, and the focus stays there. */
export type AfterEdit = "stay" | "away" | "down" | "right" | "left";

/**
 * The editor inside a cell. Enter and Tab take the text over and move on, Escape drops it, and so does nothing else: a
 * click elsewhere takes it over too. Long text and JSON get lines (⌥ or ⇧ with Enter breaks one).
 */
export function CellEditor(props: {
  readonly column: GridColumn;
  readonly initial: string;
  readonly selectAll: boolean;
  readonly onEnd: (text: string | undefined, then: AfterEdit) => void;
}) {
  const { column } = props;
  const [text, setText] = useState(props.initial);
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const ended = useRef(false);
  const lines = fieldTypeOf(column.field.type)?.input.lines;
  const hasLines = lines !== undefined;
  const isChosen = holdsChoices(column.field);
  const options = isChosen ? matching(column, text === props.initial && props.selectAll ? "" : text) : [];
  const [picked, setPicked] = useState(-1);
  const listId = `${column.field.id}-choices`;

  useEffect(() => {
    const element = input.current;
    if (!element) return;
    element.focus();
    if (props.selectAll) element.select();
    else element.setSelectionRange(element.value.length, element.value.length);
  }, [props.selectAll]);

  const end = (value: string | undefined, then: AfterEdit) => {
    if (ended.current) return;
    ended.current = true;
    props.onEnd(value, then);
  };
  // Back, a link, another version of the grid: the editor goes without a blur, and takes its text over first. A layout
  // effect, since that is cleaned up before the session of the rows is closed.
  const leave = useRef(() => {});
  leave.current = () => {
    if (text !== props.initial || !props.selectAll) end(text, "away");
  };
  useLayoutEffect(() => {
    const left = () => leave.current();
    // In capture, so that whoever asks whether something is unsaved asks after this.
    window.addEventListener("beforeunload", left, true);
    window.addEventListener("pagehide", left, true);
    return () => {
      window.removeEventListener("beforeunload", left, true);
      window.removeEventListener("pagehide", left, true);
      left();
    };
  }, []);
  const pressed = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    const taken = options[picked]?.value ?? text;
    if (event.key === "Escape") {
      event.preventDefault();
      end(undefined, "stay");
    } else if (event.key === "Enter" && !(hasLines && (event.altKey || event.shiftKey))) {
      event.preventDefault();
      end(taken, "down");
    } else if (event.key === "Tab") {
      event.preventDefault();
      end(taken, event.shiftKey ? "left" : "right");
    } else if (options.length > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      setPicked((picked + step + options.length) % options.length);
    }
  };
  const shared = {
    ref: input,
    value: text,
    className: hasLines ? classes.lines : classes.input,
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

  if (hasLines) return <textarea {...shared} rows={6} />;
  if (!isChosen) return <input {...shared} />;
  return (
    <>
      <input
        {...shared}
        role="combobox"
        aria-expanded={options.length > 0}
        aria-controls={listId}
        aria-activedescendant={picked >= 0 ? `${listId}-${picked}` : undefined}
      />
      <div
        id={listId}
        role="listbox"
        tabIndex={-1}
        aria-label={`Choices of ${column.field.label}`}
        className={classes.choices}
      >
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: arrows and Enter are heard by the input, which keeps the focus
          <div
            key={option.value}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === picked}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => end(option.value, "stay")}
          >
            {option.label}
          </div>
        ))}
      </div>
    </>
  );
}

function matching(column: GridColumn, text: string): readonly { readonly value: string; readonly label: string }[] {
  const wanted = text.trim().toLowerCase();
  return column.context.choices.filter((choice) => choice.label.toLowerCase().includes(wanted)).slice(0, 50);
}

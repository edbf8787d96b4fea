import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import classes from "./TypeToChoose.module.css";

export interface Choice {
  readonly id: string;
  readonly icon: ReactNode;
  readonly label: string;
  /** In grey at the right. */
  readonly of?: string;
  /** Other words that find it. */
  readonly words?: string;
}

/** An input that finds one of many things by some of its words, and the list of what it found. */
export function TypeToChoose<Item extends Choice>(props: {
  readonly label: string;
  readonly choices: readonly Item[];
  readonly none: string;
  readonly onChoose: (choice: Item) => void;
  readonly onClose: () => void;
}) {
  const { label, choices, onChoose, onClose } = props;
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const found = choices.filter((choice) => isFound(choice, text));
  const current = Math.min(at, found.length - 1);
  const choose = (choice: Item | undefined) => choice && onChoose(choice);
  const pressed = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") onClose();
    else if (event.key === "Enter") choose(found[current]);
    else if (event.key === "ArrowDown") setAt((current + 1) % Math.max(found.length, 1));
    else if (event.key === "ArrowUp") setAt((current + found.length - 1) % Math.max(found.length, 1));
    else return;
    event.preventDefault();
  };
  return (
    <div className={classes.chooser}>
      <input
        className={classes.input}
        role="combobox"
        aria-label={label}
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={found[current] ? `${listId}-${current}` : undefined}
        placeholder={label}
        // biome-ignore lint/a11y/noAutofocus: it opens because the person asked to choose
        autoFocus
        data-autofocus
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={pressed}
      />
      <div className={classes.list} role="listbox" id={listId} aria-label={label}>
        {found.map((choice, index) => (
          <Option
            key={choice.id}
            id={`${listId}-${index}`}
            choice={choice}
            isCurrent={index === current}
            onChoose={() => choose(choice)}
          />
        ))}
      </div>
      {found.length === 0 && <p className={classes.none}>{props.none}</p>}
    </div>
  );
}

function Option(props: {
  readonly id: string;
  readonly choice: Choice;
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
}) {
  const { id, choice, isCurrent, onChoose } = props;
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      className={classes.option}
      ref={(element) => {
        if (isCurrent) element?.scrollIntoView({ block: "nearest" });
      }}
      onClick={onChoose}
      onKeyDown={() => {}}
    >
      {choice.icon}
      <span className={classes.label}>{choice.label}</span>
      {choice.of !== undefined && <span className={classes.of}>{choice.of}</span>}
    </div>
  );
}

/** Each word that was typed begins a word of the choice. */
function isFound({ label, of = "", words = "" }: Choice, text: string): boolean {
  const own = `${label} ${of} ${words}`.toLowerCase().split(/\s+/);
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => own.some((each) => each.startsWith(word)));
}

import { useEffect, useRef } from "react";
import classes from "./InlineRename.module.css";

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onDone: (value: string | undefined) => void;
}

/** A label that is an input for a moment: Enter or leaving keeps, Escape does not. */
export function InlineRename({ label, value, onDone }: Props) {
  const isOver = useRef(false);
  const input = useRef<HTMLInputElement>(null);
  // The browser ends a double click by placing its own selection, after the event: all is selected once that is over.
  useEffect(() => {
    input.current?.select();
    const timer = setTimeout(() => {
      if (input.current && input.current.value === value) input.current.select();
    });
    return () => clearTimeout(timer);
  }, [value]);
  const finish = (text: string | undefined) => {
    if (isOver.current) return;
    isOver.current = true;
    onDone(text === undefined || text.trim() === "" || text === value ? undefined : text);
  };
  return (
    <input
      className={`${classes.input} nodrag nopan`}
      aria-label={label}
      ref={input}
      defaultValue={value}
      maxLength={200}
      // biome-ignore lint/a11y/noAutofocus: it opens because the person asked to rename
      autoFocus
      onBlur={(event) => finish(event.currentTarget.value)}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") finish(event.currentTarget.value);
        if (event.key === "Escape") finish(undefined);
      }}
    />
  );
}

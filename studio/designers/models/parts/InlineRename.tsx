import { useEffect, useId, useRef } from "react";
import { Refusal } from "../../../components/Refusal.tsx";
import { useCommitted } from "../../../draft-session/react/use-committed.ts";
import classes from "./InlineRename.module.css";

interface Props {
  readonly label: string;
  readonly value: string;
  /** Gives back why it was refused. */
  readonly onSave: (value: string) => string | undefined;
  /** It was taken, left as it was, or given up. */
  readonly onClose: () => void;
}

/**
 * A label that is an input for a moment: Enter or leaving keeps, Escape does not. What is refused stays as it was typed,
 * with the reason beneath, until it is mended or given up.
 */
export function InlineRename({ label, value, onSave, onClose }: Props) {
  const isOver = useRef(false);
  const element = useRef<HTMLInputElement>(null);
  const refusalId = useId();
  const input = useCommitted(value, (text) => onSave(text.trim()));
  // The browser ends a double click by placing its own selection, after the event: all is selected once that is over.
  const first = useRef(value);
  useEffect(() => {
    element.current?.select();
    const timer = setTimeout(() => {
      if (element.current?.value === first.current) element.current.select();
    });
    return () => clearTimeout(timer);
  }, []);
  const close = () => {
    isOver.current = true;
    onClose();
  };
  const finish = () => {
    if (!isOver.current && input.commit()) close();
  };
  return (
    <span className={`${classes.rename} nodrag nopan`}>
      <input
        className={classes.input}
        aria-label={label}
        aria-invalid={input.refusal !== undefined || undefined}
        aria-describedby={input.refusal === undefined ? undefined : refusalId}
        ref={element}
        value={input.value}
        // biome-ignore lint/a11y/noAutofocus: it opens because the person asked to rename
        autoFocus
        onChange={(event) => input.set(event.currentTarget.value)}
        onBlur={finish}
        onClick={(event) => event.stopPropagation()}
        onDoubleClick={(event) => event.stopPropagation()}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Enter") finish();
          if (event.key === "Escape") close();
        }}
      />
      {input.refusal === undefined ? null : (
        <span className={classes.refusal}>
          <Refusal id={refusalId} message={input.refusal} />
        </span>
      )}
    </span>
  );
}

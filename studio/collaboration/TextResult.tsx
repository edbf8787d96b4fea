import { Button, Textarea } from "@mantine/core";
import { useId } from "react";
import classes from "./text-conflicts.module.css";

/** What will be saved: as it was chosen, or written by hand. */
export function TextResult(props: {
  /** What the choices make. */
  readonly chosen: string;
  /** There is still something to choose. */
  readonly isOpen: boolean;
  /** Written by hand; absent while one chooses. */
  readonly written: string | undefined;
  readonly onWrite: (text: string | undefined) => void;
}) {
  const { chosen, written, onWrite } = props;
  const headingId = useId();
  return (
    <section aria-labelledby={headingId} className={classes.result}>
      <header className={classes.resultHead}>
        <h3 id={headingId}>Result</h3>
        {written === undefined ? (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onWrite(chosen)}>
            Write it by hand
          </Button>
        ) : (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onWrite(undefined)}>
            Back to choosing
          </Button>
        )}
      </header>
      {written === undefined ? (
        <pre className={classes.lines} data-quiet={props.isOpen || undefined}>
          {chosen}
        </pre>
      ) : (
        <Textarea
          aria-labelledby={headingId}
          autosize
          minRows={6}
          maxRows={18}
          spellCheck={false}
          classNames={{ input: classes.written ?? "" }}
          value={written}
          onChange={(event) => onWrite(event.currentTarget.value)}
        />
      )}
    </section>
  );
}

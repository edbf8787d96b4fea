import { Button } from "@mantine/core";
import { IfMay } from "../../session/IfMay.tsx";
import classes from "./data.module.css";

/** What is not live yet, and the way to publish it. */
export function RowsBanner(props: {
  /** The model is not live: its rows are kept with the draft. */
  readonly isStaged: boolean;
  readonly unpublished: number;
  readonly onPublish: () => void;
}) {
  if (props.isStaged) {
    return (
      <p className={classes.banner} role="note">
        <span>
          <strong>Live with the next publish.</strong> Until then the rows are kept with the draft.
        </span>
        <IfMay action="publish">
          <Button size="xs" variant="default" onClick={props.onPublish}>
            Review publishing
          </Button>
        </IfMay>
      </p>
    );
  }
  if (props.unpublished === 0) return null;
  return (
    <p className={classes.banner} role="note">
      {props.unpublished === 1 ? "One field is" : `${props.unpublished} fields are`} not published yet: grey and empty
      here until then.
      <IfMay action="publish">
        <Button size="xs" variant="default" onClick={props.onPublish}>
          Review publishing
        </Button>
      </IfMay>
    </p>
  );
}

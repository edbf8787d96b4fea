import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { CopyText } from "./CopyText.tsx";
import classes from "./ShownOnce.module.css";

/** A secret that was just made, this once; the children say what else must be known of it. */
export function ShownOnce(props: {
  readonly what: "key" | "token";
  readonly name: string;
  readonly secret: string;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}) {
  const { what } = props;
  return (
    <div className={classes.secret} role="status">
      <p>
        <strong>{props.name}</strong> is ready. Copy the {what} now: it is shown this once and kept only as a hash.
      </p>
      <CopyText label={what === "key" ? "Key" : "Token"} isLabelHidden text={props.secret} />
      {props.children}
      <Button variant="default" onClick={props.onClose}>
        I have copied it
      </Button>
    </div>
  );
}

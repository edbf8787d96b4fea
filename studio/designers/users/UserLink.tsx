import { Button } from "@mantine/core";
import { CopyText } from "../../components/CopyText.tsx";
import { formatDay } from "../../format/format-time.ts";
import classes from "./users.module.css";

/** A link by which somebody sets their password, this once: a mail brings it to them where mail can be sent. */
export function UserLink(props: {
  readonly name: string;
  readonly link: string;
  readonly expiresAt: string;
  readonly mailed: boolean;
  readonly onClose: () => void;
}) {
  return (
    <div className={classes.link} role="status">
      <p>
        {props.mailed ? (
          <>
            A mail with this link is on its way to <strong>{props.name}</strong>. You can give it to them yourself, too:
          </>
        ) : (
          <>
            This server cannot send mail. Send this link to <strong>{props.name}</strong>:
          </>
        )}{" "}
        it sets their password, works once until {formatDay(props.expiresAt)}, and is shown only now.
      </p>
      <CopyText label="Link" isLabelHidden text={props.link} />
      <Button variant="default" onClick={props.onClose}>
        I have copied it
      </Button>
    </div>
  );
}

import { ActionIcon, CopyButton, Tooltip } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import classes from "./CopyText.module.css";

/** A text in mono with a button that copies it, and says so. */
export function CopyText(props: { readonly label: string; readonly text: string; readonly isLabelHidden?: boolean }) {
  return (
    <div className={classes.copy}>
      <span className={props.isLabelHidden ? "visually-hidden" : classes.copyLabel}>{props.label}</span>
      <code className={classes.code}>{props.text}</code>
      <CopyButton value={props.text} timeout={2_000}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? "Copied" : "Copy"}>
            <ActionIcon onClick={copy} aria-label={copied ? "Copied" : `Copy ${props.label.toLowerCase()}`}>
              {copied ? (
                <IconCheck size={16} stroke={1.75} aria-hidden />
              ) : (
                <IconCopy size={16} stroke={1.5} aria-hidden />
              )}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}

import { ActionIcon } from "@mantine/core";
import type { ReactNode } from "react";
import { formatIcons } from "./format-icons.ts";
import { type MarkdownFormat, markdownTools } from "./format-markdown.ts";
import classes from "./markdown.module.css";

/** The buttons that format what is selected, and after them what an editor can be changed to. */
export function FormatTools(props: {
  readonly isDisabled: boolean;
  readonly onFormat: (format: MarkdownFormat) => void;
  readonly children: ReactNode;
}) {
  return (
    <div className={classes.tools}>
      {markdownTools.map(({ format, label }) => {
        const Icon = formatIcons[format];
        return (
          <ActionIcon
            key={format}
            size="sm"
            aria-label={label}
            disabled={props.isDisabled}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => props.onFormat(format)}
          >
            <Icon size={14} stroke={1.75} />
          </ActionIcon>
        );
      })}
      <span className={classes.modes}>{props.children}</span>
    </div>
  );
}

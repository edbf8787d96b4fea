import type { ReactNode } from "react";
import classes from "./StatusLine.module.css";

export type Tone = "neutral" | "ok" | "warning" | "error" | "busy";

/** A dot and a short text: "Live since 14:02", "3 changes not published". Spoken politely when it changes. */
export function StatusLine({
  tone = "neutral",
  isSpoken = false,
  children,
}: {
  readonly tone?: Tone;
  readonly isSpoken?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <span className={classes.line} {...(isSpoken ? { role: "status" } : {})}>
      <span className={classes.dot} data-tone={tone} aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
}

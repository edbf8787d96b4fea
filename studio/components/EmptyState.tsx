import type { ReactNode } from "react";
import classes from "./EmptyState.module.css";

interface Props {
  readonly icon?: ReactNode;
  /** What will be here, as a short heading. */
  readonly title: string;
  /** Why one would want it, in a sentence or two. */
  readonly children: ReactNode;
  /** The one primary action, and at most one quiet one. */
  readonly action?: ReactNode;
  /** One example, quietly. */
  readonly example?: ReactNode;
}

export function EmptyState({ icon, title, children, action, example }: Props) {
  return (
    <div className={classes.empty}>
      {icon ? (
        <div className={classes.icon} aria-hidden="true">
          {icon}
        </div>
      ) : null}
      <h2 className={classes.title}>{title}</h2>
      <div className={classes.text}>{children}</div>
      {action ? <div className={classes.action}>{action}</div> : null}
      {example ? <div className={classes.example}>{example}</div> : null}
    </div>
  );
}

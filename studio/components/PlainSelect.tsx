import { type ComponentProps, useId } from "react";
import classes from "./PlainSelect.module.css";

type Props = Omit<ComponentProps<"select">, "size" | "className"> & {
  readonly size?: "sm" | "md";
  /** Seen, above the select or beside it. Without one, give `aria-label`, or an `id` that a label elsewhere names. */
  readonly label?: string;
  readonly labelAt?: "above" | "beside";
};

/**
 * The browser's own select in our look: for short lists, and where there are hundreds of selects. Works with every
 * keyboard, screen reader and phone as people know it. Options are children.
 */
export function PlainSelect({ size = "md", label, labelAt = "above", id, ...props }: Props) {
  const ownId = useId();
  const select = (
    <span className={classes.wrap} data-size={size}>
      <select {...props} id={id ?? ownId} className={classes.select} />
    </span>
  );
  if (label === undefined) return select;
  return (
    <div className={classes.labelled} data-label={labelAt}>
      <label htmlFor={id ?? ownId} className={classes.label}>
        {label}
      </label>
      {select}
    </div>
  );
}

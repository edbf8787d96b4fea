import type { JsonValue } from "#engine/definition/json";
import classes from "./values.module.css";

/** The colour itself, before its digits. */
export function ColourMark({ value }: { readonly value: JsonValue }) {
  return typeof value === "string" ? (
    <svg className={classes.swatch} viewBox="0 0 1 1" aria-hidden="true">
      <rect width="1" height="1" fill={value} />
    </svg>
  ) : null;
}

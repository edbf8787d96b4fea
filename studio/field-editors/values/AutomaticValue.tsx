import { cellLabel } from "../../values/cell-label.ts";
import type { ValueProps } from "../field-editor.ts";

/** Filled by the engine: it is read, not edited. A new row has no such value yet. */
export function AutomaticValue({ id, field, value, context }: ValueProps) {
  const text = cellLabel(value, field, context);
  const none = value === undefined ? "Once the row is saved" : "–";
  return <output {...(id ? { id } : {})}>{text === "" ? none : text}</output>;
}

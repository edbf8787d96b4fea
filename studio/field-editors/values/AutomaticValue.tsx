import { fieldTypeOf } from "#engine/field-types/registry";
import { cellLabel } from "../../values/cell-label.ts";
import type { ValueProps } from "../field-editor.ts";

/** Filled by the engine: it is read, not edited. */
export function AutomaticValue({ id, field, value, context }: ValueProps) {
  const text = cellLabel(value, field, context);
  return <output {...(id ? { id } : {})}>{text === "" ? (fieldTypeOf(field.type)?.description ?? "") : text}</output>;
}

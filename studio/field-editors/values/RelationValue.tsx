import type { ValueProps } from "../field-editor.ts";
import { TextValue } from "./TextValue.tsx";

/** Rows are chosen by title with the picker that the owner brings; without one, by id. */
export function RelationValue(props: ValueProps) {
  return props.relationPicker ?? <TextValue placeholder="Id of a row" {...props} />;
}

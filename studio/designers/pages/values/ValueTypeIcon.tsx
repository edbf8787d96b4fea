import {
  IconBraces,
  IconCalendar,
  IconClock,
  IconHash,
  IconLink,
  IconList,
  IconToggleLeft,
  IconTypography,
} from "@tabler/icons-react";
import { fieldTypeOf } from "#engine/field-types/registry";
import type { ValueType } from "#engine/value-types/value-type";
import type { OfferedValue } from "#engine/views/assist/offered-values";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import { editorOf } from "../../../field-editors/field-editors.ts";

const ICONS: Readonly<Record<ValueType["kind"], typeof IconHash>> = {
  text: IconTypography,
  int: IconHash,
  decimal: IconHash,
  double: IconHash,
  bool: IconToggleLeft,
  date: IconCalendar,
  timestamp: IconCalendar,
  time: IconClock,
  duration: IconClock,
  uuid: IconBraces,
  json: IconBraces,
  null: IconBraces,
  object: IconBraces,
  record: IconLink,
  list: IconList,
};

/** What kind of value it is: the icon of its field's type, where it is one of a field. */
export function ValueTypeIcon({ value }: { readonly value: Pick<OfferedValue, "type" | "fieldId"> }) {
  const reader = useReader();
  const field = value.fieldId && reader.field(value.fieldId);
  // How many related rows there are is no value of the relation that makes them.
  const isOfField = field && fieldTypeOf(field.type)?.valueType(field.type).kind === value.type.kind;
  const Icon = isOfField ? editorOf(field.type).icon : ICONS[value.type.kind];
  return <Icon size={14} stroke={1.5} aria-hidden />;
}

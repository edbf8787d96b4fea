import {
  IconAlignLeft,
  IconArrowUpRight,
  IconAt,
  IconBraces,
  IconCalendar,
  IconCalendarClock,
  IconCalendarPlus,
  IconClock,
  IconDecimal,
  IconFingerprint,
  IconHash,
  IconHourglass,
  IconLink,
  IconListDetails,
  IconNumber123,
  IconQuestionMark,
  IconRefresh,
  IconSuperscript,
  IconToggleLeft,
  IconTypography,
  IconWaveSine,
} from "@tabler/icons-react";
import type { ModelId } from "#engine/definition/ids";
import type { LooseFieldType } from "#engine/definition/records/field";
import { type FieldTypeName, fieldTypeOf } from "#engine/field-types/registry";
import type { FieldEditor } from "./field-editor.ts";
import { ChoiceOptions } from "./options/ChoiceOptions.tsx";
import { DecimalOptions } from "./options/DecimalOptions.tsx";
import { MaxLengthOptions } from "./options/MaxLengthOptions.tsx";
import { RelationOptionsForm } from "./options/RelationOptionsForm.tsx";
import { AutomaticValue } from "./values/AutomaticValue.tsx";
import { BooleanValue } from "./values/BooleanValue.tsx";
import { ChoiceValue } from "./values/ChoiceValue.tsx";
import { LongValue } from "./values/LongValue.tsx";
import { RelationValue } from "./values/RelationValue.tsx";
import { TextValue } from "./values/TextValue.tsx";

const upTo = (type: LooseFieldType) =>
  typeof type.maxLength === "number" ? `up to ${type.maxLength.toLocaleString("en")} characters` : undefined;

/** Every field type has an editor, or this does not compile. */
export const fieldEditors = {
  text: {
    icon: IconTypography,
    searchTerms: "string varchar char name title",
    Options: MaxLengthOptions,
    Value: TextValue,
    align: "start",
    summary: upTo,
  },
  long_text: {
    icon: IconAlignLeft,
    searchTerms: "string body description notes paragraph",
    Value: LongValue,
    align: "start",
  },
  integer: { icon: IconNumber123, searchTerms: "int number whole count", Value: TextValue, align: "end" },
  big_integer: { icon: IconSuperscript, searchTerms: "bigint int8 number whole", Value: TextValue, align: "end" },
  decimal: {
    icon: IconDecimal,
    searchTerms: "numeric money price amount number",
    Options: DecimalOptions,
    Value: TextValue,
    align: "end",
    summary: (type) => `${type.digits} digits, ${type.scale} after the point`,
  },
  float: { icon: IconWaveSine, searchTerms: "double real number measurement", Value: TextValue, align: "end" },
  boolean: {
    icon: IconToggleLeft,
    searchTerms: "bool true false checkbox switch yes no",
    Value: BooleanValue,
    align: "start",
  },
  date: { icon: IconCalendar, searchTerms: "day birthday", Value: TextValue, align: "start" },
  time: { icon: IconClock, searchTerms: "hour clock", Value: TextValue, align: "start" },
  date_time: { icon: IconCalendarClock, searchTerms: "timestamp instant datetime", Value: TextValue, align: "start" },
  duration: { icon: IconHourglass, searchTerms: "interval length timespan", Value: TextValue, align: "start" },
  email: { icon: IconAt, searchTerms: "mail address", Value: TextValue, align: "start" },
  link: { icon: IconLink, searchTerms: "url website address href", Value: TextValue, align: "start" },
  slug: { icon: IconHash, searchTerms: "path permalink", Value: TextValue, align: "start" },
  uuid: { icon: IconFingerprint, searchTerms: "guid identifier", Value: TextValue, align: "start" },
  choice: {
    icon: IconListDetails,
    searchTerms: "enum select option status list",
    Options: ChoiceOptions,
    Value: ChoiceValue,
    align: "start",
  },
  json: { icon: IconBraces, searchTerms: "object list array document", Value: LongValue, align: "start" },
  relation: {
    icon: IconArrowUpRight,
    searchTerms: "foreign key reference link belongs to many to one",
    Options: RelationOptionsForm,
    Value: RelationValue,
    align: "start",
    summary: (type, reader) => `to ${reader.model(type.targetModelId as ModelId)?.label ?? "a deleted model"}`,
  },
  created_at: { icon: IconCalendarPlus, searchTerms: "timestamp auto now add", Value: AutomaticValue, align: "start" },
  updated_at: {
    icon: IconRefresh,
    searchTerms: "timestamp auto now modified changed",
    Value: AutomaticValue,
    align: "start",
  },
} satisfies Record<FieldTypeName, FieldEditor>;

/** For a type that a newer build has drawn: shown as text, changed by nobody. */
const unknownEditor: FieldEditor = { icon: IconQuestionMark, searchTerms: "", Value: AutomaticValue, align: "start" };

export const editorOf = (type: LooseFieldType): FieldEditor =>
  fieldTypeOf(type) ? fieldEditors[type.name as FieldTypeName] : unknownEditor;

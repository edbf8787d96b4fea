import {
  IconAlignLeft,
  IconArrowsSort,
  IconArrowUpRight,
  IconAt,
  IconBraces,
  IconCalendar,
  IconCalendarClock,
  IconCalendarPlus,
  IconClock,
  IconCoins,
  IconColorSwatch,
  IconDecimal,
  IconFingerprint,
  IconForms,
  IconHash,
  IconHourglass,
  IconLink,
  IconList,
  IconListDetails,
  IconMarkdown,
  IconMathFunction,
  IconNumber123,
  IconPhone,
  IconQuestionMark,
  IconRefresh,
  IconServer,
  IconSuperscript,
  IconToggleLeft,
  IconTypography,
  IconWaveSine,
} from "@tabler/icons-react";
import type { FieldId, ModelId } from "#engine/definition/ids";
import type { LooseFieldType } from "#engine/definition/records/field";
import { formulaResults } from "#engine/field-types/formula";
import { type AnyFieldType, type FieldTypeName, fieldTypeOf } from "#engine/field-types/registry";
import { isNumeric } from "#engine/value-types/value-type";
import type { FieldEditor } from "./field-editor.ts";
import { ChoiceOptions } from "./options/ChoiceOptions.tsx";
import { CountryOptions } from "./options/CountryOptions.tsx";
import { DecimalOptions } from "./options/DecimalOptions.tsx";
import { FormulaOptions } from "./options/FormulaOptions.tsx";
import { ListOptions } from "./options/ListOptions.tsx";
import { MoneyOptions } from "./options/MoneyOptions.tsx";
import { NumberOptions } from "./options/NumberOptions.tsx";
import { PatternOptions } from "./options/PatternOptions.tsx";
import { PositionOptions } from "./options/PositionOptions.tsx";
import { RelationOptionsForm } from "./options/RelationOptionsForm.tsx";
import { TextOptions } from "./options/TextOptions.tsx";
import { AutomaticValue } from "./values/AutomaticValue.tsx";
import { BooleanValue } from "./values/BooleanValue.tsx";
import { ChoiceValue } from "./values/ChoiceValue.tsx";
import { ColourMark } from "./values/ColourMark.tsx";
import { ColourValue } from "./values/ColourValue.tsx";
import { ListValue } from "./values/ListValue.tsx";
import { LongValue } from "./values/LongValue.tsx";
import { MarkdownValue } from "./values/MarkdownValue.tsx";
import { RelationValue } from "./values/RelationValue.tsx";
import { TextValue } from "./values/TextValue.tsx";

const upTo = (type: LooseFieldType) =>
  typeof type.maxLength === "number" ? `up to ${type.maxLength.toLocaleString("en")} characters` : undefined;

/** Icons, inputs and options of field types. A type without a line here gets a plain input, as `plainEditor` makes it. */
const fieldEditors: Readonly<Partial<Record<string, FieldEditor>>> = {
  text: {
    icon: IconTypography,
    searchTerms: "string varchar char name title",
    Options: TextOptions,
    Value: TextValue,
    width: 200,
    align: "start",
    summary: upTo,
  },
  long_text: {
    icon: IconAlignLeft,
    searchTerms: "string body description notes paragraph",
    Value: LongValue,
    width: 260,
    align: "start",
  },
  markdown: {
    icon: IconMarkdown,
    searchTerms: "rich text html format bold heading article",
    Value: MarkdownValue,
    width: 260,
    align: "start",
  },
  integer: {
    icon: IconNumber123,
    searchTerms: "int number whole count percent rating stars",
    Options: NumberOptions,
    Value: TextValue,
    width: 104,
    align: "end",
  },
  big_integer: {
    icon: IconSuperscript,
    searchTerms: "bigint int8 number whole",
    Options: NumberOptions,
    Value: TextValue,
    width: 144,
    align: "end",
  },
  decimal: {
    icon: IconDecimal,
    searchTerms: "numeric money price amount number percent rating stars",
    Options: DecimalOptions,
    Value: TextValue,
    width: 112,
    align: "end",
    summary: (type) => `${type.digits} digits, ${type.scale} after the point`,
  },
  money: {
    icon: IconCoins,
    searchTerms: "currency price amount euro dollar cost",
    Options: MoneyOptions,
    Value: TextValue,
    width: 120,
    align: "end",
    summary: (type) => String(type.currency ?? ""),
  },
  float: {
    icon: IconWaveSine,
    searchTerms: "double real number measurement",
    Options: NumberOptions,
    Value: TextValue,
    width: 112,
    align: "end",
  },
  boolean: {
    icon: IconToggleLeft,
    searchTerms: "bool true false checkbox switch yes no",
    Value: BooleanValue,
    width: 88,
    align: "start",
  },
  date: { icon: IconCalendar, searchTerms: "day birthday", Value: TextValue, width: 112, align: "start" },
  time: { icon: IconClock, searchTerms: "hour clock", Value: TextValue, width: 96, align: "start" },
  date_time: { icon: IconCalendarClock, searchTerms: "timestamp instant datetime", Value: TextValue, align: "start" },
  duration: {
    icon: IconHourglass,
    searchTerms: "interval length timespan",
    Value: TextValue,
    width: 112,
    align: "start",
  },
  email: { icon: IconAt, searchTerms: "mail address", Options: PatternOptions, Value: TextValue, align: "start" },
  link: {
    icon: IconLink,
    searchTerms: "url website address href",
    Options: PatternOptions,
    Value: TextValue,
    align: "start",
  },
  phone: {
    icon: IconPhone,
    searchTerms: "telephone mobile call tel number",
    Options: CountryOptions,
    Value: TextValue,
    width: 144,
    align: "start",
  },
  slug: { icon: IconHash, searchTerms: "path permalink", Options: PatternOptions, Value: TextValue, align: "start" },
  uuid: { icon: IconFingerprint, searchTerms: "guid identifier", Value: TextValue, width: 290, align: "start" },
  ip: {
    icon: IconServer,
    searchTerms: "inet network host ipv4 ipv6",
    Value: TextValue,
    width: 144,
    align: "start",
  },
  choice: {
    icon: IconListDetails,
    searchTerms: "enum select option status list",
    Options: ChoiceOptions,
    Value: ChoiceValue,
    align: "start",
  },
  colour: {
    icon: IconColorSwatch,
    searchTerms: "color hex paint",
    Value: ColourValue,
    Mark: ColourMark,
    width: 112,
    align: "start",
  },
  list: {
    icon: IconList,
    searchTerms: "array tags keywords several many multiple values sizes",
    Options: ListOptions,
    Value: ListValue,
    width: 200,
    align: "start",
    summary: (type) => (type.of === "integer" ? "of whole numbers" : "of texts"),
  },
  json: { icon: IconBraces, searchTerms: "object list array document", Value: LongValue, width: 220, align: "start" },
  relation: {
    icon: IconArrowUpRight,
    searchTerms: "foreign key reference link belongs to many to one",
    Options: RelationOptionsForm,
    Value: RelationValue,
    width: 184,
    align: "start",
    summary: (type, reader) => `to ${reader.model(type.targetModelId as ModelId)?.label ?? "a deleted model"}`,
  },
  formula: {
    icon: IconMathFunction,
    searchTerms: "calculated computed sum total count average expression generated rollup lookup",
    Options: FormulaOptions,
    Value: AutomaticValue,
    width: 128,
    align: "start",
    summary: (type) => formulaResults.find(({ name }) => name === type.result)?.label.toLowerCase(),
  },
  position: {
    icon: IconArrowsSort,
    searchTerms: "order sort rank sequence manual drag reorder",
    Options: PositionOptions,
    Value: AutomaticValue,
    width: 88,
    align: "end",
    summary: (type, reader) => {
      const scope = reader.field((type.scopeFieldId ?? "") as FieldId);
      return scope && `within ${scope.label}`;
    },
  },
  created_at: { icon: IconCalendarPlus, searchTerms: "timestamp auto now add", Value: AutomaticValue, align: "start" },
  updated_at: {
    icon: IconRefresh,
    searchTerms: "timestamp auto now modified changed",
    Value: AutomaticValue,
    align: "start",
  },
} satisfies Partial<Record<FieldTypeName, FieldEditor>>;

/** For a type that a newer build has drawn: shown as text, changed by nobody. */
const unknownEditor: FieldEditor = { icon: IconQuestionMark, searchTerms: "", Value: AutomaticValue, align: "start" };

export function editorOf(type: LooseFieldType): FieldEditor {
  const known = fieldTypeOf(type);
  if (!known) return unknownEditor;
  return (Object.hasOwn(fieldEditors, type.name) ? fieldEditors[type.name] : undefined) ?? plainEditor(known);
}

/** What the engine's entry alone says about typing a value. */
const plainEditor = (type: AnyFieldType): FieldEditor => ({
  icon: IconForms,
  searchTerms: "",
  Value: type.automatic ? AutomaticValue : type.input.lines ? LongValue : TextValue,
  align: isNumeric(type.valueType(type.initial)) ? "end" : "start",
});

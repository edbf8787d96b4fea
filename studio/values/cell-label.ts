import { assertNever } from "#engine/assert-never";
import type { JsonValue } from "#engine/definition/json";
import { type FieldRecord, hasColumn } from "#engine/definition/records/field";
import { formulaScale } from "#engine/field-types/formula";
import { displayOf, starsOf } from "#engine/field-types/number-limits";
import { unitOf, withUnit } from "#engine/field-types/number-unit";
import { fieldTypeOf, holdsChoices } from "#engine/field-types/registry";
import { namesSomething } from "#engine/field-types/show-number";
import { percentageFormat } from "#engine/templates/filters/percentage";
import { starText } from "#engine/templates/filters/stars";
import { filterSettings } from "#engine/templates/filters/template-filters";
import { numberFormats } from "#engine/templates/format/number-format";
import { humanWriter, type ValueWriter } from "#engine/templates/format/value-text";
import { currencyOf, type ValueType } from "#engine/value-types/value-type";
import { type CellContext, cellText } from "./cell-text.ts";

/** A value as pages show it, on one line: a choice by its label, numbers and dates in the app's language. */
export function cellLabel(value: JsonValue | undefined, field: FieldRecord, context: CellContext): string {
  if (value === null || value === undefined) return "";
  if (holdsChoices(field)) {
    return context.choices.find((choice) => choice.value === value)?.label ?? (typeof value === "string" ? value : "");
  }
  const type = fieldTypeOf(field.type)?.valueType(field.type);
  const written = type && !context.key ? writerOf(type, field, context)(value) : "";
  return (written === "" ? cellText(value, field, context) : written).replace(/\s*\n\s*/g, " ⏎ ");
}

const cache = new Map<string, ValueWriter>();

/** Formats of Intl are slow to make, and a grid shows thousands of cells. */
function writerOf(type: ValueType, field: FieldRecord, context: CellContext): ValueWriter {
  const scale = hasColumn(field) ? field.type.scale : formulaScale(field.type);
  const places = type.kind === "decimal" && typeof scale === "number" ? scale : undefined;
  const isCode = type.kind === "int" && namesSomething(field);
  const display = displayOf(field);
  const stars = display === "rating" ? starsOf(field) : undefined;
  const key = [
    type.kind,
    places,
    isCode,
    display,
    stars,
    field.type.unit,
    field.type.unitBefore,
    currencyOf(type),
    context.locale,
    context.timeZone,
  ].join(" ");
  const known = cache.get(key);
  if (known) return known;
  const made =
    display === "percent"
      ? percentWriter(context)
      : stars !== undefined
        ? starWriter(stars)
        : amountWriter(makeWriter(type, { places, isCode, context }), field.type);
  if (cache.size >= 200) cache.clear();
  cache.set(key, made);
  return made;
}

function percentWriter({ locale }: CellContext): ValueWriter {
  const format = percentageFormat(locale);
  return (value) => format.format(value as number);
}

/** Closes over the type alone, since the writer is kept for all fields of such a type. */
function amountWriter(write: ValueWriter, type: FieldRecord["type"]): ValueWriter {
  if (!unitOf({ type }) || type.currency !== undefined) return write;
  return (value) => withUnit(write(value), { type });
}

const starWriter =
  (of: number): ValueWriter =>
  (value) =>
    starText(Number(value), of);

function makeWriter(
  type: ValueType,
  look: { readonly places: number | undefined; readonly isCode: boolean; readonly context: CellContext },
): ValueWriter {
  const { locale, dates } = filterSettings(look.context);
  const currency = currencyOf(type);
  if (currency !== undefined) {
    const format = new Intl.NumberFormat(locale, { style: "currency", currency });
    // A decimal text is written to its last digit; its type only admits literal forms of one.
    return (value) => (typeof value === "string" ? format.format(value as `${number}`) : "");
  }
  switch (type.kind) {
    case "int":
    case "decimal":
    case "double": {
      const formats = numberFormats(locale);
      if (look.isCode) return String;
      return (value) =>
        typeof value === "number" || typeof value === "string" ? formats.grouped(value, look.places) : "";
    }
    case "date":
    case "time":
    case "timestamp":
    case "duration":
      return humanWriter(type, { dates, yes: "yes", no: "no" });
    case "bool":
    case "text":
    case "uuid":
    case "json":
    case "list":
    case "record":
    case "object":
    case "null":
      return () => "";
    default:
      return assertNever(type);
  }
}

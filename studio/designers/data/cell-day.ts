import type { FieldRecord } from "#engine/definition/records/field";
import { fieldTypeOf } from "#engine/field-types/registry";
import { readCell } from "../../values/cell-text.ts";
import { instantInZone } from "../../values/zoned-time.ts";
import type { GridColumn } from "./grid-columns.ts";

const kindOf = (field: FieldRecord): string | undefined => fieldTypeOf(field.type)?.valueType(field.type).kind;

/** A date, or a date and time: its editor has a calendar. */
export const holdsDay = (field: FieldRecord): boolean => ["date", "timestamp"].includes(kindOf(field) ?? "");

/** The day that the text stands for, `2026-11-22`, in the app's time zone; undefined while it is none. */
export function dayOf(text: string, { field, context }: Pick<GridColumn, "field" | "context">): string | undefined {
  const read = readCell(text, { ...field, required: false }, context);
  if (!read.ok || typeof read.value !== "string") return undefined;
  const local = kindOf(field) === "timestamp" ? instantInZone(read.value, context.timeZone) : read.value;
  return /^\d{4}-\d\d-\d\d/.exec(local)?.[0];
}

/** The text with another day and the same time; from today where it holds none yet. */
export function withDay(
  text: string,
  column: Pick<GridColumn, "field" | "context">,
  change: { readonly day: string } | { readonly days: number },
): string {
  const now = instantInZone(new Date().toISOString(), column.context.timeZone);
  const from = dayOf(text, column);
  const day = "day" in change ? change.day : from === undefined ? now.slice(0, 10) : shifted(from, change.days);
  if (kindOf(column.field) !== "timestamp") return day;
  const time = from === undefined ? undefined : /\d\d?:\d\d.*$/.exec(text)?.[0];
  return `${day} ${time ?? "00:00"}`;
}

function shifted(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

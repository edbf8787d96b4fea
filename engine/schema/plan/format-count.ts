import type { ModelRecord } from "../../definition/records/model.ts";

/** 1204 → "1,204". The same on every machine. */
export const countText = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ",");

/** "Books" → "books", but "API keys" stays. */
const inSentence = (label: string): string =>
  /^\p{Lu}[\p{Ll}\s]/u.test(label) ? (label[0] as string).toLowerCase() + label.slice(1) : label;

/** "1,204 books", "1 book", "3 rows of Movie": plurals are never guessed for a model without a plural label. */
export function countRows(count: number, model: Pick<ModelRecord, "label" | "pluralLabel"> | undefined): string {
  if (!model?.pluralLabel) return `${countText(count)} ${count === 1 ? "row" : "rows"} of ${model?.label ?? "a model"}`;
  return `${countText(count)} ${inSentence(count === 1 ? model.label : model.pluralLabel)}`;
}

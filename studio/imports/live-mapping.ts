import type { BadRow, LiveField, LiveImport, LiveMapping } from "#contract/http/imports";

type Entry = LiveMapping["fields"][number];
export type Take = Entry["take"];

/** One value of the select that says where a field's values come from. Columns may be called anything. */
const COLUMN = "column:";

export const takeValue = (take: Take): string => (take.from === "column" ? `${COLUMN}${take.source}` : take.from);

/** The take that a select's value means; a relation keeps what its rows are found by. */
export function takeOf(value: string, before: Take): Take {
  if (value === "nothing") return { from: "nothing" };
  if (value === "fixed") return { from: "fixed", value: before.from === "fixed" ? before.value : "" };
  const matchBy = before.from === "column" ? before.matchBy : undefined;
  return { from: "column", source: value.slice(COLUMN.length), ...(matchBy === undefined ? {} : { matchBy }) };
}

export const columnValue = (source: string): string => `${COLUMN}${source}`;

/** Changes one field. A column fills one field only by choice: the same one twice is allowed. */
export const changeField = (mapping: LiveMapping, fieldId: string, change: Partial<Entry>): LiveMapping => ({
  ...mapping,
  fields: mapping.fields.map((entry) => (entry.fieldId === fieldId ? { ...entry, ...change } : entry)),
});

export const entryOf = (mapping: LiveMapping, fieldId: string): Entry =>
  mapping.fields.find((entry) => entry.fieldId === fieldId) ?? {
    fieldId: fieldId as Entry["fieldId"],
    take: { from: "nothing" },
    onBadValue: "refuse",
  };

/** How rows that are there already can be found: by id when the file has them, by each unique field with a column. */
export function matchChoices(live: LiveImport, mapping: LiveMapping): readonly { value: string; label: string }[] {
  const byField = live.fields
    .filter(({ fieldId, isMatchable }) => isMatchable && entryOf(mapping, fieldId).take.from === "column")
    .map(({ fieldId, label }) => ({ value: fieldId as string, label }));
  return [...(mapping.key === null ? [] : [{ value: "key", label: "id" }]), ...byField];
}

/** Rows are only matched by what has a column; without one, every row is a new one. */
export function settled(live: LiveImport, mapping: LiveMapping): LiveMapping {
  const { existing } = mapping;
  if (existing.do === "add" || matchChoices(live, mapping).some(({ value }) => value === existing.matchBy))
    return mapping;
  return { ...mapping, existing: { do: "add" } };
}

export interface BadColumn {
  readonly source: string;
  /** The fields that the column fills. */
  readonly fields: readonly LiveField[];
  readonly rows: readonly BadRow[];
}

/** What would stop the import, by column of the file. */
export function blockingColumns(
  live: LiveImport,
  mapping: LiveMapping,
  badRows: readonly BadRow[],
): readonly BadColumn[] {
  const bySource = new Map<string, BadRow[]>();
  for (const row of badRows) {
    if (row.isExtra) continue;
    const entries = mapping.fields.filter(({ take }) => take.from === "column" && take.source === row.source);
    const stops = row.source === mapping.key || entries.some(({ onBadValue }) => onBadValue === "refuse");
    if (!stops) continue;
    const list = bySource.get(row.source);
    if (list) list.push(row);
    else bySource.set(row.source, [row]);
  }
  return [...bySource].map(([source, rows]) => ({
    source,
    rows,
    fields: live.fields.filter(({ fieldId }) => {
      const { take } = entryOf(mapping, fieldId);
      return take.from === "column" && take.source === source;
    }),
  }));
}

const rowsText = (count: number): string => `${count.toLocaleString("en")} ${count === 1 ? "row" : "rows"}`;

/** "3,198 rows are added, 2 changed, 3 skipped." */
export function outcomeText(outcome: NonNullable<LiveImport["outcome"]>): string {
  const { add, update, skip } = outcome;
  const parts = [
    ...(add > 0 || update === 0 ? [`${rowsText(add)} ${add === 1 ? "is" : "are"} added`] : []),
    ...(update > 0 ? [`${rowsText(update)} ${update === 1 ? "is" : "are"} matched`] : []),
    ...(skip > 0 ? [`${rowsText(skip)} ${skip === 1 ? "is" : "are"} skipped`] : []),
  ];
  return `${parts.join(", ")}. They are live at once.`;
}

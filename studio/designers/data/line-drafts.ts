import type { DataRow } from "#contract/http/data";
import { isEqualJson, type JsonValue } from "#engine/definition/json";
import type { FieldRecord } from "#engine/definition/records/field";
import type { LineDraft, LineDrafts, LineRefusal, RowValues } from "./grid-row.ts";

/**
 * Rows that belong to a row, as its panel edits them: the lines of an order. They are kept apart until they are saved, all
 * together and with their row, so that a rule over them ("at least one line") is judged once.
 */
export const storedLine = ({ id, version, values, titles }: DataRow): LineDraft => ({
  key: String(id),
  id,
  version,
  stored: values,
  values,
  titles,
  isRemoved: false,
  refused: {},
});

/** A new one starts with what its fields start with. */
export const newLine = (key: string, fields: readonly FieldRecord[]): LineDraft => ({
  key,
  stored: {},
  values: Object.fromEntries(fields.flatMap(({ name, default: start }) => (start == null ? [] : [[name, start]]))),
  titles: {},
  isRemoved: false,
  refused: {},
});

/** A line with another value; what was refused of the old one is forgotten. */
export function withValue(line: LineDraft, name: string, value: JsonValue, title?: string | null): LineDraft {
  const refused = Object.fromEntries(Object.entries(line.refused).filter(([field]) => field !== name && field !== ""));
  const titles = title === undefined ? line.titles : { ...line.titles, [name]: title };
  return { ...line, values: { ...line.values, [name]: value }, titles, refused };
}

/** What is removed stays in its place until it is saved; a new line is simply gone. */
export const withoutLine = (lines: readonly LineDraft[], line: LineDraft): readonly LineDraft[] =>
  line.id === undefined
    ? lines.filter((each) => each !== line)
    : lines.map((each) => (each === line ? { ...each, isRemoved: true, refused: {} } : each));

/** Lines as they are sent, and of which draft each is. */
interface SentLines {
  readonly values: Readonly<Record<string, JsonValue>>;
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

/** What a write has to name of the lists: what is new, what differs, what goes. */
export function sentLines(lists: LineDrafts | undefined): SentLines {
  const values: Record<string, JsonValue> = {};
  const keys: Record<string, readonly string[]> = {};
  for (const [list, lines] of Object.entries(lists ?? {})) {
    const sent = lines.flatMap((line) => {
      const item = itemOf(line);
      return item ? [{ key: line.key, item }] : [];
    });
    if (sent.length === 0) continue;
    values[list] = sent.map(({ item }) => item);
    keys[list] = sent.map(({ key }) => key);
  }
  return { values, keys };
}

function itemOf({ id, version, stored, values, isRemoved }: LineDraft): RowValues | undefined {
  if (id === undefined) return values;
  const named = { id, ...(version === undefined ? {} : { _version: version }) };
  if (isRemoved) return { ...named, _delete: true };
  const changed = Object.entries(values).filter(([name, value]) => !isEqualJson(value, stored[name] ?? null));
  return changed.length === 0 ? undefined : { ...named, ...Object.fromEntries(changed) };
}

export const hasUnsavedLines = (lists: LineDrafts | undefined): boolean =>
  Object.keys(sentLines(lists).values).length > 0;

/** The drafts with what was refused of each. */
export function refusedLines(
  lists: LineDrafts | undefined,
  { keys }: Pick<SentLines, "keys">,
  refusals: readonly LineRefusal[],
): LineDrafts {
  const refusedOf = (list: string, key: string): Readonly<Record<string, string>> =>
    Object.fromEntries(
      refusals
        .filter((refusal) => refusal.list === list && keys[list]?.[refusal.index] === key)
        .map(({ field = "", message }) => [field, message]),
    );
  return Object.fromEntries(
    Object.entries(lists ?? {}).map(([list, lines]) => [
      list,
      lines.map((line) => ({ ...line, refused: refusedOf(list, line.key) })),
    ]),
  );
}

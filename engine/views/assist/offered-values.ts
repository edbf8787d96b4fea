import type { FieldId } from "../../definition/ids.ts";
import type { ValueType } from "../../value-types/value-type.ts";
import { type AssistContext, type EditedText, membersOf, namesAt } from "./names-at.ts";

/** A value that can be shown at a place of a template. */
export interface OfferedValue {
  /** As `{{ }}` names it: `book.author.name`. */
  readonly expression: string;
  /** In words: "Author › Name". */
  readonly label: string;
  /** What it belongs to: "Book", "page". */
  readonly group: string;
  readonly type: ValueType;
  /** Of a value of a row. */
  readonly fieldId: FieldId | undefined;
}

const MAX_VALUES = 200;
/** A row, the rows that it points to, and their values. */
const MAX_DEPTH = 2;

/**
 * The values that are known at an offset: rows first, then what every page knows. Lists are shown by loops, not as values;
 * a condition can ask whether one has rows.
 */
export function offeredValues(
  context: AssistContext,
  edited: EditedText,
  offset: number,
  { withLists }: { readonly withLists: boolean } = { withLists: false },
): readonly OfferedValue[] {
  const names = [...namesAt(context, edited, { start: offset, end: offset })];
  const isRow = (type: ValueType) => (type.kind === "record" ? 0 : 1);
  const seen = new Set<string>();
  return names
    .filter(([name]) => name !== "forloop" && name !== "block" && name !== "form")
    .sort(([, a], [, b]) => isRow(a.type) - isRow(b.type))
    .filter(([, { type, isOwn }]) => {
      // A page's own row has two names; one is enough.
      if (type.kind !== "record" || isOwn) return true;
      const isKnown = seen.has(type.modelId);
      seen.add(type.modelId);
      return !isKnown;
    })
    .flatMap(([name, { type }]) => valuesIn(context, { path: [name], labels: [], type, withLists }))
    .slice(0, MAX_VALUES);
}

interface At {
  readonly path: readonly string[];
  /** Of the members that lead here. */
  readonly labels: readonly string[];
  readonly type: ValueType;
  readonly fieldId?: FieldId | undefined;
  readonly withLists: boolean;
}

function valuesIn(context: AssistContext, at: At): readonly OfferedValue[] {
  const { path, labels, type, fieldId, withLists } = at;
  if ((type.kind === "list" && !withLists) || type.kind === "null" || type.kind === "json") return [];
  const [root = ""] = path;
  const model = labels.length === 0 && type.kind === "record" ? context.reader.model(type.modelId) : undefined;
  const value: OfferedValue = {
    expression: path.join("."),
    label: labels.length === 0 ? (model ? "Its title" : root) : labels.join(" › "),
    group: root,
    type,
    fieldId,
  };
  if (type.kind !== "record" && type.kind !== "object") return [value];
  const members =
    path.length > MAX_DEPTH
      ? []
      : [...membersOf(context, type)].flatMap(([name, member]) =>
          valuesIn(context, {
            path: [...path, name],
            labels: [...labels, member.label ?? name.replaceAll("_", " ")],
            type: member.type,
            fieldId: member.fieldId,
            withLists,
          }),
        );
  return type.kind === "record" ? [value, ...members] : members;
}

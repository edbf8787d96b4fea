import { type Collection, holdsMany } from "../../definition/collections.ts";
import type { ModelRecord } from "../../definition/records/model.ts";
import type { ValueType } from "../../value-types/value-type.ts";
import { pluralOf } from "../../view-types/model-labels.ts";
import { type AssistContext, type EditedText, membersOf, namesAt } from "./names-at.ts";

/** A list of related rows that a place of a template knows: the reviews of the film that a page shows. */
export interface OfferedList {
  /** As a loop names it: `record.reviews`. */
  readonly expression: string;
  /** "Reviews of this Film". */
  readonly label: string;
  /** The model of its rows. */
  readonly model: ModelRecord;
}

export interface OfferedLists {
  /** Those of the innermost row first. */
  readonly lists: readonly OfferedList[];
  /** Every name that is known at the place. */
  readonly taken: ReadonlySet<string>;
}

interface Row {
  readonly path: string;
  readonly type: Extract<ValueType, { kind: "record" }>;
  /** "this Film", "Director of this Film". */
  readonly label: string;
}

/** The lists that belong to the rows known at an offset, and to the rows to which these point. */
export function offeredLists(context: AssistContext, edited: EditedText, offset: number): OfferedLists {
  const names = namesAt(context, edited, { start: offset, end: offset });
  const rows = rowsAmong(context, names);
  const near = rows.map((row) => ({ row, beyond: rowsBeyond(context, row) }));
  const lists = [
    ...near.flatMap(({ row }) => listsOf(context, row)),
    ...near.flatMap(({ beyond }) => beyond.flatMap((row) => listsOf(context, row))),
  ];
  return { lists, taken: new Set(names.keys()) };
}

/** One name for each row: those that the template gives come first, and a page's own row has two names. */
function rowsAmong({ reader }: AssistContext, names: ReturnType<typeof namesAt>): readonly Row[] {
  const seen = new Set<string>();
  return [...names]
    .sort(([, a], [, b]) => Number(b.isOwn) - Number(a.isOwn))
    .flatMap(([name, { type, isOwn }]) => {
      if (type.kind !== "record" || (!isOwn && seen.has(type.modelId))) return [];
      if (!isOwn) seen.add(type.modelId);
      const model = reader.model(type.modelId);
      return model ? [{ path: name, type, label: `${isOwn ? "each" : "this"} ${model.label}` }] : [];
    });
}

const rowsBeyond = (context: AssistContext, row: Row): readonly Row[] =>
  [...membersOf(context, row.type)].flatMap(([name, { type, label }]) =>
    type.kind === "record" ? [{ path: `${row.path}.${name}`, type, label: `${label ?? name} of ${row.label}` }] : [],
  );

function listsOf({ reader }: AssistContext, { path, type, label }: Row): readonly OfferedList[] {
  const collections = reader.collections(type.modelId).filter(holdsMany);
  const isOneOfSeveral = ({ target }: Collection) =>
    collections.filter((other) => other.target.id === target.id).length > 1;
  return collections.map((collection) => {
    const { name, target, via } = collection;
    const by = isOneOfSeveral(collection) ? ` (${via.label})` : "";
    return { expression: `${path}.${name}`, label: `${pluralOf(target)}${by} of ${label}`, model: target };
  });
}

import type { JsonValue } from "../definition/json.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { FieldError } from "../errors.ts";
import type { WriteValues } from "./read-body.ts";
import { type AddedLink, type LinkChange, type LinkedKey, readLinkChanges } from "./read-link-changes.ts";
import { type RowMove, readMoves } from "./read-moves.ts";
import { type OwnedRow, type OwnedRows, readOwnedRows } from "./read-owned-rows.ts";
import type { CallerView } from "./resource.ts";

/** What the body of a row has in lists: links to other rows, and rows that belong to it. */
export interface RowLists {
  readonly links: readonly LinkChange[];
  readonly owned: readonly OwnedRows[];
  /** Where it is to be in an order by hand. */
  readonly moves: readonly RowMove[];
}

export interface ReadLists {
  /** The body without its lists. */
  readonly rest: JsonValue;
  readonly lists: RowLists;
  readonly errors: readonly FieldError[];
}

export interface ListsInput {
  readonly body: JsonValue;
  readonly isNew: boolean;
  /** The order of lists of links counts, where they keep one. */
  readonly inOrder: boolean;
  /** Where the row stands in a body of many rows. */
  readonly pointer?: string;
  /** Checks values before any statement runs. */
  judge(values: WriteValues): readonly FieldError[];
}

export const hasLists = ({ links, owned, moves }: RowLists): boolean =>
  links.length > 0 || owned.length > 0 || moves.length > 0;

export function readLists(view: CallerView, model: ModelRecord, input: ListsInput): ReadLists {
  const { isNew, judge, pointer: at = "" } = input;
  const linked = readLinkChanges(view, model, input);
  const own = readOwnedRows(view, model, { body: linked.rest, isNew, judge });
  const moved = readMoves(view, model, own.rest);
  const under = <Item extends { readonly pointer: string }>(item: Item): Item => ({
    ...item,
    pointer: at + item.pointer,
  });
  const linksUnder = (change: LinkChange): LinkChange => ({
    ...under(change),
    add: change.add.map(under<AddedLink>),
    remove: change.remove.map(under<LinkedKey>),
    ...(change.order ? { order: change.order.map(under<LinkedKey>) } : {}),
    ...(change.move ? { move: { ...under(change.move), place: under(change.move.place) } } : {}),
  });
  const moveUnder = (move: RowMove): RowMove => ({ ...under(move), place: under(move.place) });
  const rowUnder = (row: OwnedRow): OwnedRow =>
    row.kind === "change" ? { ...under(row), moves: row.moves.map(moveUnder) } : under(row);
  return {
    rest: moved.rest,
    lists: {
      links: linked.changes.map(linksUnder),
      owned: own.owned.map((list) => ({ ...under(list), rows: list.rows.map(rowUnder) })),
      moves: moved.moves.map(moveUnder),
    },
    errors: [...linked.errors, ...own.errors, ...moved.errors].map(under<FieldError>),
  };
}

import type { TextChange } from "../edits/text-changes.ts";
import { cutSpan, indentAt, lineBreakOf } from "../pages/edits/source-lines.ts";
import type { OutlineNode } from "../pages/outline/outline-node.ts";
import { everyNode } from "../pages/outline/page-outline.ts";

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a page shows of each row, in its order: the columns of a table, the facts of a row, its long texts. */
export interface FieldList {
  readonly kind: "columns" | "facts" | "texts";
  /** The node that contains it, by its offset. */
  readonly node: number;
  /** The variable that holds the row. */
  readonly row: string;
  readonly items: readonly ShownItem[];
  /** The places where each item stands: a column has a cell in the heading and one in the row. */
  readonly lanes: readonly Lane[];
  /** How many items must stay. */
  readonly least: number;
}

export interface Lane {
  readonly pieces: readonly Span[];
  /** Where the first piece goes when there is none: after this offset, on a line of its own. */
  readonly emptyAt: number;
}

export interface ShownItem {
  /** Its heading as source, character references and all; empty for one without words. */
  readonly label: string;
  /** The fields that it shows, by name. */
  readonly fields: readonly string[];
  /** It shows the row by its title. */
  readonly isTitle: boolean;
}

/** An item that stays, by its position, or the source of a new one for each lane. */
export type Arranged = number | readonly string[];

/** The text replacements after which the list has these items in this order. The bytes of those that stay are kept. */
export const arrangeFields = (
  source: string,
  { lanes }: FieldList,
  order: readonly Arranged[],
): readonly TextChange[] =>
  lanes
    .map((lane, index) => arrangeLane(source, lane, { order, index }))
    .filter(({ from, to, insert }) => source.slice(from, to) !== insert)
    .sort((a, b) => a.from - b.from);

function arrangeLane(
  source: string,
  { pieces, emptyAt }: Lane,
  { order, index }: { readonly order: readonly Arranged[]; readonly index: number },
): TextChange {
  const written = order.map((item) => {
    if (typeof item !== "number") return item[index] ?? "";
    const piece = pieces[item];
    return piece ? source.slice(piece.from, piece.to) : "";
  });
  const [first] = pieces;
  const last = pieces.at(-1);
  const lineBreak = lineBreakOf(source);
  if (!first || !last) {
    const indent = `${lineBreak}${indentAt(source, emptyAt)}  `;
    return { from: emptyAt, to: emptyAt, insert: written.map((piece) => indent + piece).join("") };
  }
  if (written.length === 0) return { ...cutSpan(source, { from: first.from, to: last.to }), insert: "" };
  const between = pieces.slice(1).map(({ from }, at) => source.slice(pieces[at]?.to ?? from, from));
  const usual = between.at(-1) ?? lineBreak + indentAt(source, first.from);
  const text = written.map((piece, at) => (at === 0 ? "" : (between[at - 1] ?? usual)) + piece).join("");
  return shortest(source, { from: first.from, to: last.to, insert: text });
}

/** The same replacement without what is equal at both ends. */
function shortest(source: string, { from, to, insert }: TextChange): TextChange {
  const had = source.slice(from, to);
  const most = Math.min(had.length, insert.length);
  let head = 0;
  while (head < most && had[head] === insert[head]) head++;
  let tail = 0;
  while (tail < most - head && had[had.length - 1 - tail] === insert[insert.length - 1 - tail]) tail++;
  return { from: from + head, to: to - tail, insert: insert.slice(head, insert.length - tail) };
}

/** Whether nothing but white space stands between the pieces, so that they can change places. */
export const areNeighbours = (source: string, pieces: readonly Span[]): boolean =>
  pieces.every(({ from }, at) => {
    const before = pieces[at - 1];
    return before === undefined || source.slice(before.to, from).trim() === "";
  });

/** What one item shows: its heading, and the fields of the row that its value reads. */
export function shownItem(
  source: string,
  row: string,
  { heading, value }: { readonly heading: OutlineNode | undefined; readonly value: OutlineNode },
): ShownItem {
  const read = source.slice(value.from, value.to);
  const fields = [...read.matchAll(/(?<![\w.])(\w+)\.(\w+)/g)].flatMap(([, variable, name = ""]) =>
    variable === row ? [name] : [],
  );
  return {
    label: heading ? textOf(source, heading) : "",
    fields: [...new Set(fields)],
    isTitle: [...read.matchAll(/\{\{\s*(\w+)\s*(?:\||\}\})/g)].some(([, variable]) => variable === row),
  };
}

/** The words of an element, as source. */
export const textOf = (source: string, node: OutlineNode): string =>
  [...everyNode([node])]
    .filter(({ kind }) => kind === "text")
    .map(({ from, to }) => source.slice(from, to))
    .join("")
    .trim();

export const elementsIn = (nodes: readonly OutlineNode[], name: string): readonly OutlineNode[] =>
  [...everyNode(nodes)].filter((node) => node.kind === "element" && node.name === name);

/** The nodes that are more than white space. */
export const partsOf = (source: string, nodes: readonly OutlineNode[]): readonly OutlineNode[] =>
  nodes.filter(({ kind, from, to }) => kind !== "text" || source.slice(from, to).trim() !== "");

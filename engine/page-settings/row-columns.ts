import type { OutlineNode } from "../pages/outline/outline-node.ts";
import { childrenOf, type PageOutline, pathTo } from "../pages/outline/page-outline.ts";
import { areNeighbours, elementsIn, type FieldList, partsOf, type Span, shownItem } from "./field-list.ts";
import { type RowLoop, rowLoops } from "./row-loop.ts";

/** The columns of the table that shows a page's rows; undefined without one, or when its cells do not match its heading. */
export function rowColumns(outline: PageOutline, lists: readonly string[]): FieldList | undefined {
  for (const loop of rowLoops(outline, lists)) {
    const columns = columnsOfLoop(outline, loop);
    if (columns) return columns;
  }
  return undefined;
}

function columnsOfLoop(outline: PageOutline, { node, row }: RowLoop): FieldList | undefined {
  const { source } = outline;
  const table = pathTo(outline, node.from).findLast((one) => one.kind === "element" && one.name === "table");
  const line = node.branches[0]?.children.find((one) => one.kind === "element" && one.name === "tr");
  if (!table || !line) return undefined;
  const heading = elementsIn([table], "tr").find((one) => one.to <= node.from && childrenOf(one).some(isCell));
  const cells = partsOf(source, childrenOf(line));
  const heads = heading && partsOf(source, childrenOf(heading));
  const lanes = [...(heads ? [heads] : []), cells];
  const areCells = lanes.every((lane) => lane.length === cells.length && lane.every(isCell));
  if (!areCells || !lanes.every((lane) => areNeighbours(source, lane))) return undefined;
  return {
    kind: "columns",
    node: table.from,
    row,
    items: cells.map((value, index) => shownItem(source, row, { heading: heads?.[index], value })),
    lanes: lanes.map((lane) => ({ pieces: lane, emptyAt: line.openTo })),
    least: 1,
  };
}

const isCell = ({ kind, name }: OutlineNode): boolean => kind === "element" && (name === "th" || name === "td");

/** The `colspan` values of a table that span all of its columns: they grow and shrink with it. */
export function wholeSpans(outline: PageOutline, { node, items }: FieldList): readonly Span[] {
  const { source } = outline;
  const table = pathTo(outline, node).at(-1);
  return table === undefined
    ? []
    : [...elementsIn([table], "th"), ...elementsIn([table], "td")].flatMap(({ attributes }) => {
        const value = attributes.find(({ name }) => name === "colspan")?.value;
        return value && Number(source.slice(value.from, value.to)) === items.length && items.length > 1
          ? [{ from: value.from, to: value.to }]
          : [];
      });
}

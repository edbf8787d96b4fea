import type { OutlineNode } from "../pages/outline/outline-node.ts";
import { childrenOf, everyNode, type PageOutline, pathTo } from "../pages/outline/page-outline.ts";
import { areNeighbours, elementsIn, type FieldList, partsOf, shownItem } from "./field-list.ts";
import { rowLoops } from "./row-loop.ts";

const ROW = "record";

/** The facts of the row of a detail page: `<div><dt>…</dt><dd>…</dd></div>` in a list; undefined without such a list. */
export function rowFacts(outline: PageOutline): FieldList | undefined {
  const list = elementsIn(outline.nodes, "dl").find((one) => readsRow(outline.source, one));
  return list && factsIn(outline, { list, row: ROW });
}

/** The facts of each row of a list page, such as those on its cards. */
export function cardFacts(outline: PageOutline, lists: readonly string[]): FieldList | undefined {
  for (const { node, row } of rowLoops(outline, lists)) {
    const list = elementsIn([node], "dl")[0];
    const facts = list && factsIn(outline, { list, row });
    if (facts) return facts;
  }
  return undefined;
}

function factsIn(
  { source }: PageOutline,
  { list, row }: { readonly list: OutlineNode; readonly row: string },
): FieldList | undefined {
  const facts = partsOf(source, childrenOf(list));
  if (!facts.every(isFact) || !areNeighbours(source, facts)) return undefined;
  return {
    kind: "facts",
    node: list.from,
    row,
    items: facts.map((value) => shownItem(source, row, { heading: elementsIn([value], "dt")[0], value })),
    lanes: [{ pieces: facts, emptyAt: list.openTo }],
    least: 0,
  };
}

const isFact = (node: OutlineNode): boolean =>
  node.kind === "element" && node.name === "div" && elementsIn([node], "dt").length === 1;

const readsRow = (source: string, { from, to }: OutlineNode): boolean => {
  const inside = source.slice(from, to);
  return /(?<![\w.])record[.\s}|]/.test(inside) || !/\{[{%]/.test(inside);
};

/** The long texts of the row, each in a section of its own with a heading: those that follow each other below the facts. */
export function rowTexts(outline: PageOutline): FieldList | undefined {
  const { source } = outline;
  const first = [...everyNode(outline.nodes)].find((node) => isText(source, node));
  const facts = rowFacts(outline);
  if (!first) return facts && afterFacts(outline, facts.node);
  const around = pathTo(outline, first.from).at(-2);
  const siblings = around
    ? (around.branches.find(({ children }) => children.includes(first))?.children ?? [])
    : outline.nodes;
  const texts = partsOf(source, siblings).filter((node) => isText(source, node));
  if (!areNeighbours(source, texts)) return undefined;
  return {
    kind: "texts",
    node: around?.from ?? first.from,
    row: ROW,
    items: texts.map((value) => shownItem(source, ROW, { heading: elementsIn([value], "h2")[0], value })),
    lanes: [{ pieces: texts, emptyAt: first.from }],
    least: 0,
  };
}

/** `{% if record.story %}<section><h2>Story</h2>…</section>{% endif %}`. */
const isText = (source: string, node: OutlineNode): boolean =>
  node.kind === "branching" &&
  node.name === "if" &&
  node.branches.length === 1 &&
  /^\{%\s*if\s+record\.\w+\s*%\}/.test(source.slice(node.from, node.openTo)) &&
  partsOf(source, childrenOf(node)).every(({ kind, name }) => kind === "element" && name === "section");

function afterFacts(outline: PageOutline, facts: number): FieldList | undefined {
  const path = pathTo(outline, facts);
  const list = path.at(-1);
  return (
    list && {
      kind: "texts",
      node: path.at(-2)?.from ?? list.from,
      row: ROW,
      items: [],
      lanes: [{ pieces: [], emptyAt: list.to }],
      least: 0,
    }
  );
}

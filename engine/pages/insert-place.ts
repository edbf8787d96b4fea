import { holdsOnlyPhrasing } from "./content-model.ts";
import type { Place } from "./edits/page-gesture.ts";
import { partsOf, placeOf } from "./edits/place-in-outline.ts";
import { refusalAt } from "./edits/plan-page-edit.ts";
import type { OutlineNode } from "./outline/outline-node.ts";
import { everyNode, type PageOutline, pathTo } from "./outline/page-outline.ts";

const HOLDERS = new Set(
  "main section article div header footer aside form nav ul ol dl li td th body figure".split(" "),
);

/**
 * Where something new goes: into what is selected if it can hold it, else after it, else after what stands around it.
 * Without a selection: at the end of the page's main block.
 */
export function insertPlace(
  outline: PageOutline,
  selected: number | undefined,
  elements: readonly string[],
): Place | undefined {
  const path = selected === undefined ? [] : pathTo(outline, selected);
  const candidates = path.toReversed().flatMap((node, index) => {
    const after = placeOf(outline, node.from);
    return [
      ...(index === 0 && holds(node) ? [endOf(outline, node)] : []),
      ...(after ? [{ ...after, index: after.index + 1 }] : []),
    ];
  });
  const places = path.length > 0 ? candidates : [startPlace(outline)];
  return places.find(
    (place) =>
      isShown(outline, place) &&
      !isPageInForm(outline, place, elements) &&
      refusalAt(outline, place, elements) === undefined,
  );
}

/** Parts of a page as a whole: HTML would allow them in a form, and nobody who has a form selected means it. */
const OF_PAGES = new Set(["section", "header", "footer", "nav", "main", "aside"]);

const isPageInForm = (outline: PageOutline, { parent }: Place, elements: readonly string[]): boolean =>
  parent !== undefined &&
  elements.some((name) => OF_PAGES.has(name)) &&
  pathTo(outline, parent).some(({ kind, name }) => kind === "branching" && name === "form");

const holds = (node: OutlineNode): boolean =>
  node.branches.length > 0 && (node.kind === "branching" || (HOLDERS.has(node.name) && !holdsOnlyPhrasing(node.name)));

const endOf = ({ source }: PageOutline, node: OutlineNode): Place => ({
  parent: node.from,
  branch: 0,
  index: partsOf(source, node.branches[0]?.children ?? []).length,
});

function startPlace(outline: PageOutline): Place {
  const { source } = outline;
  const blocks = [...everyNode(outline.nodes)].filter(({ kind, name }) => kind === "branching" && name === "block");
  const main =
    blocks.find((node) => /^\{%\s*block\s+main\b/.test(source.slice(node.from, node.openTo))) ??
    [...everyNode(outline.nodes)].find(({ kind, name }) => kind === "element" && (name === "main" || name === "body"));
  return main ? endOf(outline, main) : { parent: undefined, branch: 0, index: partsOf(source, outline.nodes).length };
}

/** A template that extends another shows only what stands in its blocks. */
export const extendsLayout = ({ nodes }: PageOutline): boolean =>
  nodes.some(({ kind, name }) => kind === "include" && name === "extends");

const isShown = (outline: PageOutline, place: Place): boolean =>
  place.parent !== undefined || !extendsLayout(outline) || !hasBlocks(outline);

const hasBlocks = ({ nodes }: PageOutline): boolean =>
  nodes.some(({ kind, name }) => kind === "branching" && name === "block");

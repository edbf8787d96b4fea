import type { TextChange } from "../edits/text-changes.ts";
import { indentAt, lineBreakOf } from "../pages/edits/source-lines.ts";
import type { OutlineNode } from "../pages/outline/outline-node.ts";
import { childrenOf, everyNode, type PageOutline, pathTo } from "../pages/outline/page-outline.ts";
import { elementsIn, partsOf } from "./field-list.ts";

/** The main heading of a page, and the text below it. */
export interface PageHeading {
  /** The inside of its first `h1`, as source; undefined when the page has none. */
  readonly heading: string | undefined;
  /** Words alone, which can be typed. */
  readonly isWords: boolean;
  /** The inside of `<p class="intro">`; undefined without one. */
  readonly intro: string | undefined;
}

export function pageHeading(outline: PageOutline): PageHeading {
  const { source } = outline;
  const heading = elementsIn(outline.nodes, "h1")[0];
  const intro = introOf(outline);
  const inside = (node: OutlineNode) => source.slice(node.openTo, node.closeFrom).trim();
  return {
    heading: heading && inside(heading),
    isWords: heading === undefined || childrenOf(heading).every(({ kind }) => kind === "text"),
    intro: intro && inside(intro),
  };
}

const introOf = ({ nodes, source }: PageOutline): OutlineNode | undefined =>
  elementsIn(nodes, "p").find(({ attributes }) =>
    attributes.some(
      ({ name, value }) =>
        name === "class" && value && source.slice(value.from, value.to).split(/\s+/).includes("intro"),
    ),
  );

/**
 * Another heading. The page's title in the browser, the caption of its table and its name for other sites say the same
 * where they did before.
 */
export function headingChanges(outline: PageOutline, written: string): readonly TextChange[] {
  const { source, nodes } = outline;
  const [heading] = elementsIn(nodes, "h1");
  if (!heading) return headingAdded(outline, written);
  const had = source.slice(heading.openTo, heading.closeFrom);
  const inHeading = { from: heading.openTo, to: heading.closeFrom, insert: written };
  if (had.trim() === "" || /[<{]/.test(had)) return [inHeading];
  const same = [...everyNode(nodes)].flatMap((node): readonly TextChange[] => {
    if (node.kind === "branching" && node.name === "block" && /\btitle\b/.test(source.slice(node.from, node.openTo)))
      return source.startsWith(had, node.openTo)
        ? [{ from: node.openTo, to: node.openTo + had.length, insert: written }]
        : [];
    if (node.kind !== "element") return [];
    if (node.name === "caption" && source.slice(node.openTo, node.closeFrom) === had)
      return [{ from: node.openTo, to: node.closeFrom, insert: written }];
    const value = (name: string) => node.attributes.find((one) => one.name === name)?.value;
    const property = value("property");
    const content = value("content");
    const isTitle = property !== undefined && source.slice(property.from, property.to) === "og:title";
    return node.name === "meta" &&
      isTitle &&
      content &&
      source.slice(content.from, content.to) === had &&
      !/["']/.test(written)
      ? [{ from: content.from, to: content.to, insert: written }]
      : [];
  });
  return [inHeading, ...same].sort((a, b) => a.from - b.from);
}

const headingAdded = (outline: PageOutline, written: string): readonly TextChange[] => {
  const block = mainBlock(outline);
  const at = block?.openTo ?? 0;
  const lineBreak = lineBreakOf(outline.source);
  return [{ from: at, to: at, insert: block ? `${lineBreak}<h1>${written}</h1>` : `<h1>${written}</h1>${lineBreak}` }];
};

const mainBlock = ({ nodes, source }: PageOutline): OutlineNode | undefined =>
  [...everyNode(nodes)].find(
    ({ kind, name, from, openTo }) =>
      kind === "branching" && name === "block" && /\bmain\b/.test(source.slice(from, openTo)),
  );

/** Another text below the heading; none when it is empty. */
export function introChanges(outline: PageOutline, written: string): readonly TextChange[] {
  const { source } = outline;
  const intro = introOf(outline);
  if (intro && written !== "") return [{ from: intro.openTo, to: intro.closeFrom, insert: written }];
  if (intro) {
    const before = /(?:\r?\n)?[ \t]*$/.exec(source.slice(0, intro.from))?.[0].length ?? 0;
    return [{ from: intro.from - before, to: intro.to, insert: "" }];
  }
  const [heading] = elementsIn(outline.nodes, "h1");
  if (!heading || written === "") return [];
  const head =
    pathTo(outline, heading.from).findLast(({ kind, name }) => kind === "element" && name === "header") ?? heading;
  const line = lineBreakOf(source) + indentAt(source, head.from);
  return [{ from: head.to, to: head.to, insert: `${line}<p class="intro">${written}</p>` }];
}

/** Whether a text can stand below the heading: there is one. */
export const canHaveIntro = (outline: PageOutline): boolean =>
  partsOf(outline.source, elementsIn(outline.nodes, "h1")).length > 0;

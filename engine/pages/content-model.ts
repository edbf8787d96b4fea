import { endsParagraph } from "./outline/implied-ends.ts";
import type { OutlineNode } from "./outline/outline-node.ts";
import { type PageOutline, pathTo } from "./outline/page-outline.ts";

/**
 * Which elements the HTML standard allows inside which, as far as an editor has to know it: where something may be put,
 * and what browsers would repair by moving it elsewhere.
 */
const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Elements whose children are listed. */
const CHILDREN: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    ul: "li",
    ol: "li",
    menu: "li",
    dl: "dt dd div",
    table: "caption colgroup thead tbody tfoot tr",
    thead: "tr",
    tbody: "tr",
    tfoot: "tr",
    tr: "td th",
    colgroup: "col",
    select: "option optgroup hr",
    optgroup: "option",
    picture: "source img",
    head: "title meta link style script base noscript",
    html: "head body",
  }).map(([name, children]) => [name, words(children)]),
);

/** Elements that stand only in certain others. */
const PARENTS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    li: "ul ol menu",
    dt: "dl div",
    dd: "dl div",
    caption: "table",
    colgroup: "table",
    col: "colgroup",
    thead: "table",
    tbody: "table",
    tfoot: "table",
    tr: "table thead tbody tfoot",
    td: "tr",
    th: "tr",
    option: "select optgroup datalist",
    optgroup: "select",
    figcaption: "figure",
    summary: "details",
    legend: "fieldset",
    head: "html",
    body: "html",
  }).map(([name, parents]) => [name, words(parents)]),
);

const PHRASING_ONLY = words(
  "p h1 h2 h3 h4 h5 h6 span em strong b i u s small code kbd mark q cite abbr sub sup time data label button dt pre summary legend",
);
const TRANSPARENT = words("a ins del");
const INTERACTIVE = words("a button input select textarea label iframe");
const TABLE_STRUCTURE = words("table thead tbody tfoot tr");
const TEXT_ONLY = words("title textarea option script style");

/** Why an element cannot stand inside these, outermost first; undefined when it can. `#text` stands for text. */
export function refusalOf(parents: readonly string[], child: string): string | undefined {
  const inner = parents.at(-1);
  if (inner === undefined) return undefined;
  const listed = CHILDREN.get(inner);
  if (listed && !listed.has(child))
    return child === "#text" && !TABLE_STRUCTURE.has(inner)
      ? undefined
      : `Only ${namesOf(listed)} can stand in <${inner}>.`;
  if (TEXT_ONLY.has(inner)) return child === "#text" ? undefined : `Only text can stand in <${inner}>.`;
  const own = PARENTS.get(child);
  if (own && !own.has(inner)) return `<${child}> can stand only in ${namesOf(own)}.`;
  if (child === "form" && parents.includes("form")) return "A form cannot stand in a form.";
  const outerControl = INTERACTIVE.has(child) ? parents.find((name) => name === "a" || name === "button") : undefined;
  if (outerControl) return `<${child}> cannot stand in <${outerControl}>.`;
  const effective = parents.findLast((name) => !TRANSPARENT.has(name));
  if (effective && PHRASING_ONLY.has(effective) && isBlock(child))
    return `<${child}> cannot stand in <${effective}>: browsers would end the <${effective}> before it.`;
  return undefined;
}

/** Only text and elements within lines can stand in it. */
export const holdsOnlyPhrasing = (name: string): boolean => PHRASING_ONLY.has(name);

const isBlock = (name: string): boolean => endsParagraph(name) || name === "p";

const namesOf = (names: ReadonlySet<string>): string => {
  const all = [...names].map((name) => `<${name}>`);
  return all.length === 1 ? (all[0] as string) : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
};

/** The elements around a node, outermost first; template tags have no element and are passed through. */
export const elementsAround = (outline: PageOutline, from: number): readonly string[] =>
  pathTo(outline, from)
    .slice(0, -1)
    .filter(({ kind }) => kind === "element")
    .map(({ name }) => name);

/** The elements that a node brings to where it stands: itself, or what stands in the branches of a template tag. */
export function outermostElements(node: OutlineNode, source: string): readonly string[] {
  switch (node.kind) {
    case "element":
      return [node.name];
    case "branching":
      return node.branches.flatMap(({ children }) => children.flatMap((child) => outermostElements(child, source)));
    case "text":
      return source.slice(node.from, node.to).trim() === "" ? [] : ["#text"];
    case "output":
    case "url":
      return ["#text"];
    case "include":
    case "note":
    case "code":
      return [];
  }
}

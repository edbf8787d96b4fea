import { assertNever } from "../../assert-never.ts";
import type { TextChange } from "../../edits/text-changes.ts";
import { parseTemplate } from "../../templates/syntax/parse-template.ts";
import { elementsAround, outermostElements, refusalOf } from "../content-model.ts";
import { applyChanges, mapOffset } from "../map-offset.ts";
import type { OutlineNode } from "../outline/outline-node.ts";
import { everyNode, nodeAt, type PageOutline, pageOutline, pathTo } from "../outline/page-outline.ts";
import { attributeChange, attributeText, classChange } from "./attribute-changes.ts";
import { insertAt } from "./insert-at.ts";
import { renameNames } from "./names-in-piece.ts";
import type { PageGesture, PagePlan, Place } from "./page-gesture.ts";
import { findPlace, placeOf } from "./place-in-outline.ts";
import { cutSpan, indentAt, lineBreakOf, reindent, standsAlone } from "./source-lines.ts";

const NOT_THERE = { refused: "This is no longer on the page." } as const;
const REFUSED_PROBLEM = "The page would not be readable afterwards, so nothing was changed.";

type Draft =
  | { readonly changes: readonly TextChange[]; readonly selectAt: number | undefined }
  | { readonly refused: string };

/**
 * The text replacements of one gesture, or a sentence why not. The new source is read before anything is written: a
 * gesture that would add a problem, or make something unreadable as an outline, is refused.
 */
export function planPageEdit(outline: PageOutline, gesture: PageGesture): PagePlan {
  const draft = draftOf(outline, gesture);
  if ("refused" in draft) return draft;
  const changes = draft.changes.filter(({ from, to, insert }) => outline.source.slice(from, to) !== insert);
  const source = applyChanges(outline.source, changes);
  const refused = harm(outline, pageOutline(source));
  return refused === undefined ? { changes, source, selectAt: draft.selectAt } : { refused };
}

function draftOf(outline: PageOutline, gesture: PageGesture): Draft {
  const { source } = outline;
  if (gesture.kind === "insert") return insert(outline, gesture.place, { source: gesture.source, indent: "" });
  if (gesture.kind === "replace") {
    const { changes, selectAt } = gesture;
    return { changes, selectAt: selectAt === undefined ? undefined : mapOffset(changes, selectAt) };
  }
  const node = nodeAt(outline, gesture.node);
  if (!node) return NOT_THERE;
  const one = (change: TextChange | undefined): Draft => ({ changes: change ? [change] : [], selectAt: node.from });
  switch (gesture.kind) {
    case "move":
      return move(outline, node, gesture);
    case "copy":
      return insert(outline, gesture.place, pieceOf(source, node));
    case "duplicate": {
      const place = placeOf(outline, node.from);
      return place ? insert(outline, { ...place, index: place.index + 1 }, pieceOf(source, node)) : NOT_THERE;
    }
    case "remove":
      return remove(outline, node);
    case "wrap":
      return { changes: wrap(source, node, gesture), selectAt: node.from };
    case "unwrap":
      return node.branches.length === 0
        ? { refused: "There is nothing in it to keep." }
        : { changes: unwrap(source, node), selectAt: undefined };
    case "setAttribute": {
      const { name, value } = gesture;
      return one(
        attributeChange(source, node, { name, written: value === undefined ? undefined : attributeText(value) }),
      );
    }
    case "setClassToken":
      return one(classChange(source, node, gesture));
    case "setTagPart":
      return node.from <= gesture.from && gesture.to <= node.openTo
        ? one({ from: gesture.from, to: gesture.to, insert: gesture.source })
        : NOT_THERE;
    case "setInline":
      return one({ from: node.openTo, to: node.closeFrom, insert: gesture.source });
    case "split":
      return split(source, node, gesture);
    case "rename":
      return { changes: rename(source, node, gesture.name), selectAt: node.from };
    default:
      return assertNever(gesture);
  }
}

const pieceOf = (source: string, node: OutlineNode) => ({
  source: source.slice(node.from, node.to),
  indent: indentAt(source, node.from),
});

/** Why these nodes cannot stand at a place; undefined when they can. */
export function refusalAt(outline: PageOutline, place: Place, elements: readonly string[]): string | undefined {
  if (place.parent === undefined) return undefined;
  const parent = nodeAt(outline, place.parent);
  const around = [...elementsAround(outline, place.parent), ...(parent?.kind === "element" ? [parent.name] : [])];
  for (const element of elements) {
    const refused = refusalOf(around, element);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function insert(
  outline: PageOutline,
  place: Place,
  piece: { readonly source: string; readonly indent: string },
): Draft {
  const found = findPlace(outline, place);
  if (!found) return NOT_THERE;
  const elements = pageOutline(piece.source).nodes.flatMap((node) => outermostElements(node, piece.source));
  const refused = refusalAt(outline, place, elements);
  if (refused !== undefined) return { refused };
  const { change, begin } = insertAt(outline, found, piece);
  return { changes: [change], selectAt: change.from + begin };
}

function move(
  outline: PageOutline,
  node: OutlineNode,
  { place, names }: Extract<PageGesture, { kind: "move" }>,
): Draft {
  const { source } = outline;
  if (place.parent !== undefined && pathTo(outline, place.parent).some(({ from }) => from === node.from))
    return { refused: "A part cannot be moved into itself." };
  const now = placeOf(outline, node.from);
  const isSame = now?.parent === place.parent && now?.branch === place.branch;
  if (isSame && (now?.index === place.index || now?.index === place.index - 1))
    return { changes: [], selectAt: node.from };
  const piece = pieceOf(source, node);
  const put = insert(outline, place, names ? { ...piece, source: renameNames(source, node, names) } : piece);
  if ("refused" in put) return put;
  const cut = { ...cutSpan(source, node), insert: "" };
  const [added] = put.changes;
  if (!added) return NOT_THERE;
  const changes = [cut, added].sort((a, b) => a.from - b.from || a.to - b.to);
  const shift = cut.from < added.from ? cut.to - cut.from : 0;
  return { changes, selectAt: put.selectAt === undefined ? undefined : put.selectAt - shift };
}

function remove(outline: PageOutline, node: OutlineNode): Draft {
  const change = { ...cutSpan(outline.source, node), insert: "" };
  const parts = pathTo(outline, node.from).at(-2);
  return { changes: [change], selectAt: parts && mapOffset([change], parts.from) };
}

function wrap(
  source: string,
  node: OutlineNode,
  { open, close }: { readonly open: string; readonly close: string },
): readonly TextChange[] {
  if (!standsAlone(source, node))
    return [
      { from: node.from, to: node.from, insert: open },
      { from: node.to, to: node.to, insert: close },
    ];
  const lineBreak = lineBreakOf(source);
  const indent = indentAt(source, node.from);
  const inner = reindent(source.slice(node.from, node.to), indent, `${indent}  `);
  const insert = `${open}${lineBreak}${indent}  ${inner}${lineBreak}${indent}${close}`;
  return [{ from: node.from, to: node.to, insert }];
}

/** Takes the tags away and keeps what stands in all branches. */
function unwrap(source: string, node: OutlineNode): readonly TextChange[] {
  const tags = [
    { from: node.from, to: node.openTo },
    ...node.branches.flatMap(({ clause }) => clause ?? []),
    { from: node.closeFrom, to: node.to },
  ].filter(({ from, to }) => to > from);
  return tags.map((tag) => ({ ...cutSpan(source, tag), insert: "" }));
}

/** Two elements where there was one, on lines of their own if it stood so; the second is selected. */
function split(
  source: string,
  node: OutlineNode,
  { first, second }: { readonly first: string; readonly second: string },
): Draft {
  const between = standsAlone(source, node) ? lineBreakOf(source) + indentAt(source, node.from) : "";
  const added = `${between}${openingOfCopy(source, node)}${second}${source.slice(node.closeFrom, node.to)}`;
  return {
    changes: [
      { from: node.openTo, to: node.closeFrom, insert: first },
      { from: node.to, to: node.to, insert: added },
    ],
    selectAt: node.to + first.length - (node.closeFrom - node.openTo) + between.length,
  };
}

/** The start tag for an element like this one: an id names one element alone. */
function openingOfCopy(source: string, node: OutlineNode): string {
  const tag = source.slice(node.from, node.openTo);
  const change = attributeChange(source, node, { name: "id", written: undefined });
  return change ? tag.slice(0, change.from - node.from) + tag.slice(change.to - node.from) : tag;
}

function rename(source: string, node: OutlineNode, name: string): readonly TextChange[] {
  const opening = { from: node.from + 1, to: node.from + 1 + node.name.length, insert: name };
  if (node.closeFrom === node.to) return [opening];
  const closing = { from: node.closeFrom + 2, to: node.closeFrom + 2 + node.name.length, insert: name };
  return [opening, closing].map((change) => ({ ...change, to: Math.min(change.to, source.length) }));
}

/** What a change would make worse. */
function harm(before: PageOutline, after: PageOutline): string | undefined {
  const problems = ({ source }: PageOutline) => parseTemplate(source).problems;
  const added = problems(after).length - problems(before).length;
  if (added > 0) return problems(after).at(-1)?.message ?? REFUSED_PROBLEM;
  const codes = ({ nodes }: PageOutline) => [...everyNode(nodes)].filter(({ kind }) => kind === "code").length;
  return codes(after) > codes(before) ? REFUSED_PROBLEM : undefined;
}

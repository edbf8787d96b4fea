import type { TextChange } from "../edits/text-changes.ts";
import { cutSpan, indentAt, lineBreakOf } from "../pages/edits/source-lines.ts";
import type { OutlineNode } from "../pages/outline/outline-node.ts";
import { childrenOf, type PageOutline } from "../pages/outline/page-outline.ts";
import { elementsIn, partsOf } from "./field-list.ts";
import { type RowLoop, rowLoops } from "./row-loop.ts";

/** The heading of each group of rows: `{% ifchanged book.genre %}…{% endifchanged %}` at the begin of the loop. */
export function groupHeadings(outline: PageOutline, lists: readonly string[]): readonly string[] {
  return rowLoops(outline, lists).flatMap((loop) => {
    const heading = headingOf(outline, loop);
    return heading === undefined ? [] : [heading.field];
  });
}

/**
 * Writes the heading of groups into every loop over the page's rows, in place of the one that is there; without a field
 * it is taken out. `inline` shows the field of a row.
 */
export const groupChanges = (
  outline: PageOutline,
  lists: readonly string[],
  group: { readonly field: string; readonly inline: (row: string) => string } | undefined,
): readonly TextChange[] => rowLoops(outline, lists).flatMap((loop) => groupChange(outline, loop, group) ?? []);

function groupChange(
  outline: PageOutline,
  loop: RowLoop,
  group: Parameters<typeof groupChanges>[2],
): TextChange | undefined {
  const { source } = outline;
  const had = headingOf(outline, loop)?.node;
  if (!group) return had && { ...cutSpan(source, had), insert: "" };
  const [first] = partsOf(source, loop.node.branches[0]?.children ?? []).filter((node) => node !== had);
  if (!first) return undefined;
  const lineBreak = lineBreakOf(source);
  const indent = indentAt(source, first.from);
  const written = `{% ifchanged ${loop.row}.${group.field} %}${lineBreak}${indent}${elementOf(first, group.inline(loop.row))}${lineBreak}${indent}{% endifchanged %}`;
  return had
    ? { from: had.from, to: had.to, insert: written }
    : { from: first.from, to: first.from, insert: `${written}${lineBreak}${indent}` };
}

function elementOf(first: OutlineNode, inline: string): string {
  if (first.kind !== "element") return `<p class="group">${inline}</p>`;
  if (first.name === "li") return `<li class="group">${inline}</li>`;
  if (first.name !== "tr") return `<h2 class="group">${inline}</h2>`;
  const columns = childrenOf(first).filter(({ kind }) => kind === "element").length;
  return `<tr class="group"><th scope="rowgroup" colspan="${columns}">${inline}</th></tr>`;
}

/** Only what the settings would write themselves: a heading of another form is the builder's own. */
function headingOf(
  { source }: PageOutline,
  { node, row }: RowLoop,
): { readonly node: OutlineNode; readonly field: string } | undefined {
  const [first] = partsOf(source, node.branches[0]?.children ?? []);
  if (first?.kind !== "branching" || first.name !== "ifchanged") return undefined;
  const [, variable, field] =
    /^\{%\s*ifchanged\s+(\w+)\.(\w+)\s*%\}/.exec(source.slice(first.from, first.openTo)) ?? [];
  const isOurs = ["tr", "h2", "li", "p"].some((name) => elementsIn(childrenOf(first), name).length > 0);
  return field !== undefined && variable === row && isOurs ? { node: first, field } : undefined;
}

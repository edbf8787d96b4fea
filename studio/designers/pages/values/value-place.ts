import { inlineSpan, textRootAt } from "#engine/pages/inline/inline-pieces";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { PageOutline } from "#engine/pages/outline/page-outline";
import type { ValueAnswer } from "../receive-from-frame.ts";
import type { PageEdit } from "../use-page-edit.ts";

/** Where a value can be chosen for a part: in place of the one that it shows, at the end of its text, or as what a
 * condition asks about, which may be a list. */
export interface ValuePlace {
  readonly at: number;
  readonly kind: "replace" | "append" | "ask";
  readonly edit: (expression: string) => PageEdit;
}

/** Where the caret stands in a text that is written in. */
export interface CaretPlace {
  readonly at: number;
  readonly kind: "caret";
  readonly answer: ValueAnswer;
}

export function valuePlace(outline: PageOutline, node: OutlineNode): ValuePlace | undefined {
  const { source } = outline;
  if (node.kind === "output" && source.startsWith("{{", node.from)) {
    const [whole = "", path = ""] = /^\{\{\s*([^|}]*?)\s*(?=\||\}\})/.exec(source.slice(node.from, node.to)) ?? [];
    const to = node.from + whole.trimEnd().length;
    // Its filters stay: the format of the value.
    const span = { from: to - path.length, to };
    return {
      at: node.from,
      kind: "replace",
      edit: (expression) => ({
        gesture: { kind: "setTagPart", node: node.from, ...span, source: expression },
        label: `Show ${expression}`,
      }),
    };
  }
  const root = textRootAt(outline, node.from);
  if (root?.from !== node.from) return undefined;
  const { to } = inlineSpan(source, node);
  const isEmpty = source.slice(node.openTo, to).trim() === "";
  return {
    at: to,
    kind: "append",
    edit: (expression) => ({
      gesture: {
        kind: "replace",
        changes: [{ from: to, to, insert: `${isEmpty ? "" : " "}{{ ${expression} }}` }],
        selectAt: node.from,
      },
      label: `Insert ${expression}`,
    }),
  };
}

import { useMemo, useRef } from "react";
import { inlinePieces, keepsLines } from "#engine/pages/inline/inline-pieces";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import type { ToFrame } from "../../page-frame/frame-messages.ts";
import { shownPieces } from "./shown-pieces.ts";

/** A text that is edited where it stands on the page. */
export interface Writing {
  /** The text of the template when the writing began, by which the frame names its pieces. */
  readonly source: string;
  readonly node: OutlineNode;
  readonly caret: "all" | "start";
}

interface Parts {
  readonly writing: Writing | undefined;
  /** The mark of a node of some text of the template, on the page that is shown. */
  readonly markIn: (text: string, from: number) => string | undefined;
  /** The page that is shown has a node as it is in a text of the template. */
  readonly isShownAs: (text: string, node: OutlineNode) => boolean;
}

/** The message that lets the frame edit a text, once the page that is shown has it. */
export function useEditTextMessage({ writing, markIn, isShownAs }: Parts): ToFrame | undefined {
  // The second part of a split text is there when the engine has made the page anew.
  const isShown = writing !== undefined && isShownAs(writing.source, writing.node);
  // The message is made once for each writing: a page that is made meanwhile changes nothing of it.
  const marks = useRef(markIn);
  marks.current = markIn;
  return useMemo((): ToFrame | undefined => {
    if (!writing || !isShown) return undefined;
    const { source, node, caret } = writing;
    const mark = (from: number) => marks.current(source, from);
    const isPre = keepsLines(node);
    return {
      kind: "editText",
      mark: mark(node.from) ?? "",
      pieces: shownPieces(inlinePieces(source, node) ?? [], { source, isPre, mark }),
      caret,
      canSplit: node.name === "p" || node.name === "li",
      isPre,
    };
  }, [writing, isShown]);
}

import { useRef, useState } from "react";
import { textRootAt } from "#engine/pages/inline/inline-pieces";
import { inlineSources } from "#engine/pages/inline/inline-source";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { nodeAt, type PageOutline, pageOutline } from "#engine/pages/outline/page-outline";
import type { TypedPiece } from "../../page-frame/frame-messages.ts";
import { decodeReference } from "./decode-reference.ts";
import { nodeLabel } from "./node-label.ts";
import { mapped } from "./page-selection.ts";
import { writtenPieces } from "./shown-pieces.ts";
import { useEditTextMessage, type Writing } from "./use-edit-text-message.ts";
import type { PageEdit, PageEditDone } from "./use-page-edit.ts";

interface Parts {
  readonly outline: PageOutline;
  /** The mark of a node of some text of the template, on the page that is shown. */
  readonly markIn: (text: string, from: number) => string | undefined;
  /** The page that is shown has a node as it is in a text of the template. */
  readonly isShownAs: (text: string, node: OutlineNode) => boolean;
  readonly edit: (edit: PageEdit) => PageEditDone | undefined;
  readonly announce: (sentence: string) => void;
  /** Whether there is a page to write in; one with a mistake may never have been drawn. */
  readonly isDrawn: boolean;
  readonly refuse: (reason: string) => void;
  /** A built-in page is taken over by the first change, which opens another template: so it is written at the end. */
  readonly isWrittenAtEnd: boolean;
}

/** Text that is edited where it stands on the page. What is typed is written when typing rests, and at the end. */
export function useTextInPlace({ outline, markIn, isShownAs, edit, announce, isDrawn, refuse, isWrittenAtEnd }: Parts) {
  const [writing, setWriting] = useState<Writing>();
  /** The text that was written last: what others changed since is merged with what is typed next. */
  const written = useRef("");
  const message = useEditTextMessage({ writing, markIn, isShownAs });
  /** The writing that ended last, since a message about it may follow. */
  const base = useRef("");
  const open = (next: Writing): void => {
    written.current = next.source;
    base.current = next.source;
    setWriting(next);
  };

  return {
    message,
    begin: (from: number): void => {
      const { source } = outline;
      const node = textRootAt(outline, from);
      if (!node) {
        announce("This holds no text of its own. Select a text in it.");
        return;
      }
      if (!isDrawn) {
        refuse(
          "The page cannot be drawn as it is, so nothing can be written on it. Write in Text beside the page, or in the source.",
        );
        return;
      }
      announce(`Writing in ${nodeLabel(node, source)}. Escape ends.`);
      open({ source, node, caret: "all" });
    },
    typed: (pieces: readonly TypedPiece[], isEnd: boolean): boolean => {
      if (!writing) return true;
      if (isEnd) setWriting(undefined);
      if (isWrittenAtEnd && !isEnd) return true;
      const { source, node } = writing;
      const [inside = ""] = sourcesOf(writing, [pieces]);
      const done = edit({
        gesture: { kind: "setInline", node: node.from, source: inside },
        label: `Write in ${nodeLabel(node, source)}`,
        base: { source, written: written.current },
        isQuiet: !isEnd,
      });
      if (done) written.current = done.source;
      return done !== undefined;
    },
    isWriting: writing !== undefined,
    /** A place in the text that is written in, as the source is now. */
    placeNow: (): number | undefined => writing && mapped(base.current, outline.source, writing.node.openTo),
    /** Where something of the text that is written in is in the text now. */
    offsetNow: (from: number): number | undefined => mapped(base.current, outline.source, from),
    split: (first: readonly TypedPiece[], second: readonly TypedPiece[]): boolean => {
      if (!writing) return true;
      setWriting(undefined);
      const { source, node } = writing;
      const [one = "", two = ""] = sourcesOf(writing, [first, second]);
      const done = edit({
        gesture: { kind: "split", node: node.from, first: one, second: two },
        label: `Split ${nodeLabel(node, source)}`,
        base: { source, written: written.current },
      });
      const next = done?.selectAt === undefined ? undefined : nodeAt(pageOutline(done.source), done.selectAt);
      if (done && next) open({ source: done.source, node: next, caret: "start" });
      return done !== undefined;
    },
  };
}

/** The source of each part of what was typed. */
const sourcesOf = ({ source, node }: Writing, parts: readonly (readonly TypedPiece[])[]): readonly string[] =>
  inlineSources(source, node, { parts: parts.map(writtenPieces), decode: decodeReference });

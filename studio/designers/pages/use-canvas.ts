import { useMemo, useRef } from "react";
import { assertNever } from "#engine/assert-never";
import { isForm } from "#engine/block-types/form-around";
import type { AppDefinition } from "#engine/definition/app-definition";
import type { Place } from "#engine/pages/edits/page-gesture";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { everyNode, nodeAt, type PageOutline, pathTo } from "#engine/pages/outline/page-outline";
import type { FromFrame, ToFrame } from "../../page-frame/frame-messages.ts";
import { nonce } from "../../theme/nonce.ts";
import type { ChosenTemplate } from "../templates/chosen-template.ts";
import { previewDocument } from "../templates/preview/preview-document.ts";
import type { PreviewView } from "../templates/preview/preview-view.ts";
import type { useTemplatePreview } from "../templates/preview/use-template-preview.ts";
import { type Carried, type DropRules, dropSlots } from "./drop-slots.ts";
import { linkedName, nodeLabel } from "./node-label.ts";
import type { PageActions } from "./page-actions.ts";
import { mapped, readMark, unitOf } from "./page-selection.ts";
import { useFramePort } from "./use-frame-port.ts";
import type { usePageEdit } from "./use-page-edit.ts";
import { useTextInPlace } from "./use-text-in-place.ts";

interface Parts {
  readonly chosen: ChosenTemplate;
  readonly outline: PageOutline;
  readonly rules: DropRules;
  readonly node: OutlineNode | undefined;
  readonly markToken: string;
  readonly state: ReturnType<typeof useTemplatePreview>["state"];
  readonly view: PreviewView;
  readonly theme: AppDefinition["settings"]["theme"];
  readonly edit: ReturnType<typeof usePageEdit>;
  readonly announce: (sentence: string) => void;
  readonly select: (from: number | undefined) => void;
  readonly drop: (carried: Carried, place: Place, isCopy: boolean) => void;
  readonly refuse: (reason: string) => void;
  /** What is carried from outside of the frame. */
  readonly carried: () => Carried | undefined;
  readonly askLink: (answer: (href: string | undefined) => void) => void;
  readonly openTemplate: (name: string) => void;
  readonly actions: () => PageActions;
}

/** What the page's frame shows, and what somebody does in it. */
export function useCanvas(parts: Parts) {
  const { chosen, outline, node, markToken, state, view, theme, edit, announce, select } = parts;
  const { source } = outline;
  const unit = unitOf(state.units, chosen);
  /** The mark of a node of some text of this template, on the page that is shown. */
  const markIn = (text: string, from: number): string | undefined => {
    const then = unit && mapped(text, unit.source, from);
    return unit && then !== undefined ? `${unit.unit}.${then}` : undefined;
  };
  const isShownAs = (text: string, { from, to }: OutlineNode): boolean => {
    const then = unit && mapped(text, unit.source, from);
    return unit !== undefined && then !== undefined && unit.source.startsWith(text.slice(from, to), then);
  };
  const markOf = (from: number): string | undefined => markIn(source, from);
  /** A mark of the opened template as an offset in its text now. */
  const offsetOf = (mark: string): number | undefined => {
    const read = readMark(mark);
    return unit && read.unit === unit.unit ? mapped(unit.source, source, read.from) : undefined;
  };

  const page = useMemo((): ToFrame | undefined => {
    if (!state.page) return undefined;
    const { html } = previewDocument(state.page.html, { scheme: view.scheme, nonce, theme, marks: state.page.marks });
    return { kind: "page", html, token: markToken, scheme: view.scheme };
  }, [state.page, view.scheme, theme, markToken]);
  const element = node && elementFor(outline, node.from);
  const mark = element === undefined ? undefined : markOf(element);
  const label = node ? nodeLabel(node, source) : "";
  const copy = node ? source.slice(node.from, node.to) : "";
  const selection = useMemo(
    (): ToFrame | undefined => page && { kind: "select", mark: mark ?? null, label, copy },
    [page, mark, label, copy],
  );
  const writing = useTextInPlace({
    outline,
    markIn,
    isShownAs,
    edit,
    announce,
    isWrittenAtEnd: chosen.kind === "builtIn",
  });

  /** The text in which the places were found that the frame was told. */
  const slotSource = useRef(source);
  const noteSlots = (): void => {
    slotSource.current = source;
  };

  const point = (marks: readonly string[], isDouble: boolean): void => {
    const from = marks.map(offsetOf).find((one) => one !== undefined);
    const innermost = marks[0] === undefined ? undefined : state.units[readMark(marks[0]).unit];
    const isForeign = marks[0] !== undefined && offsetOf(marks[0]) === undefined;
    if (isForeign && innermost && unit && innermost !== state.units[unit.unit]) {
      const link = linkTo(outline, innermost.name, from);
      select(link?.from ?? from);
      if (isDouble) parts.openTemplate(innermost.name);
      else announce(`This belongs to ${innermost.name}. A double click opens it.`);
      return;
    }
    select(from);
    if (isDouble && from !== undefined) writing.begin(from);
  };

  const receive = (message: FromFrame): void => {
    switch (message.kind) {
      case "ready":
        return;
      case "point":
        point(message.marks, message.isDouble);
        return;
      case "drag": {
        const from = message.marks.map(offsetOf).find((one) => one !== undefined);
        const dragged = from === undefined ? undefined : nodeAt(outline, from);
        if (!dragged) return;
        select(dragged.from);
        noteSlots();
        port.send({ kind: "slots", slots: [...dropSlots(parts.rules, carriedNode(dragged, source), slotMark)] });
        return;
      }
      case "drop": {
        const from = message.mark === null ? undefined : offsetOf(message.mark);
        const dragged = from === undefined ? undefined : nodeAt(outline, from);
        const carried = message.mark === null ? parts.carried() : dragged && carriedNode(dragged, source);
        const parent = message.parent === null ? undefined : mapped(slotSource.current, source, message.parent);
        if (!carried || (message.parent !== null && parent === undefined))
          parts.refuse("The page was changed meanwhile. Drag it once more.");
        else parts.drop(carried, { parent, branch: message.branch, index: message.index }, message.isCopy);
        return;
      }
      case "refused":
        parts.refuse(message.reason);
        return;
      case "typed":
        // The page as it is comes back in place of what was typed.
        if (!writing.typed(message.pieces, message.isEnd) && page) port.send(page);
        return;
      case "split":
        if (!writing.split(message.first, message.second) && page) port.send(page);
        return;
      case "askLink":
        parts.askLink((href) => port.send({ kind: "link", href: href ?? null }));
        return;
      case "value":
        select(writing.offsetNow(message.from));
        return;
      case "cut":
        parts.actions().cut();
        return;
      case "paste":
        parts.actions().paste(message.text);
        return;
      case "key":
        parts.actions().key(message);
        return;
      default:
        assertNever(message);
    }
  };
  const port = useFramePort(receive);
  const slotMark = (from: number): string => markOf(from) ?? UNSEEN;
  return {
    port,
    page,
    selection,
    text: writing.message,
    beginText: writing.begin,
    slotMark,
    noteSlots,
    /** An offset in the text of the page that is shown, in the text as it is now. */
    offsetOf: (from: number) => unit && mapped(unit.source, source, from),
  };
}

/** No template of a page has this number. */
const UNSEEN = "9999.0";

export const carriedNode = (node: OutlineNode, source: string): Carried => ({
  kind: "node",
  node,
  label: nodeLabel(node, source),
});

/** What a tag of a form writes has the mark of the tag. */
const isPartOfForm = ({ kind, name }: OutlineNode): boolean => kind === "output" && FORM_PARTS.has(name);
const FORM_PARTS = new Set(["field", "fields", "errors", "submit"]);

/** The element that shows a node: itself, the first in a template tag, or the one around it. */
function elementFor(outline: PageOutline, from: number): number | undefined {
  const path = pathTo(outline, from);
  const own = path.at(-1);
  if (!own || own.kind === "element" || isForm(own) || isPartOfForm(own)) return own?.from;
  const inside = own.branches.flatMap(({ children }) => children).find(({ kind }) => kind === "element");
  return inside?.from ?? path.findLast(({ kind }) => kind === "element")?.from;
}

/** The tag that brings another template in: an include within a part, else the layout. */
function linkTo(outline: PageOutline, name: string, within: number | undefined): OutlineNode | undefined {
  const { source } = outline;
  const around = within === undefined ? undefined : nodeAt(outline, within);
  const nodes = [...everyNode(around ? [around] : outline.nodes)].filter(({ kind }) => kind === "include");
  return (
    nodes.find((node) => linkedName(node, source) === name) ??
    outline.nodes.find((node) => node.kind === "include" && node.name === "extends")
  );
}

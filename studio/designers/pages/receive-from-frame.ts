import { assertNever } from "#engine/assert-never";
import type { Place } from "#engine/pages/edits/page-gesture";
import type { OutlineNode } from "#engine/pages/outline/outline-node";
import { everyNode, nodeAt, type PageOutline } from "#engine/pages/outline/page-outline";
import type { FromFrame, ToFrame } from "../../page-frame/frame-messages.ts";
import { carriedNode } from "./carried-node.ts";
import { type Carried, type DropRules, dropSlots } from "./drop-slots.ts";
import { linkedName } from "./node-label.ts";
import type { PageActions } from "./page-actions.ts";
import type { PageMarks } from "./page-marks.ts";
import { mapped } from "./page-selection.ts";
import type { FramePort } from "./use-frame-port.ts";
import type { useTextInPlace } from "./use-text-in-place.ts";

/** A value that was chosen, and what it is on the page; nothing when there is to be none. */
export type ValueAnswer = (expression: string | undefined, shown?: string) => void;

/** What the messages of the frame are about, and what they can cause. */
export interface FrameHost {
  readonly outline: PageOutline;
  readonly rules: DropRules;
  readonly announce: (sentence: string) => void;
  readonly select: (from: number | undefined) => void;
  readonly drop: (carried: Carried, place: Place, isCopy: boolean) => void;
  readonly refuse: (reason: string) => void;
  /** What is carried from outside of the frame. */
  readonly carried: () => Carried | undefined;
  readonly askLink: (answer: (href: string | undefined) => void) => void;
  /** Which value is to stand at a place of the source. */
  readonly askValue: (at: number, answer: ValueAnswer) => void;
  readonly openTemplate: (name: string) => void;
  readonly actions: () => PageActions;
}

/** The same, with the frame and the page in it. */
interface Receiver extends FrameHost {
  readonly port: FramePort;
  readonly page: ToFrame | undefined;
  readonly marks: PageMarks;
  readonly writing: ReturnType<typeof useTextInPlace>;
  /** The text in which the places were found that the frame was told. */
  readonly slotSource: { readonly current: string };
  readonly noteSlots: () => void;
}

/** Does what somebody did in the frame of the page. */
export function receiveFromFrame(message: FromFrame, receiver: Receiver): void {
  const { port, page, writing } = receiver;
  switch (message.kind) {
    case "ready":
      return;
    case "point":
      point(message, receiver);
      return;
    case "drag":
      drag(message, receiver);
      return;
    case "drop":
      drop(message, receiver);
      return;
    case "refused":
      receiver.refuse(message.reason);
      return;
    case "typed":
      // The page as it is comes back in place of what was typed.
      if (!writing.typed(message.pieces, message.isEnd) && page) port.send(page);
      return;
    case "split":
      if (!writing.split(message.first, message.second) && page) port.send(page);
      return;
    case "ask": {
      const at = writing.placeNow();
      const answer = (text: string | undefined, label = "") => port.send({ kind: "answer", text: text ?? null, label });
      if (message.what === "link") receiver.askLink(answer);
      else if (at !== undefined) receiver.askValue(at, answer);
      return;
    }
    case "value":
      receiver.select(writing.offsetNow(message.from));
      return;
    case "cut":
      receiver.actions().cut();
      return;
    case "paste":
      receiver.actions().paste(message.text);
      return;
    case "key":
      receiver.actions().key(message);
      return;
    default:
      assertNever(message);
  }
}

type Message<K extends FromFrame["kind"]> = Extract<FromFrame, { kind: K }>;

function point({ marks, isDouble }: Message<"point">, receiver: Receiver): void {
  const from = receiver.marks.firstOffset(marks);
  const other = receiver.marks.otherTemplate(marks[0]);
  if (other) {
    const link = linkTo(receiver.outline, other.name, from);
    receiver.select(link?.from ?? from);
    if (isDouble) receiver.openTemplate(other.name);
    else receiver.announce(`This belongs to ${other.name}. A double click opens it.`);
    return;
  }
  receiver.select(from);
  if (isDouble && from !== undefined) receiver.writing.begin(from);
}

function drag(message: Message<"drag">, receiver: Receiver): void {
  const { outline, rules, marks } = receiver;
  const from = marks.firstOffset(message.marks);
  const dragged = from === undefined ? undefined : nodeAt(outline, from);
  if (!dragged) return;
  receiver.select(dragged.from);
  receiver.noteSlots();
  const slots = dropSlots(rules, carriedNode(dragged, outline.source), marks.slotMark);
  receiver.port.send({ kind: "slots", slots: [...slots] });
}

function drop(message: Message<"drop">, receiver: Receiver): void {
  const { outline, marks, slotSource } = receiver;
  const { source } = outline;
  const from = message.mark === null ? undefined : marks.firstOffset([message.mark]);
  const dragged = from === undefined ? undefined : nodeAt(outline, from);
  const carried = message.mark === null ? receiver.carried() : dragged && carriedNode(dragged, source);
  const parent = message.parent === null ? undefined : mapped(slotSource.current, source, message.parent);
  if (!carried || (message.parent !== null && parent === undefined))
    receiver.refuse("The page was changed meanwhile. Drag it once more.");
  else receiver.drop(carried, { parent, branch: message.branch, index: message.index }, message.isCopy);
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

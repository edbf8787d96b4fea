import type { FromFrame, ShownPiece, ToFrame, TypedPiece } from "./frame-messages.ts";
import { isCommand } from "./is-command.ts";
import { makeElement } from "./make-element.ts";
import { outputsOf } from "./outputs-of.ts";

type Editing = Extract<ToFrame, { kind: "editText" }>;

interface Parts {
  readonly say: (message: FromFrame) => void;
  readonly elementsOf: (mark: string, within: Element) => readonly Element[];
  readonly token: () => string;
  /** The editing is over, and the page that was shown last has what was typed. */
  readonly ended: () => void;
}

const REST_MS = 400;
/** How long typing waits for the second part of a text that was split. */
const WAIT_MS = 2_000;
const FROM = "data-editor-from";
const HREF = "data-editor-href";
const VALUE = "data-editor-value";
const NEW = "new";
const write = Document.prototype.execCommand.bind(document);
/** Null only in a document that is not shown. */
const selectionOf = Document.prototype.getSelection.bind(document) as () => Selection;

/**
 * The text of one element while somebody edits it. The studio says which pieces stand in it; they are shown as text
 * nodes that remember their run of the source, as values that can only be deleted, and as elements. What is left of
 * them goes back as pieces: markup that the browser makes is never read.
 */
export function createTextEditor({ say, elementsOf, token, ended }: Parts) {
  const runs = new WeakMap<Node, number>();
  let editing: { readonly element: HTMLElement; readonly given: Editing } | undefined;
  let lastSent = "";
  /** Something was typed that no page has shown yet. */
  let isAwaited = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The words that a link is asked for, or where a value is to stand. */
  let question: { readonly range: Range; readonly what: "link" | "value" } | undefined;
  /** What was typed after Enter, before the new element is there. */
  let typedAhead: { text: string; readonly until: number } | undefined;

  function begin(element: HTMLElement, given: Editing): void {
    end();
    editing = { element, given };
    const shown = document.createDocumentFragment();
    shown.append(...given.pieces.flatMap((piece) => show(piece, element)));
    element.replaceChildren(shown);
    element.setAttribute("contenteditable", "plaintext-only");
    element.style.cssText += ";white-space:pre-wrap;outline:2px solid #4a45d6;outline-offset:2px";
    element.focus();
    lastSent = read();
    const selection = selectionOf();
    selection.selectAllChildren(element);
    if (given.caret === "start") selection.collapseToStart();
    const early = typedAhead?.text;
    typedAhead = undefined;
    if (!early) return;
    const node = document.createTextNode(early);
    element.prepend(node);
    selection.collapse(node, early.length);
    typed();
  }

  /** Ends with what was typed. */
  function end(): void {
    const done = editing;
    if (!done) return;
    clearTimeout(timer);
    const pieces = typedPieces(done.element, runs);
    if (JSON.stringify(pieces) !== lastSent) isAwaited = true;
    stop(done.element);
    say({ kind: "typed", pieces, isEnd: true });
    if (!isAwaited) ended();
  }

  /** A page that the engine made is shown. */
  function pageShown(): void {
    isAwaited = false;
  }

  function stop(element: HTMLElement): void {
    editing = undefined;
    question = undefined;
    element.removeAttribute("contenteditable");
    element.removeAttribute("style");
  }

  /** True when the key was the editing's own. */
  function key(event: KeyboardEvent): boolean {
    const { key } = event;
    if (!editing) return typeAhead(event);
    const command = isCommand(event) && !event.altKey ? key.toLowerCase() : "";
    if (key === "Escape") end();
    else if (key === "Enter" && event.shiftKey) insertBreak();
    else if (key === "Enter") enter();
    else if (command === "b") toggle("strong", ["STRONG", "B"]);
    else if (command === "i") toggle("em", ["EM", "I"]);
    else if (command === "k") ask("link");
    else if (command === "j") ask("value");
    else return false;
    return true;
  }

  function typed(): void {
    clearTimeout(timer);
    timer = setTimeout(() => flush(), REST_MS);
  }

  function paste(text: string): void {
    if (!editing) return;
    write("insertText", false, editing.given.isPre ? text : text.replace(/\s*\n\s*/g, " "));
  }

  /** The focus is elsewhere: the editing is over, unless the studio is asked for something. */
  function blurred(): void {
    if (!question) end();
  }

  function answer(text: string | null, label: string): void {
    const asked = question;
    question = undefined;
    if (!editing || !asked) return;
    editing.element.focus();
    select(asked.range);
    if (text === null) return;
    if (asked.what === "link") wrap("a", text);
    else {
      const chip = newChip(NEW, text);
      chip.setAttribute(VALUE, text);
      chip.textContent = label;
      insert(chip);
    }
  }

  /** A value of the text was double-clicked: its place in the source. */
  function valueAt(target: EventTarget | null): number | undefined {
    const chip = target instanceof Element ? target.closest(`${CHIP}[${FROM}]`) : null;
    return chip && editing?.element.contains(chip) ? Number(chip.getAttribute(FROM)) : undefined;
  }

  function show(piece: ShownPiece, within: Element): Node[] {
    if (piece.kind === "text") {
      const node = document.createTextNode(piece.text);
      runs.set(node, piece.run);
      return [node];
    }
    if (piece.kind === "kept") return [showValue(piece, within)];
    const shown = piece.mark === null ? undefined : elementsOf(piece.mark, within)[0];
    const element = shown ? (shown.cloneNode(false) as Element) : document.createElement(piece.name);
    element.setAttribute(FROM, String(piece.from));
    element.append(...piece.pieces.flatMap((inner) => show(inner, within)));
    return [element];
  }

  function showValue(piece: Extract<ShownPiece, { kind: "kept" }>, within: Element): Element {
    const chip = newChip(piece.from, piece.label);
    if (piece.isNote) {
      chip.hidden = true;
      return chip;
    }
    for (const { mark, nodes } of outputsOf(within, token()))
      if (mark === piece.mark) chip.append(...nodes.map(({ node }) => node.cloneNode(true)));
    if ((chip.textContent ?? "").trim() === "") chip.textContent = piece.label;
    return chip;
  }

  function flush(): void {
    const { element } = editing ?? {};
    if (!element) return;
    const pieces = typedPieces(element, runs);
    const text = JSON.stringify(pieces);
    if (text === lastSent) return;
    lastSent = text;
    isAwaited = true;
    say({ kind: "typed", pieces, isEnd: false });
  }

  function read(): string {
    return editing ? JSON.stringify(typedPieces(editing.element, runs)) : "";
  }

  function enter(): void {
    const now = editing;
    const selection = selectionOf();
    if (!now || selection.rangeCount === 0) return;
    if (now.given.isPre) {
      write("insertText", false, "\n");
      return;
    }
    if (!now.given.canSplit) {
      end();
      return;
    }
    clearTimeout(timer);
    const range = ownRange(selection.getRangeAt(0));
    range.deleteContents();
    range.setEnd(now.element, now.element.childNodes.length);
    const rest = range.extractContents();
    const first = typedPieces(now.element, runs);
    const second = typedPieces(rest, runs);
    stop(now.element);
    typedAhead = { text: "", until: Date.now() + WAIT_MS };
    say({ kind: "split", first, second });
  }

  /** Keys between Enter and the new element are kept for it. */
  function typeAhead(event: KeyboardEvent): boolean {
    if (!typedAhead) return false;
    if (Date.now() > typedAhead.until) {
      typedAhead = undefined;
      return false;
    }
    if (event.key.length === 1 && !isCommand(event)) typedAhead.text += event.key;
    return true;
  }

  function insertBreak(): void {
    insert(makeElement("br", { [FROM]: NEW }));
  }

  /** In place of the selected words; the caret stands after it. */
  function insert(element: Element): void {
    const range = selectedRange();
    if (!range) return;
    range.deleteContents();
    range.insertNode(element);
    range.setStartAfter(element);
    range.collapse(true);
    choose(range);
  }

  /** Puts the selected words into an element, or takes it away when they all stand in one. */
  function toggle(name: string, alike: readonly string[]): void {
    const range = selectedRange();
    const root = editing?.element;
    if (!range || !root || range.collapsed) return;
    const around = nodesIn(root, range).map((node) => ancestorIn(root, node, alike));
    if (around.length > 0 && around.every((one) => one !== undefined)) {
      for (const element of new Set(around)) element?.replaceWith(...element.childNodes);
      typed();
    } else wrap(name, null);
  }

  function wrap(name: string, href: string | null): void {
    const range = selectedRange();
    const root = editing?.element;
    if (!range || !root) return;
    const nodes = nodesIn(root, range);
    for (let at = 0; at < nodes.length; ) {
      const [first] = nodes.slice(at);
      let last = at;
      while (nodes[last + 1] && nodes[last]?.nextSibling === nodes[last + 1]) last++;
      const element = makeElement(name, { [FROM]: NEW, ...(href === null ? {} : { [HREF]: href }) });
      (first as ChildNode).before(element);
      element.append(...nodes.slice(at, last + 1));
      at = last + 1;
    }
    const chosen = document.createRange();
    const [start] = nodes;
    const end = nodes.at(-1);
    if (start && end) {
      chosen.setStartBefore(start);
      chosen.setEndAfter(end);
      choose(chosen);
    }
  }

  function ask(what: "link" | "value"): void {
    const range = selectedRange();
    if (!range || (what === "link" && range.collapsed)) return;
    question = { range: range.cloneRange(), what };
    say({ kind: "ask", what });
  }

  function choose(range: Range): void {
    select(range);
    typed();
  }

  /** The selection, if it is in the text, with texts cut at its ends. */
  function selectedRange(): Range | undefined {
    const selection = selectionOf();
    if (!editing || selection.rangeCount === 0) return undefined;
    const range = selection.getRangeAt(0);
    return editing.element.contains(range.commonAncestorContainer) ? ownRange(range) : undefined;
  }

  /** A text that is cut in two keeps its run on both sides. The range follows by itself. */
  function ownRange(given: Range): Range {
    const range = given.cloneRange();
    const cut = (node: Node, offset: number): void => {
      if (!(node instanceof Text) || offset === 0 || offset === node.length) return;
      const rest = node.splitText(offset);
      const run = runs.get(node);
      if (run !== undefined) runs.set(rest, run);
    };
    cut(range.endContainer, range.endOffset);
    if (!range.collapsed) cut(range.startContainer, range.startOffset);
    return range;
  }

  return {
    get element(): HTMLElement | undefined {
      return editing?.element;
    },
    begin,
    end,
    pageShown,
    key,
    typed,
    paste,
    blurred,
    answer,
    valueAt,
    ask,
  };
}

function select(range: Range): void {
  const selection = selectionOf();
  selection.removeAllRanges();
  selection.addRange(range);
}

const CHIP = "[contenteditable=false]";
const isChip = (node: Node): boolean => node instanceof Element && node.matches(CHIP);

/** A value in the text: it can be deleted, and not written in. */
function newChip(from: number | string, title: string): HTMLElement {
  const chip = makeElement("span", { [FROM]: from, contenteditable: "false", title });
  // Not as an attribute, which the frame's policy does not apply.
  chip.style.cssText = "background:color-mix(in srgb,#6a66f0 18%,transparent);border-radius:3px";
  return chip;
}

/** The texts and values in a range, in order. Each is in it or not, since texts were cut at its ends. */
function nodesIn(parent: Node, range: Range): ChildNode[] {
  const holds = (node: Node, from: number, to: number): boolean =>
    range.comparePoint(node, from) === 0 && range.comparePoint(node, to) === 0;
  return [...parent.childNodes].flatMap((node, index): ChildNode[] => {
    if (node instanceof Text) return node.length > 0 && holds(node, 0, node.length) ? [node] : [];
    if (isChip(node)) return holds(parent, index, index + 1) ? [node] : [];
    return nodesIn(node, range);
  });
}

function ancestorIn(root: Element, node: Node, names: readonly string[]): Element | undefined {
  for (let element = node.parentElement; element && element !== root; element = element.parentElement)
    if (names.includes(element.nodeName)) return element;
  return undefined;
}

function typedPieces(parent: Node, runs: WeakMap<Node, number>): TypedPiece[] {
  return [...parent.childNodes].flatMap((node): TypedPiece[] => {
    if (node instanceof Text)
      return node.data === "" ? [] : [{ kind: "text", run: runs.get(node) ?? null, text: node.data }];
    if (!(node instanceof Element)) return [];
    const from = node.getAttribute(FROM);
    const value = node.getAttribute(VALUE);
    if (value !== null) return [{ kind: "value", source: value }];
    if (from !== null && isChip(node)) return [{ kind: "kept", from: Number(from) }];
    const pieces = typedPieces(node, runs);
    // Made by the browser, such as the line break that holds an empty text open.
    if (from === null) return pieces;
    return [
      {
        kind: "element",
        from: from === NEW ? null : Number(from),
        name: node.localName,
        href: node.getAttribute(HREF),
        pieces,
      },
    ];
  });
}

import type { FromFrame, ShownPiece, ToFrame, TypedPiece } from "./frame-messages.ts";

type Editing = Extract<ToFrame, { kind: "editText" }>;

interface Parts {
  readonly say: (message: FromFrame) => void;
  /** Of the marks of this page. */
  readonly attribute: () => string;
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
const selectionOf = Document.prototype.getSelection.bind(document);

/**
 * The text of one element while somebody edits it. The studio says which pieces stand in it; they are shown as text
 * nodes that remember their run of the source, as values that can only be deleted, and as elements. What is left of
 * them goes back as pieces: markup that the browser makes is never read.
 */
export class TextEditor {
  readonly #parts: Parts;
  readonly #runs = new WeakMap<Node, number>();
  #now: { readonly element: HTMLElement; readonly given: Editing } | undefined;
  #sent = "";
  /** Something was typed that no page has shown yet. */
  #isAwaited = false;
  #rest: ReturnType<typeof setTimeout> | undefined;
  /** The words that a link is asked for, or where a value is to stand. */
  #asked: { readonly range: Range; readonly what: "link" | "value" } | undefined;
  /** What was typed after Enter, before the new element is there. */
  #ahead: { text: string; readonly until: number } | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get element(): HTMLElement | undefined {
    return this.#now?.element;
  }

  begin(element: HTMLElement, given: Editing): void {
    this.end();
    this.#now = { element, given };
    const shown = document.createDocumentFragment();
    shown.append(...given.pieces.flatMap((piece) => this.#show(piece, element)));
    element.replaceChildren(shown);
    element.setAttribute("contenteditable", "plaintext-only");
    element.style.cssText += ";white-space:pre-wrap;outline:2px solid #4a45d6;outline-offset:2px";
    element.focus();
    this.#sent = this.#read();
    const selection = selectionOf();
    selection?.selectAllChildren(element);
    if (given.caret === "start") selection?.collapseToStart();
    const ahead = this.#ahead?.text;
    this.#ahead = undefined;
    if (!ahead) return;
    const typed = document.createTextNode(ahead);
    element.prepend(typed);
    selection?.collapse(typed, ahead.length);
    this.typed();
  }

  /** Ends with what was typed. */
  end(): void {
    const done = this.#now;
    if (!done) return;
    clearTimeout(this.#rest);
    const pieces = typedPieces(done.element, this.#runs);
    if (JSON.stringify(pieces) !== this.#sent) this.#isAwaited = true;
    this.#stop(done.element);
    this.#parts.say({ kind: "typed", pieces, isEnd: true });
    if (!this.#isAwaited) this.#parts.ended();
  }

  /** A page that the engine made is shown. */
  pageShown(): void {
    this.#isAwaited = false;
  }

  #stop(element: HTMLElement): void {
    this.#now = undefined;
    this.#asked = undefined;
    element.removeAttribute("contenteditable");
    element.removeAttribute("style");
  }

  /** True when the key was the editing's own. */
  key(event: KeyboardEvent): boolean {
    const { key } = event;
    if (!this.#now) return this.#typeAhead(event);
    const command = (event.metaKey || event.ctrlKey) && !event.altKey;
    if (key === "Escape") this.end();
    else if (key === "Enter" && event.shiftKey) this.#insertBreak();
    else if (key === "Enter") this.#enter();
    else if (command && key.toLowerCase() === "b") this.#toggle("strong", ["STRONG", "B"]);
    else if (command && key.toLowerCase() === "i") this.#toggle("em", ["EM", "I"]);
    else if (command && key.toLowerCase() === "k") this.ask("link");
    else if (command && key.toLowerCase() === "j") this.ask("value");
    else return false;
    return true;
  }

  typed(): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#flush(), REST_MS);
  }

  paste(text: string): void {
    if (!this.#now) return;
    write("insertText", false, this.#now.given.isPre ? text : text.replace(/\s*\n\s*/g, " "));
  }

  /** The focus is elsewhere: the editing is over, unless the studio is asked for something. */
  blurred(): void {
    if (!this.#asked) this.end();
  }

  answer(text: string | null, label: string): void {
    const asked = this.#asked;
    this.#asked = undefined;
    if (!this.#now || !asked) return;
    this.#now.element.focus();
    const { range, what } = asked;
    const selection = selectionOf();
    selection?.removeAllRanges();
    selection?.addRange(range);
    if (text === null) return;
    if (what === "link") this.#wrap("a", text);
    else {
      const chip = newChip(NEW, text);
      chip.setAttribute(VALUE, text);
      chip.textContent = label;
      this.#insert(chip);
    }
  }

  /** A value of the text was double-clicked: its place in the source. */
  valueAt(target: EventTarget | null): number | undefined {
    const chip = target instanceof Element ? target.closest(`[contenteditable=false][${FROM}]`) : null;
    return chip && this.#now?.element.contains(chip) ? Number(chip.getAttribute(FROM)) : undefined;
  }

  #show(piece: ShownPiece, within: Element): Node[] {
    if (piece.kind === "text") {
      const node = document.createTextNode(piece.text);
      this.#runs.set(node, piece.run);
      return [node];
    }
    if (piece.kind === "kept") return [this.#showValue(piece, within)];
    const shown = piece.mark === null ? null : within.querySelector(`[${this.#parts.attribute()}="${piece.mark}"]`);
    const element = shown ? (shown.cloneNode(false) as Element) : document.createElement(piece.name);
    element.setAttribute(FROM, String(piece.from));
    element.append(...piece.pieces.flatMap((inner) => this.#show(inner, within)));
    return [element];
  }

  #showValue(piece: Extract<ShownPiece, { kind: "kept" }>, within: Element): Element {
    const chip = newChip(piece.from, piece.label);
    if (piece.isNote) {
      chip.hidden = true;
      return chip;
    }
    chip.append(...shownBetween(within, `${this.#parts.token()}:o:${piece.mark}`, `/${this.#parts.token()}`));
    if ((chip.textContent ?? "").trim() === "") chip.textContent = piece.label;
    return chip;
  }

  #flush(): void {
    const { element } = this.#now ?? {};
    if (!element) return;
    const pieces = typedPieces(element, this.#runs);
    const text = JSON.stringify(pieces);
    if (text === this.#sent) return;
    this.#sent = text;
    this.#isAwaited = true;
    this.#parts.say({ kind: "typed", pieces, isEnd: false });
  }

  #read(): string {
    return this.#now ? JSON.stringify(typedPieces(this.#now.element, this.#runs)) : "";
  }

  #enter(): void {
    const now = this.#now;
    const selection = selectionOf();
    if (!now || !selection || selection.rangeCount === 0) return;
    if (now.given.isPre) {
      write("insertText", false, "\n");
      return;
    }
    if (!now.given.canSplit) {
      this.end();
      return;
    }
    clearTimeout(this.#rest);
    const range = this.#ownRange(selection.getRangeAt(0));
    range.deleteContents();
    range.setEnd(now.element, now.element.childNodes.length);
    const rest = range.extractContents();
    const first = typedPieces(now.element, this.#runs);
    const second = typedPieces(rest, this.#runs);
    this.#stop(now.element);
    this.#ahead = { text: "", until: Date.now() + WAIT_MS };
    this.#parts.say({ kind: "split", first, second });
  }

  /** Keys between Enter and the new element are kept for it. */
  #typeAhead({ key, metaKey, ctrlKey }: KeyboardEvent): boolean {
    if (!this.#ahead) return false;
    if (Date.now() > this.#ahead.until) {
      this.#ahead = undefined;
      return false;
    }
    if (key.length === 1 && !metaKey && !ctrlKey) this.#ahead.text += key;
    return true;
  }

  #insertBreak(): void {
    const line = document.createElement("br");
    line.setAttribute(FROM, NEW);
    this.#insert(line);
  }

  /** In place of the selected words; the caret stands after it. */
  #insert(element: Element): void {
    const range = this.#range();
    if (!range) return;
    range.deleteContents();
    range.insertNode(element);
    range.setStartAfter(element);
    range.collapse(true);
    this.#choose(range);
  }

  /** Puts the selected words into an element, or takes it away when they all stand in one. */
  #toggle(name: string, alike: readonly string[]): void {
    const range = this.#range();
    const root = this.#now?.element;
    if (!range || !root || range.collapsed) return;
    const around = nodesIn(root, range).map((node) => ancestorIn(root, node, alike));
    if (around.length > 0 && around.every((one) => one !== undefined)) {
      for (const element of new Set(around)) element?.replaceWith(...element.childNodes);
      this.typed();
    } else this.#wrap(name, null);
  }

  #wrap(name: string, href: string | null): void {
    const range = this.#range();
    const root = this.#now?.element;
    if (!range || !root) return;
    const nodes = nodesIn(root, range);
    for (let at = 0; at < nodes.length; ) {
      const [first] = nodes.slice(at);
      let last = at;
      while (nodes[last + 1] && nodes[last]?.nextSibling === nodes[last + 1]) last++;
      const element = document.createElement(name);
      element.setAttribute(FROM, NEW);
      if (href !== null) element.setAttribute(HREF, href);
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
      this.#choose(chosen);
    }
  }

  ask(what: "link" | "value"): void {
    const range = this.#range();
    if (!range || (what === "link" && range.collapsed)) return;
    this.#asked = { range: range.cloneRange(), what };
    this.#parts.say({ kind: "ask", what });
  }

  #choose(range: Range): void {
    const selection = selectionOf();
    selection?.removeAllRanges();
    selection?.addRange(range);
    this.typed();
  }

  /** The selection, if it is in the text, with texts cut at its ends. */
  #range(): Range | undefined {
    const selection = selectionOf();
    if (!this.#now || !selection || selection.rangeCount === 0) return undefined;
    const range = selection.getRangeAt(0);
    return this.#now.element.contains(range.commonAncestorContainer) ? this.#ownRange(range) : undefined;
  }

  /** A text that is cut in two keeps its run on both sides. The range follows by itself. */
  #ownRange(given: Range): Range {
    const range = given.cloneRange();
    const cut = (node: Node, offset: number): void => {
      if (!(node instanceof Text) || offset === 0 || offset === node.length) return;
      const rest = node.splitText(offset);
      const run = this.#runs.get(node);
      if (run !== undefined) this.#runs.set(rest, run);
    };
    cut(range.endContainer, range.endOffset);
    if (!range.collapsed) cut(range.startContainer, range.startOffset);
    return range;
  }
}

/** A value in the text: it can be deleted, and not written in. */
function newChip(from: number | string, title: string): HTMLElement {
  const chip = document.createElement("span");
  chip.setAttribute(FROM, String(from));
  chip.setAttribute("contenteditable", "false");
  chip.title = title;
  chip.style.cssText = "background:color-mix(in srgb,#6a66f0 18%,transparent);border-radius:3px";
  return chip;
}

/** The texts and values in a range, in order. Each is in it or not, since texts were cut at its ends. */
function nodesIn(root: Element, range: Range): ChildNode[] {
  const found: ChildNode[] = [];
  const visit = (parent: Node): void => {
    for (const [index, node] of [...parent.childNodes].entries()) {
      const isValue = node instanceof Element && node.getAttribute("contenteditable") === "false";
      if (!(node instanceof Text) && !isValue) visit(node);
      else if (
        node instanceof Text
          ? node.length > 0 && range.comparePoint(node, 0) === 0 && range.comparePoint(node, node.length) === 0
          : range.comparePoint(parent, index) === 0 && range.comparePoint(parent, index + 1) === 0
      )
        found.push(node);
    }
  };
  visit(root);
  return found;
}

function ancestorIn(root: Element, node: Node, names: readonly string[]): Element | undefined {
  for (let element = node.parentElement; element && element !== root; element = element.parentElement)
    if (names.includes(element.nodeName)) return element;
  return undefined;
}

/** What the page shows between two comments: a value that has no element of its own. */
function shownBetween(within: Element, open: string, close: string): Node[] {
  const walker = document.createTreeWalker(within, NodeFilter.SHOW_COMMENT);
  for (let comment = walker.nextNode(); comment; comment = walker.nextNode()) {
    if (comment.nodeValue !== open) continue;
    const nodes: Node[] = [];
    let depth = 0;
    for (let node = comment.nextSibling; node; node = node.nextSibling) {
      if (node.nodeType === Node.COMMENT_NODE) {
        if (node.nodeValue === close && depth-- === 0) break;
        if (node.nodeValue?.startsWith(open.slice(0, open.indexOf(":"))) === true) depth++;
      } else nodes.push(node.cloneNode(true));
    }
    return nodes;
  }
  return [];
}

function typedPieces(parent: Node, runs: WeakMap<Node, number>): TypedPiece[] {
  return [...parent.childNodes].flatMap((node): TypedPiece[] => {
    if (node instanceof Text)
      return node.data === "" ? [] : [{ kind: "text", run: runs.get(node) ?? null, text: node.data }];
    if (!(node instanceof Element)) return [];
    const from = node.getAttribute(FROM);
    const value = node.getAttribute(VALUE);
    if (value !== null) return [{ kind: "value", source: value }];
    if (from !== null && node.getAttribute("contenteditable") === "false")
      return [{ kind: "kept", from: Number(from) }];
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

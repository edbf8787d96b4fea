import { createDragging } from "./dragging.ts";
import type { FromFrame, ToFrame } from "./frame-messages.ts";
import { isCommand } from "./is-command.ts";
import { makeElement } from "./make-element.ts";
import { markOutputs } from "./mark-outputs.ts";
import { morph, morphAttributes } from "./morph.ts";
import { createOverlay } from "./overlay.ts";
import { createTextEditor } from "./text-editor.ts";

/**
 * The script inside the page editor's frame. It shows the page that the studio hands it, says what was clicked and
 * where something was dropped, and stops everything that a page does by itself. The page is hostile until proven
 * otherwise: markup can name an element `body` or `elementFromPoint`, so functions are taken from the prototypes, and
 * the document's parts are found from its root.
 */
const root = document.documentElement;
const nonce = document.currentScript instanceof HTMLScriptElement ? document.currentScript.nonce : "";
const pointed = Document.prototype.elementFromPoint.bind(document);
const found = Element.prototype.querySelectorAll;
const overlay = createOverlay(nonce);
const DRAG_FROM = 4;

let port: MessagePort | undefined;
let token = "";
let selected: { readonly mark: string; readonly label: string } | undefined;
let copied = "";
let hovered: string | undefined;
let press: { readonly x: number; readonly y: number; readonly marks: readonly string[] } | undefined;
let shown: Extract<ToFrame, { kind: "page" }> | undefined;
/** The instance that was clicked last, of several with the same mark. */
let instance: Element | null | undefined;

const say = (message: FromFrame): void => port?.postMessage(message);
const attribute = (): string => `data-${token}`;
const elementsOf = (mark: string, within: Element = root): Element[] =>
  token === "" ? [] : [...found.call(within, `[${attribute()}="${mark}"]`)];
const childOf = (element: Element, name: string): Element | undefined =>
  [...element.children].find(({ localName }) => localName === name);
const boxOf = (element: Element) => {
  const { left, top, right, bottom } = Element.prototype.getBoundingClientRect.call(element);
  return { left, top, right, bottom };
};

const textEditor = createTextEditor({
  say,
  elementsOf,
  token: () => token,
  ended: () => shown && showPage(shown),
});
const dragging = createDragging({ elementsOf, boxOf, overlay, say });

function instanceOf(mark: string): Element | undefined {
  const all = elementsOf(mark);
  return all.find((one) => one === instance) ?? all[0];
}

const elementAt = ({ clientX, clientY }: MouseEvent): Element | null => pointed(clientX, clientY);

/** The marks around a place of the page, innermost first. */
function marksAround(start: Element | null): string[] {
  const marks: string[] = [];
  for (let element = start; element && marks.length < 50; element = element.parentElement) {
    const mark = element.getAttribute(attribute());
    if (mark !== null) marks.push(mark);
  }
  return marks;
}

function draw(): void {
  const element = selected && instanceOf(selected.mark);
  const others = selected && element ? elementsOf(selected.mark).filter((one) => one !== element) : [];
  overlay.select(element && !textEditor.element ? [element, ...others].map(boxOf) : [], selected?.label ?? "");
  const over = hovered && instanceOf(hovered);
  overlay.hover(over && over !== element ? boxOf(over) : undefined);
}

/** The frame inherits that markup is made of trusted text only. What is parsed runs nothing, and is made plain below. */
const trusted = (
  globalThis as {
    trustedTypes?: { createPolicy(name: string, rules: object): { createHTML(text: string): string } };
  }
).trustedTypes?.createPolicy("page-frame", { createHTML: (text: string) => text });

function showPage({ html, scheme }: { readonly html: string; readonly scheme: "light" | "dark" }): void {
  const page = new DOMParser().parseFromString(trusted?.createHTML(html) ?? html, "text/html");
  for (const element of page.querySelectorAll("script, base, meta[http-equiv], iframe, frame, object, embed"))
    element.remove();
  const body = childOf(root, "body");
  const head = childOf(root, "head") ?? root;
  for (const old of head.querySelectorAll("style, title")) old.remove();
  for (const style of page.querySelectorAll("style")) {
    const own = makeElement("style", { nonce, media: style.media });
    own.textContent = style.textContent;
    if (style.closest("body")) style.replaceWith(own);
    else head.append(own);
  }
  morphAttributes(root, page.documentElement);
  root.style.setProperty("color-scheme", scheme);
  const newBody = childOf(page.documentElement, "body");
  if (newBody && token !== "") markOutputs(newBody, token);
  if (body && newBody) morph(body, newBody, { isKept: (node) => node === textEditor.element, mark: attribute() });
  root.append(overlay.host);
  draw();
}

type Received<Kind extends ToFrame["kind"]> = Extract<ToFrame, { kind: Kind }>;

/** What is done with each message of the studio. */
const receive: { readonly [Kind in ToFrame["kind"]]: (message: Received<Kind>) => void } = {
  page(message) {
    token = message.token;
    shown = message;
    showPage(message);
    textEditor.pageShown();
  },
  select({ mark, label, copy }) {
    copied = copy;
    const isOther = selected?.mark !== mark;
    selected = mark === null ? undefined : { mark, label };
    const element = selected && instanceOf(selected.mark);
    if (isOther && element && !isSeen(element)) element.scrollIntoView({ block: "center" });
    draw();
  },
  hover({ mark }) {
    hovered = mark ?? undefined;
    draw();
  },
  slots: ({ slots }) => dragging.setSlots(slots),
  carry({ slots }) {
    textEditor.end();
    dragging.begin(null, slots);
  },
  carryAt: ({ x, y }) => dragging.over(x, y),
  carryEnd: (message) => dragging.end(message),
  editText(message) {
    const element = instanceOf(message.mark);
    if (element instanceof HTMLElement) textEditor.begin(element, message);
    draw();
  },
  askValue: () => textEditor.ask("value"),
  answer: ({ text, label }) => textEditor.answer(text, label),
};

function isSeen(element: Element): boolean {
  const { top, bottom } = boxOf(element);
  return bottom > 0 && top < innerHeight;
}

/** Before the page hears of it. */
const on = <Kind extends keyof WindowEventMap>(kind: Kind, react: (event: WindowEventMap[Kind]) => void): void =>
  addEventListener(kind, react, true);
const stop = (event: Event): void => {
  event.preventDefault();
  event.stopPropagation();
};

const isInText = (target: EventTarget | null): boolean =>
  target instanceof Node && textEditor.element?.contains(target) === true;

for (const kind of ["click", "auxclick", "submit", "dragstart", "drop", "contextmenu", "toggle", "change"] as const)
  on(kind, stop);
on("input", (event) => (isInText(event.target) ? textEditor.typed() : stop(event)));
on("paste", (event) => {
  stop(event);
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (textEditor.element) textEditor.paste(text);
  else say({ kind: "paste", text });
});
for (const kind of ["copy", "cut"] as const)
  on(kind, (event) => {
    if (textEditor.element || copied === "") return;
    stop(event);
    event.clipboardData?.setData("text/plain", copied);
    if (kind === "cut") say({ kind: "cut" });
  });
on("pointerdown", (event) => {
  if (isInText(event.target)) return;
  stop(event);
  textEditor.end();
  focus();
  if (event.button !== 0) return;
  const element = elementAt(event);
  press = { x: event.clientX, y: event.clientY, marks: marksAround(element) };
  instance = element?.closest(`[${attribute()}]`);
});
on("mousedown", (event) => !isInText(event.target) && stop(event));
on("pointermove", (event) => {
  if (textEditor.element) return;
  if (dragging.mark !== undefined) dragging.over(event.clientX, event.clientY);
  else if (press && Math.hypot(event.clientX - press.x, event.clientY - press.y) > DRAG_FROM) {
    const mark = press.marks.find((one) => one === selected?.mark) ?? press.marks[0];
    if (mark === undefined) return;
    dragging.begin(mark, []);
    say({ kind: "drag", marks: [mark] });
  } else {
    const mark = marksAround(elementAt(event))[0];
    if (mark !== hovered) {
      hovered = mark;
      draw();
    }
  }
});
on("pointerup", (event) => {
  if (dragging.mark !== undefined) dragging.end({ isDropped: true, isCopy: event.altKey });
  else if (press) say({ kind: "point", marks: press.marks, isDouble: event.detail > 1 });
  press = undefined;
});
on("dblclick", (event) => {
  const value = textEditor.valueAt(event.target);
  if (value !== undefined) {
    textEditor.end();
    say({ kind: "value", from: value });
  }
  if (isInText(event.target)) return;
  stop(event);
  say({ kind: "point", marks: marksAround(elementAt(event)), isDouble: true });
});
on("keydown", (event) => {
  if (textEditor.key(event)) {
    stop(event);
    draw();
    return;
  }
  if (textEditor.element) return;
  if (event.key === "Escape" && dragging.mark !== undefined) {
    dragging.end({ isDropped: false, isCopy: false });
    press = undefined;
    stop(event);
    return;
  }
  // Tab leaves the frame as it would any other part of the studio; the clipboard has events of its own.
  const isClipboard = isCommand(event) && /^[cxv]$/i.test(event.key);
  if (event.key === "Tab" || isClipboard) return;
  stop(event);
  say({
    kind: "key",
    key: event.key,
    alt: event.altKey,
    shift: event.shiftKey,
    command: isCommand(event),
  });
});
addEventListener("blur", () => textEditor.blurred());
addEventListener("scroll", draw, { capture: true, passive: true });
addEventListener("resize", draw);

addEventListener("message", (event) => {
  const [given] = event.ports;
  if (port || !given || event.source !== parent) return;
  port = given;
  port.onmessage = ({ data }) => {
    const message = data as ToFrame;
    receive[message.kind](message as never);
  };
  say({ kind: "ready" });
});

import { assertNever } from "#engine/assert-never";
import { Dragging } from "./dragging.ts";
import type { FromFrame, ToFrame } from "./frame-messages.ts";
import { markOutputs } from "./mark-outputs.ts";
import { morph } from "./morph.ts";
import { Overlay } from "./overlay.ts";
import { TextEditor } from "./text-editor.ts";

/**
 * The script inside the page editor's frame. It shows the page that the studio hands it, says what was clicked and
 * where something was dropped, and stops everything that a page does by itself. The page is hostile until proven
 * otherwise: markup can name an element `body` or `elementFromPoint`, so functions are taken from the prototypes, and
 * the document's parts are found from its root.
 */
const root = document.documentElement;
const nonce = document.currentScript instanceof HTMLScriptElement ? document.currentScript.nonce : "";
const pointed = Document.prototype.elementFromPoint.bind(document);
const found = Element.prototype.querySelectorAll.bind(root);
const overlay = new Overlay(document, nonce);
const DRAG_FROM = 4;

let port: MessagePort | undefined;
let token = "";
let selected: { readonly mark: string; readonly label: string } | undefined;
let copied = "";
let hovered: string | undefined;
let press: { readonly x: number; readonly y: number; readonly marks: readonly string[] } | undefined;
let shown: Extract<ToFrame, { kind: "page" }> | undefined;
/** The instance that was clicked last, of several with the same mark. */
let instance: Element | undefined;

const say = (message: FromFrame): void => port?.postMessage(message);
const attribute = (): string => `data-${token}`;
const elementsOf = (mark: string): Element[] => (token === "" ? [] : [...found(`[${attribute()}="${mark}"]`)]);
const boxOf = (element: Element) => {
  const { left, top, right, bottom } = Element.prototype.getBoundingClientRect.call(element);
  return { left, top, right, bottom };
};

const textEditor = new TextEditor({
  say: (message) => say(message),
  attribute,
  token: () => token,
  ended: () => shown && showPage(shown),
});
const dragging = new Dragging({ elementsOf, boxOf, attribute, overlay, say });

function instanceOf(mark: string): Element | undefined {
  const all = elementsOf(mark);
  return all.find((one) => one === instance) ?? all[0];
}

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
  const over = hovered === undefined ? undefined : instanceOf(hovered);
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
  const children = [...root.children];
  const body = children.find(({ localName }) => localName === "body");
  const head = children.find(({ localName }) => localName === "head") ?? root;
  for (const old of [...head.querySelectorAll("style, title")]) old.remove();
  for (const style of page.querySelectorAll("style")) {
    const own = document.createElement("style");
    own.setAttribute("nonce", nonce);
    own.textContent = style.textContent;
    const media = style.getAttribute("media");
    if (media !== null) own.setAttribute("media", media);
    if (style.closest("body")) style.replaceWith(own);
    else head.append(own);
  }
  for (const { name } of [...root.attributes]) root.removeAttribute(name);
  for (const { name, value } of [...page.documentElement.attributes]) root.setAttribute(name, value);
  root.style.setProperty("color-scheme", scheme);
  const newBody = [...page.documentElement.children].find(({ localName }) => localName === "body");
  if (newBody && token !== "") markOutputs(newBody, token);
  if (body && newBody) morph(body, newBody, { isKept: (node) => node === textEditor.element, mark: attribute() });
  root.append(overlay.host);
  draw();
}

function receive(message: ToFrame): void {
  switch (message.kind) {
    case "page":
      token = message.token;
      shown = message;
      showPage(message);
      textEditor.pageShown();
      return;
    case "select": {
      copied = message.copy;
      const isOther = selected?.mark !== message.mark;
      selected = message.mark === null ? undefined : { mark: message.mark, label: message.label };
      const element = selected && instanceOf(selected.mark);
      if (isOther && element && !isSeen(element)) element.scrollIntoView({ block: "center" });
      draw();
      return;
    }
    case "hover":
      hovered = message.mark ?? undefined;
      draw();
      return;
    case "slots":
      dragging.setSlots(message.slots);
      return;
    case "carry":
      textEditor.end();
      dragging.begin(null, message.slots);
      return;
    case "carryAt":
      dragging.over(message.x, message.y);
      return;
    case "carryEnd":
      dragging.end(message);
      return;
    case "editText": {
      const element = instanceOf(message.mark);
      if (element instanceof HTMLElement) textEditor.begin(element, message);
      draw();
      return;
    }
    case "askValue":
      textEditor.ask("value");
      return;
    case "answer":
      textEditor.answer(message.text, message.label);
      return;
    default:
      assertNever(message);
  }
}

function isSeen(element: Element): boolean {
  const { top, bottom } = boxOf(element);
  return bottom > 0 && top < innerHeight;
}

const options = { capture: true } as const;
const stop = (event: Event): void => {
  event.preventDefault();
  event.stopPropagation();
};

const isInText = (target: EventTarget | null): boolean =>
  target instanceof Node && textEditor.element?.contains(target) === true;

for (const kind of ["click", "auxclick", "submit", "dragstart", "drop", "contextmenu", "toggle", "change"])
  addEventListener(kind, (event) => stop(event), options);
addEventListener("input", (event) => (isInText(event.target) ? textEditor.typed() : stop(event)), options);
addEventListener(
  "paste",
  (event) => {
    stop(event);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (textEditor.element) textEditor.paste(text);
    else say({ kind: "paste", text });
  },
  options,
);
for (const kind of ["copy", "cut"] as const)
  addEventListener(
    kind,
    (event) => {
      if (textEditor.element || copied === "") return;
      stop(event);
      event.clipboardData?.setData("text/plain", copied);
      if (kind === "cut") say({ kind: "cut" });
    },
    options,
  );
addEventListener(
  "pointerdown",
  (event) => {
    if (isInText(event.target)) return;
    stop(event);
    textEditor.end();
    focus();
    if (event.button !== 0) return;
    const element = pointed(event.clientX, event.clientY);
    press = { x: event.clientX, y: event.clientY, marks: marksAround(element) };
    instance = element?.closest(`[${attribute()}]`) ?? undefined;
  },
  options,
);
addEventListener("mousedown", (event) => !isInText(event.target) && stop(event), options);
addEventListener(
  "pointermove",
  (event) => {
    if (textEditor.element) return;
    if (dragging.mark !== undefined) dragging.over(event.clientX, event.clientY);
    else if (press && Math.hypot(event.clientX - press.x, event.clientY - press.y) > DRAG_FROM) {
      const isOnSelected = selected !== undefined && press.marks.includes(selected.mark);
      const mark = isOnSelected ? selected?.mark : press.marks[0];
      if (mark === undefined) return;
      dragging.begin(mark, []);
      say({ kind: "drag", marks: [mark] });
    } else {
      const mark = marksAround(pointed(event.clientX, event.clientY))[0];
      if (mark !== hovered) {
        hovered = mark;
        draw();
      }
    }
  },
  options,
);
addEventListener(
  "pointerup",
  (event) => {
    if (dragging.mark !== undefined) dragging.end({ isDropped: true, isCopy: event.altKey });
    else if (press) say({ kind: "point", marks: [...press.marks], isDouble: event.detail > 1 });
    press = undefined;
  },
  options,
);
addEventListener(
  "dblclick",
  (event) => {
    const value = textEditor.valueAt(event.target);
    if (value !== undefined) {
      textEditor.end();
      say({ kind: "value", from: value });
    }
    if (isInText(event.target)) return;
    stop(event);
    say({ kind: "point", marks: marksAround(pointed(event.clientX, event.clientY)), isDouble: true });
  },
  options,
);
addEventListener(
  "keydown",
  (event) => {
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
    const isClipboard = (event.metaKey || event.ctrlKey) && /^[cxv]$/i.test(event.key);
    if (event.key === "Tab" || isClipboard) return;
    stop(event);
    say({
      kind: "key",
      key: event.key,
      alt: event.altKey,
      shift: event.shiftKey,
      command: event.metaKey || event.ctrlKey,
    });
  },
  options,
);
addEventListener("blur", () => textEditor.blurred());
addEventListener("scroll", draw, { capture: true, passive: true });
addEventListener("resize", draw);

addEventListener("message", (event) => {
  const [given] = event.ports;
  if (port || !given || event.source !== parent) return;
  port = given;
  port.onmessage = ({ data }) => {
    receive(data as ToFrame);
  };
  say({ kind: "ready" });
});

import { assertNever } from "#engine/assert-never";
import { type Box, type Gap, nearestGap, type SlotBoxes } from "./find-gap.ts";
import { type FrameSlot, type FromFrame, type ToFrame, toFrame } from "./frame-messages.ts";
import { morph } from "./morph.ts";
import { Overlay } from "./overlay.ts";

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
let hovered: string | undefined;
let editing: { readonly element: HTMLElement; readonly mark: string; readonly before: string } | undefined;
let press: { readonly x: number; readonly y: number; readonly marks: readonly string[] } | undefined;
let drag: { readonly mark: string; slots: readonly FrameSlot[]; gap: Gap | undefined } | undefined;
/** The instance that was clicked last, of several with the same mark. */
let instance: Element | undefined;

const say = (message: FromFrame): void => port?.postMessage(message);
const attribute = (): string => `data-${token}`;
const elementsOf = (mark: string): Element[] => (token === "" ? [] : [...found(`[${attribute()}="${mark}"]`)]);
const boxOf = (element: Element) => {
  const { left, top, right, bottom } = Element.prototype.getBoundingClientRect.call(element);
  return { left, top, right, bottom };
};

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
  overlay.select(element && !editing ? [boxOf(element)] : [], selected?.label ?? "");
  const over = hovered === undefined ? undefined : instanceOf(hovered);
  overlay.hover(over && over !== element ? boxOf(over) : undefined);
}

function showPage(html: string, scheme: "light" | "dark"): void {
  const page = new DOMParser().parseFromString(html, "text/html");
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
  if (body && newBody) morph(body, newBody, (node) => node === editing?.element);
  root.append(overlay.host);
  draw();
}

function receive(message: ToFrame): void {
  switch (message.kind) {
    case "page":
      token = message.token;
      showPage(message.html, message.scheme);
      return;
    case "select": {
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
      if (drag) drag.slots = message.slots;
      return;
    case "editText":
      beginText(message.mark);
      return;
    default:
      assertNever(message);
  }
}

function isSeen(element: Element): boolean {
  const { top, bottom } = boxOf(element);
  return bottom > 0 && top < innerHeight;
}

function beginText(mark: string): void {
  const element = instanceOf(mark);
  if (!(element instanceof HTMLElement)) return;
  endText(true);
  editing = { element, mark, before: element.textContent ?? "" };
  element.setAttribute("contenteditable", "plaintext-only");
  element.focus();
  getSelection()?.selectAllChildren(element);
  draw();
}

function endText(isKept: boolean): void {
  const done = editing;
  if (!done) return;
  editing = undefined;
  done.element.removeAttribute("contenteditable");
  const text = done.element.textContent ?? "";
  if (!isKept) done.element.textContent = done.before;
  else if (text !== done.before) say({ kind: "text", mark: done.mark, text });
  draw();
}

/** What a slot looks like now, for the instance that is nearest to the pointer. */
function boxesOf(slot: FrameSlot, x: number, y: number): SlotBoxes[] {
  if (slot.container === null) {
    const children = slot.children.flatMap(({ mark, index }) =>
      elementsOf(mark).map((child) => ({ index, box: boxOf(child) })),
    );
    return children.length === 0 ? [] : [{ slot, container: around(children.map(({ box }) => box)), children }];
  }
  return elementsOf(slot.container)
    .slice(0, 50)
    .map((container) => ({
      slot,
      container: boxOf(container),
      children: slot.children.flatMap(({ mark, index }) =>
        [...container.querySelectorAll(`[${attribute()}="${mark}"]`)]
          .slice(0, 50)
          .map((child) => ({ index, box: boxOf(child) })),
      ),
    }))
    .sort((a, b) => away(a.container, x, y) - away(b.container, x, y))
    .slice(0, 1);
}

const around = (boxes: readonly Box[]): Box => ({
  left: Math.min(...boxes.map(({ left }) => left)),
  right: Math.max(...boxes.map(({ right }) => right)),
  top: Math.min(...boxes.map(({ top }) => top)),
  bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
});

const away = (box: { left: number; right: number; top: number; bottom: number }, x: number, y: number): number =>
  Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));

function dragTo(x: number, y: number): void {
  if (!drag) return;
  if (y < 40) scrollBy(0, -16);
  else if (y > innerHeight - 40) scrollBy(0, 16);
  drag.gap = nearestGap(
    drag.slots.flatMap((slot) => boxesOf(slot, x, y)),
    x,
    y,
  );
  overlay.line(drag.gap?.line);
}

function endDrag(): void {
  drag = undefined;
  press = undefined;
  overlay.line(undefined);
}

const options = { capture: true } as const;
const stop = (event: Event): void => {
  event.preventDefault();
  event.stopPropagation();
};

for (const kind of ["click", "auxclick", "submit", "dragstart", "contextmenu", "toggle", "input", "change"]) {
  addEventListener(kind, (event) => !(editing && event.target === editing.element) && stop(event), options);
}
addEventListener(
  "pointerdown",
  (event) => {
    if (editing?.element.contains(event.target as Node)) return;
    stop(event);
    endText(true);
    focus();
    if (event.button !== 0) return;
    const element = pointed(event.clientX, event.clientY);
    press = { x: event.clientX, y: event.clientY, marks: marksAround(element) };
    instance = element?.closest(`[${attribute()}]`) ?? undefined;
  },
  options,
);
addEventListener("mousedown", (event) => !editing && stop(event), options);
addEventListener(
  "pointermove",
  (event) => {
    if (editing) return;
    if (drag) dragTo(event.clientX, event.clientY);
    else if (press && Math.hypot(event.clientX - press.x, event.clientY - press.y) > DRAG_FROM) {
      const isOnSelected = selected !== undefined && press.marks.includes(selected.mark);
      const mark = isOnSelected ? selected?.mark : press.marks[0];
      if (mark === undefined) return;
      drag = { mark, slots: [], gap: undefined };
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
    if (drag?.gap) {
      const { slot, index } = drag.gap;
      say({ kind: "drop", mark: drag.mark, parent: slot.parent, branch: slot.branch, index, isCopy: event.altKey });
    } else if (press && !drag) say({ kind: "point", marks: [...press.marks], isDouble: event.detail > 1 });
    endDrag();
  },
  options,
);
addEventListener(
  "dblclick",
  (event) => {
    if (editing) return;
    stop(event);
    say({ kind: "point", marks: marksAround(pointed(event.clientX, event.clientY)), isDouble: true });
  },
  options,
);
addEventListener(
  "keydown",
  (event) => {
    if (editing) {
      if (event.key === "Escape") endText(false);
      else if (event.key === "Enter") endText(true);
      else return;
      stop(event);
      return;
    }
    if (drag && event.key === "Escape") endDrag();
    // Tab leaves the frame as it would any other part of the studio.
    if (event.key === "Tab") return;
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
addEventListener("blur", () => endText(true));
addEventListener("scroll", draw, { capture: true, passive: true });
addEventListener("resize", draw);

addEventListener("message", (event) => {
  const [given] = event.ports;
  if (port || !given || event.source !== parent) return;
  port = given;
  port.onmessage = ({ data }) => {
    const parsed = toFrame.safeParse(data);
    if (parsed.success) receive(parsed.data);
  };
  say({ kind: "ready" });
});

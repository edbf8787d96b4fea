import type { Box } from "./find-gap.ts";

const MAX_OTHERS = 24;

/** The outlines and the drop line, in a closed shadow root that the page's own styles do not reach. */
export class Overlay {
  readonly host: HTMLElement;
  readonly #selected: HTMLElement;
  readonly #label: HTMLElement;
  readonly #hovered: HTMLElement;
  readonly #line: HTMLElement;
  readonly #closed: HTMLElement;
  readonly #others: readonly HTMLElement[];

  constructor(page: Document, nonce: string) {
    this.host = page.createElement("page-editor-overlay");
    const root = this.host.attachShadow({ mode: "closed" });
    const style = page.createElement("style");
    style.setAttribute("nonce", nonce);
    style.textContent = CSS;
    const part = (className: string) => {
      const element = page.createElement("div");
      element.className = className;
      element.hidden = true;
      return element;
    };
    this.#hovered = part("box hovered");
    this.#selected = part("box selected");
    this.#label = part("label");
    this.#line = part("line");
    this.#closed = part("closed");
    this.#others = Array.from({ length: MAX_OTHERS }, () => part("box other"));
    root.append(style, ...this.#others, this.#hovered, this.#selected, this.#label, this.#closed, this.#line);
  }

  /** The first is what was clicked; the others show the same part for other rows. */
  select([first, ...others]: readonly Box[], label: string): void {
    for (const [index, element] of this.#others.entries()) place(element, others[index]);
    place(this.#selected, first);
    place(this.#label, first && { ...first, top: Math.max(0, first.top - 20), bottom: first.top });
    this.#label.textContent = label;
  }

  hover(box: Box | undefined): void {
    place(this.#hovered, box);
  }

  /** A part in which nothing can be dropped, and why. */
  close(box: Box | undefined, reason: string): void {
    place(this.#closed, box);
    this.#closed.textContent = reason;
  }

  line(box: Box | undefined): void {
    const isUpright = box !== undefined && box.right - box.left < box.bottom - box.top;
    place(
      this.#line,
      box &&
        (isUpright
          ? { ...box, left: box.left - 1.5, right: box.left + 1.5 }
          : { ...box, top: box.top - 1.5, bottom: box.top + 1.5 }),
    );
  }
}

function place(element: HTMLElement, box: Box | undefined): void {
  element.hidden = box === undefined;
  if (!box) return;
  const { style } = element;
  style.setProperty("left", `${box.left}px`);
  style.setProperty("top", `${box.top}px`);
  style.setProperty("width", `${box.right - box.left}px`);
  style.setProperty("height", `${box.bottom - box.top}px`);
}

const CSS = `
:host { position: fixed; inset: 0; z-index: 2147483647; pointer-events: none; display: block; }
div { position: fixed; box-sizing: border-box; }
[hidden] { display: none; }
.hovered { outline: 1px solid #6a66f0; outline-offset: -1px; }
.other { outline: 1px dashed #6a66f0; outline-offset: -1px; opacity: .6; }
.selected { outline: 2px solid #4a45d6; outline-offset: -1px; border-radius: 2px; }
.label { width: auto !important; height: 20px !important; padding: 0 6px; background: #4a45d6; color: #fff; font: 500 11px/20px system-ui, sans-serif; border-radius: 4px 4px 0 0; white-space: nowrap; }
.closed { padding: 4px 8px; overflow: hidden; color: #fff; font: 500 12px/18px system-ui, sans-serif; text-shadow: 0 0 3px #000, 0 0 2px #000; background: repeating-linear-gradient(45deg, #8a2f4fb0 0 8px, #8a2f4f70 8px 16px); }
.line { background: #e0388b; border-radius: 2px; }
`;

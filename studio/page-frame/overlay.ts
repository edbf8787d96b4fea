import type { Box } from "./find-gap.ts";
import { makeElement } from "./make-element.ts";

const MAX_OTHERS = 24;

/** The outlines and the drop line, in a closed shadow root that the page's own styles do not reach. */
export function createOverlay(nonce: string) {
  const host = makeElement("page-editor-overlay", {});
  const root = host.attachShadow({ mode: "closed" });
  const style = makeElement("style", { nonce });
  style.textContent = CSS;
  root.append(style);
  const part = (name: string): HTMLElement => {
    const element = makeElement("div", { class: name, hidden: "" });
    root.append(element);
    return element;
  };
  const others = Array.from({ length: MAX_OTHERS }, () => part("other"));
  const [hovered, selected, named, closed, dropped] = ["hovered", "selected", "label", "closed", "line"].map(part) as [
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
    HTMLElement,
  ];
  return {
    host,
    /** The first is what was clicked; the others show the same part for other rows. */
    select([first, ...rest]: readonly Box[], label: string): void {
      others.forEach((element, index) => {
        place(element, rest[index]);
      });
      place(selected, first);
      place(named, first && { ...first, top: Math.max(0, first.top - 20), bottom: first.top });
      named.textContent = label;
    },
    hover: (box: Box | undefined): void => place(hovered, box),
    /** A part in which nothing can be dropped, and why. */
    close(box: Box | undefined, reason: string): void {
      place(closed, box);
      closed.textContent = reason;
    },
    /** The line where something would be dropped; its box has no width or no height. */
    line: (box: Box | undefined): void =>
      place(
        dropped,
        box &&
          (box.right - box.left < box.bottom - box.top
            ? { ...box, left: box.left - 1.5, right: box.left + 1.5 }
            : { ...box, top: box.top - 1.5, bottom: box.top + 1.5 }),
      ),
  };
}

export type Overlay = ReturnType<typeof createOverlay>;

function place(element: HTMLElement, box: Box | undefined): void {
  element.hidden = !box;
  if (box)
    element.style.cssText = `left:${box.left}px;top:${box.top}px;width:${box.right - box.left}px;height:${box.bottom - box.top}px`;
}

/** As short as it can be: it is a part of each page that the editor shows. */
const CSS =
  ":host,div{position:fixed;pointer-events:none}:host{inset:0;z-index:2147483647;display:block}div{box-sizing:border-box;border-radius:2px;outline:1px solid #6a66f0;outline-offset:-1px;color:#fff;font:500 12px/18px system-ui,sans-serif}[hidden]{display:none}.other{outline-style:dashed;opacity:.6}.selected{outline:2px solid #4a45d6}.label{width:auto!important;height:20px!important;padding:1px 6px;outline:0;background:#4a45d6;font-size:11px;border-radius:4px 4px 0 0;white-space:nowrap}.closed{padding:4px 8px;overflow:hidden;outline:0;text-shadow:0 0 3px #000,0 0 2px #000;background:repeating-linear-gradient(45deg,#8a2f4fb0 0 8px,#8a2f4f70 8px 16px)}.line{outline:0;background:#e0388b}";

import type { JsonValue } from "../../../definition/json.ts";
import { type Html, html } from "./html.ts";

/** JSON with its keys, texts and other values told apart. The same words as in the page's script. */
export function jsonHtml(content: JsonValue): readonly Html[] {
  return JSON.stringify(content, null, 2)
    .split(/("(?:[^"\\]|\\.)*"(?:\s*:)?|-?\b\d[\d.eE+-]*\b|\b(?:true|false|null)\b)/)
    .filter((part) => part !== "")
    .map((part) => {
      if (part.startsWith('"'))
        return part.endsWith(":")
          ? html`<span class="k">${part.slice(0, -1)}</span>:`
          : html`<span class="s">${part}</span>`;
      return /^[-\dtfn]/.test(part) ? html`<span class="v">${part}</span>` : html`${part}`;
    });
}

/** A framed piece of code with its name and a button that copies it. */
export const codePanel = (options: {
  readonly title: string | Html;
  readonly code: Html | readonly Html[];
  readonly kind?: string;
}): Html =>
  html`<figure class="code${options.kind ? ` ${options.kind}` : ""}"><figcaption><span>${options.title}</span><button type="button" class="copy" hidden>Copy</button></figcaption><pre tabindex="0"><code>${options.code}</code></pre></figure>`;

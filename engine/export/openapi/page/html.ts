import { escapeHtml } from "../../../templates/render/escaping.ts";

/** HTML that needs no escaping. Only `html` makes it, so that all other texts are escaped. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlPart = Html | string | number | undefined | false | readonly HtmlPart[];

/** html`<b>${label}</b>`: texts are escaped, Html and lists of it are put in, undefined and false are nothing. */
export const html = (literals: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html =>
  new Html(literals.reduce((all, literal, index) => all + printed(parts[index - 1]) + literal));

function printed(part: HtmlPart): string {
  if (part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "string") return escapeHtml(part);
  return typeof part === "number" ? String(part) : part.map(printed).join("");
}

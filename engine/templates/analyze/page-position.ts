import type { TemplateFormat } from "../formats.ts";
import { type Place, placeOfValue } from "../render/escaping.ts";
import type { TemplateUnit } from "../syntax/parsed-template.ts";
import type { TemplateProblems } from "../syntax/template-problems.ts";
import type { Span } from "../syntax/template-tree.ts";
import { areSame, describeOpen, describePlace, joinBranches, placeOfBranch } from "./html-branches.ts";
import { type HtmlContext, type OpenElement, readHtml, startOfPage } from "./html-context.ts";

/** Branches of which one, several or none is shown: their ends, and their name in messages. */
export interface Branches {
  readonly ends: readonly HtmlContext[];
  readonly at: Span;
  readonly what: string;
  readonly unit: TemplateUnit;
}

/**
 * The position of the walk over a template in the HTML. Text moves it, a value reads it, and a branch must return to
 * where it began; problems are recorded.
 */
export class PagePosition {
  html: HtmlContext = startOfPage;
  private readonly format: TemplateFormat;
  private readonly problems: TemplateProblems;

  constructor(format: TemplateFormat, problems: TemplateProblems) {
    this.format = format;
    this.problems = problems;
  }

  /** Between tags, and not in an attribute, a title or a text area. */
  get isBetweenTags(): boolean {
    return this.html.state === "text" && this.format.name === "html";
  }

  /** Moves over static text of the template. */
  read({ text, start }: { readonly text: string; readonly start: number }, unit: TemplateUnit): void {
    if (this.format.read) {
      this.html = this.format.read(this.html, text);
      return;
    }
    const { context, faults } = readHtml(this.html, text);
    this.html = context;
    for (const { code, at, message, hint } of faults)
      this.problems.add(unit, code, { start: start + at, end: start + at + 1 }, message, hint);
  }

  /** The position of a value; the walk has moved past it afterwards. */
  place(at: Span, unit: TemplateUnit): Place | undefined {
    if (this.format.place) return this.format.place(this.html);
    const found = placeOfValue(this.html);
    if (found.ok) {
      this.html = found.after;
      return found.place;
    }
    this.problems.add(unit, found.code, at, found.message, found.hint);
    return undefined;
  }

  /** Begins a part that may be shown or not, or several times. */
  beginBranch(at: Span, unit: TemplateUnit): HtmlContext {
    const place = placeOfBranch(this.html);
    if (typeof place === "string") this.problems.add(unit, "TEMPLATE_E018", at, place);
    else this.html = place;
    return this.html;
  }

  /**
   * Its ends must be at the position where it began. `any`: it may leave other elements open, which `openAfter` checks
   * later.
   */
  endBranches(branches: Branches & { readonly start: HtmlContext; readonly elements?: "any" }): void {
    const { start, ends, at, what, unit, elements } = branches;
    const joined =
      this.format.name === "json" && ends.some(({ quote }) => quote !== start.quote)
        ? "It begins or ends inside quotes, and not both."
        : joinBranches(start, ends);
    if (typeof joined === "string") {
      this.problems.add(
        unit,
        "TEMPLATE_E015",
        at,
        `${what} does not end in the HTML where it begins. ${joined}`,
        "Close inside what is opened inside: whole elements, whole attributes.",
      );
      this.html = start;
    } else if (elements === "any") this.html = { ...joined, open: ends[0]?.open };
    else this.html = { ...joined, open: this.openAfter({ ends: [start, ...ends], at, what, unit }) };
  }

  /** The open element after branches of which one is shown: all of them must leave the same elements open. */
  openAfter({ ends, at, what, unit }: Branches): OpenElement | undefined {
    const [first, ...others] = ends;
    const other = others.find(({ open }) => !areSame(open, first?.open));
    if (other)
      this.problems.add(
        unit,
        "TEMPLATE_W003",
        at,
        `${what} does not leave the same elements open that it found. ${describeOpen(first?.open, other.open)}`,
        "Open and close an element inside the same branch, or do the same in every branch.",
      );
    return first?.open;
  }

  /** The end of the page, which must not be inside a tag, an attribute or a comment. */
  end(root: TemplateUnit): void {
    const isJson = this.format.name === "json";
    if (isJson ? this.html.quote === "" : this.html.state === "text") return;
    const end = root.source.length;
    const place = isJson ? "inside quotes" : describePlace(this.html);
    this.problems.add(
      root,
      "TEMPLATE_E016",
      { start: Math.max(0, end - 1), end },
      `The template ends ${place}. Something before it is not closed.`,
    );
  }
}

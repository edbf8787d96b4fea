import { assertNever } from "../../assert-never.ts";
import type { HtmlContext, OpenElement, UrlPart } from "./html-context.ts";
import { hasOpenReference } from "./written-scheme.ts";

/**
 * Branches and HTML. A part that may be shown or not, or several times, must end in the HTML position where it began;
 * otherwise the position of everything after it would depend on data. Attributes inside branches are allowed
 * (`<option{% if a %} selected{% endif %}>`), names made of several pieces are not.
 */

/** The position at which a branch may begin, or a sentence that says why none may. */
export function placeOfBranch(context: HtmlContext): HtmlContext | string {
  switch (context.state) {
    case "tagOpen":
    case "endTagOpen":
    case "declarationOpen":
      return "A {% %} stands right after a <. Write the whole tag inside the branch.";
    case "tagName":
    case "attributeName":
      return settled(context, "tagBreak");
    case "afterAttributeName":
    case "afterValue":
      return settled(context, "tag");
    case "beforeValue":
    case "unquotedValue":
      return `Put the value of ${context.attribute} in quotes, then {% %} may stand inside them.`;
    case "text":
    case "tag":
    case "tagBreak":
    case "value":
    case "comment":
    case "declaration":
    case "escapableText":
    case "rawText":
      return context;
    default:
      return assertNever(context.state);
  }
}

/** In a tag and between attributes, the last attribute has no further effect. */
const settled = (context: HtmlContext, state: "tag" | "tagBreak"): HtmlContext => ({
  ...context,
  state,
  attribute: "",
  quote: "",
  url: "start",
  urlWord: "",
  tail: "",
});

/**
 * The position after a branch that began at `start` and may have ended at each of `ends`; a sentence when they differ.
 */
export function joinBranches(start: HtmlContext, ends: readonly HtmlContext[]): HtmlContext | string {
  let joined = start;
  for (const end of ends) {
    const place = placeOfBranch(end);
    if (typeof place === "string") return place;
    const next = join(joined, place);
    if (next === undefined) return `It begins ${describePlace(start)} and ends ${describePlace(place)}.`;
    joined = next;
  }
  return joined;
}

function join(first: HtmlContext, second: HtmlContext): HtmlContext | undefined {
  const inTag = (state: string) => state === "tag" || state === "tagBreak";
  const together = inTag(first.state) && inTag(second.state);
  if (!together && first.state !== second.state) return undefined;
  if (first.foreign !== second.foreign) return undefined;
  const isInside = first.state !== "text";
  if (isInside && (first.element !== second.element || first.isEndTag !== second.isEndTag)) return undefined;
  if (first.state === "value" && (first.attribute !== second.attribute || first.quote !== second.quote))
    return undefined;
  if (!together && first.tail !== second.tail) return undefined;
  const isSameWord = first.urlWord === second.urlWord;
  if (!isSameWord && (hasOpenReference(first.urlWord) || hasOpenReference(second.urlWord))) return undefined;
  return {
    ...first,
    state: first.state === "tagBreak" ? first.state : second.state,
    url: isSameWord ? joinUrl(first.url, second.url) : "unknown",
    urlWord: isSameWord ? first.urlWord : "",
    hasHttpEquiv: first.hasHttpEquiv || second.hasHttpEquiv,
    hasValueInContent: first.hasValueInContent || second.hasValueInContent,
    isSelfClosing: first.isSelfClosing && second.isSelfClosing,
  };
}

const joinUrl = (first: UrlPart, second: UrlPart): UrlPart => (first === second ? first : "unknown");

/** Whether the same elements are open. */
export function areSame(first: OpenElement | undefined, second: OpenElement | undefined): boolean {
  let [one, two] = [first, second];
  for (; one && two && one !== two; one = one.outer, two = two.outer) if (one.name !== two.name) return false;
  return one === two;
}

/** The elements that are open at one end of a branch and not at another. */
export function describeOpen(first: OpenElement | undefined, second: OpenElement | undefined): string {
  const names = (open: OpenElement | undefined): string[] => (open ? [...names(open.outer), open.name] : []);
  const [one, two] = [names(first), names(second)];
  const shared = one.findIndex((name, index) => name !== two[index]);
  const at = shared < 0 ? one.length : shared;
  const list = (found: string[]) => found.map((name) => `<${name}>`).join(", ") || "nothing";
  return `In one case ${list(one.slice(at))} stays open, in another ${list(two.slice(at))}.`;
}

export function describePlace(context: HtmlContext): string {
  const { state, element } = context;
  switch (state) {
    case "text":
      return context.foreign > 0 ? "inside an <svg> or <math>" : "between tags";
    case "comment":
      return "inside a comment";
    case "declaration":
    case "declarationOpen":
      return "inside a <! … >";
    case "rawText":
    case "escapableText":
      return `inside <${element}>`;
    case "value":
    case "unquotedValue":
    case "beforeValue":
      return `inside the attribute ${context.attribute} of <${element}>`;
    case "tagOpen":
    case "endTagOpen":
      return "right after a <";
    case "tagName":
    case "tag":
    case "tagBreak":
    case "attributeName":
    case "afterAttributeName":
    case "afterValue":
      return `inside the tag <${context.isEndTag ? "/" : ""}${element}>`;
    default:
      return assertNever(state);
  }
}

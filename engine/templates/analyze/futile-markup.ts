import type { TemplateProblemCode } from "../syntax/template-problem.ts";
import { schemeOf } from "./written-scheme.ts";

/**
 * Markup that has no effect on any page: pages run no script, load no frame and answer no form that sends.
 * It is told where it is written, with what works instead. All but a form
 * that sends are warnings: a page that has them shows all the rest.
 */
export interface FutileMarkup {
  readonly code: TemplateProblemCode;
  readonly message: string;
  readonly hint: string;
}

const FRAMES: ReadonlySet<string> = new Set(["iframe", "frame", "embed", "object", "applet", "portal"]);

export function futileElement(element: string): FutileMarkup | undefined {
  if (element === "script")
    return {
      code: "TEMPLATE_W004",
      message: "Pages run no scripts, so this <script> does nothing.",
      hint: "Search, filters and pages of a list work without one: see the default list page. Folding works with <details>.",
    };
  if (FRAMES.has(element))
    return {
      code: "TEMPLATE_W004",
      message: `Pages show nothing of other sites, so this <${element}> stays empty.`,
      hint: 'Link to it: <a href="https://…">. A film of your own can be shown by <video src="…" controls>.',
    };
  return undefined;
}

export const futileAttribute = (element: string, attribute: string): FutileMarkup | undefined =>
  /^on[a-z]/.test(attribute)
    ? {
        code: "TEMPLATE_W004",
        message: `Pages run no scripts, so ${attribute} on <${element}> does nothing.`,
        hint: "Use a link, a form that searches, or <details>.",
      }
    : undefined;

/** `value` is the static part of the attribute's value, up to the first `{{ }}`. */
export function futileValue(
  { element, attribute }: { readonly element: string; readonly attribute: string },
  value: string,
): FutileMarkup | undefined {
  const isMethod = (element === "form" && attribute === "method") || attribute === "formmethod";
  if (isMethod && value.trim().toLowerCase() === "post")
    return {
      code: "FORM_E006",
      message:
        "A form that is written by hand cannot be sent with post: a page takes only what a form of the app asks for.",
      hint: 'Write {% form "name" %}{% endform %}. A form that searches or filters sends with method="get".',
    };
  const isTarget = (element === "form" && attribute === "action") || attribute === "formaction";
  const scheme = isTarget ? schemeOf(value) : undefined;
  if (isTarget && (scheme === "http" || scheme === "https" || /^\s*\/\//.test(value)))
    return {
      code: "TEMPLATE_W005",
      message: "Browsers send no form of a page to another site.",
      hint: "Link to the form there, or send it to a page of this app.",
    };
  return undefined;
}

/** Whether a browser runs a script of this type. Others, such as application/ld+json, are data. */
export const isScriptType = (type: string): boolean =>
  /^\s*(?:module|importmap|speculationrules|(?:text|application)\/(?:x-)?(?:java|ecma|live|j)script[^/]*)?\s*$/i.test(
    type,
  );

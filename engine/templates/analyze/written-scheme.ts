import type { TemplateProblem } from "../syntax/template-problem.ts";
import { holdsAddress } from "./attribute-kinds.ts";

/**
 * The scheme that a template writes at the beginning of an address. `javascript:` and `vbscript:` are code, and `data:`
 * is a page of the builder's in an address that is followed. Browsers read character references, drop tabs and line
 * breaks everywhere, and drop blanks and control characters at the start, so the text is read in the same way.
 */
interface Place {
  readonly element: string;
  readonly attribute: string;
}

const CODE: ReadonlySet<string> = new Set(["javascript", "vbscript", "livescript", "mocha"]);
/** Elements that show data as a picture, a sound or a film, or load a font or an icon. None of them runs it. */
const SHOWS_DATA: ReadonlySet<string> = new Set(
  "img source video audio track input image feimage link body table td th".split(" "),
);

/** What is wrong with an address that begins with `written`, which ends in its first colon. */
export function schemeProblem(
  { element, attribute }: Place,
  written: string,
): Omit<TemplateProblem, "start" | "end"> | undefined {
  if (!holdsAddress(element, attribute)) return undefined;
  const scheme = schemeOf(written);
  if (scheme === undefined) return undefined;
  if (CODE.has(scheme))
    return {
      code: "TEMPLATE_E020",
      message: `An address that begins with ${scheme}: is code, which pages do not run.`,
      hint: 'Lead to a page: {% url "…" %}. Folding works with <details>.',
    };
  if (scheme === "data" && !SHOWS_DATA.has(element))
    return {
      code: "TEMPLATE_E020",
      message: `An address that begins with data: in ${attribute} of <${element}> is a page of its own, which browsers refuse to open.`,
      hint: "Link to a page or a file. Pictures, sounds and films may be written as data:.",
    };
  return undefined;
}

/** Whether these characters of an address can still become a scheme: no slash, question mark or the like was read. */
export const canBeScheme = (written: string): boolean => /^[a-z0-9+.&#;\s-]*$/i.test(written) && !endsScheme(written);

/** Whether the text holds the colon that ends a scheme, written as it is or as a character reference. */
export const endsScheme = (written: string): boolean => asBrowsersRead(written).includes(":");

/** Whether the text ends inside a character reference: what follows decides what character it is. */
export const hasOpenReference = (written: string): boolean => /&#?[a-z0-9]*$/i.test(written);

export const schemeOf = (written: string): string | undefined =>
  /^([a-z][a-z0-9+.-]*):/i.exec(asBrowsersRead(written))?.[1]?.toLowerCase();

function asBrowsersRead(written: string): string {
  const decoded = written
    .replace(/&#(x[0-9a-f]{1,10}|\d{1,10});?/gi, (_, digits: string) => {
      const code = digits[0]?.toLowerCase() === "x" ? Number.parseInt(digits.slice(1), 16) : Number(digits);
      return code <= 0x10ffff ? String.fromCodePoint(code) : "";
    })
    .replace(/&(?:tab|newline);/gi, "")
    .replace(/&colon;/gi, ":");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are dropped
  return decoded.replace(/[\t\n\r]/g, "").replace(/^[\u0000-\u0020]+/, "");
}

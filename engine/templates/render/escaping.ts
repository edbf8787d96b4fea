import type { HtmlContext } from "../analyze/html-context.ts";
import { hasOpenReference } from "../analyze/written-scheme.ts";

/**
 * The escapers, one for each kind of position, and the choice between them. At a position without an escaper values are
 * refused: no escaping makes data safe inside a script.
 */
export type HtmlPlace =
  | "text"
  | "attribute"
  | "urlStart"
  | "urlPath"
  | "urlQuery"
  | "urlUnknown"
  | "srcset"
  | "styleNumber";

/** The positions in templates that produce text, XML or JSON: see formats.ts. */
export type FormatPlace = "plain" | "xml" | "jsonText" | "jsonValue";
export type Place = HtmlPlace | FormatPlace;

export type PlaceOfValue =
  | { readonly ok: true; readonly place: Place /** The place after the value. */; readonly after: HtmlContext }
  | {
      readonly ok: false;
      readonly code: "TEMPLATE_E014" | "TEMPLATE_E017" | "TEMPLATE_E018";
      readonly message: string;
      readonly hint?: string;
    };

export function placeOfValue(context: HtmlContext): PlaceOfValue {
  const refuse = (message: string, hint?: string): PlaceOfValue => ({
    ok: false,
    code: "TEMPLATE_E014",
    message,
    ...(hint ? { hint } : {}),
  });
  switch (context.state) {
    case "text":
    case "escapableText":
      // A value may begin with the rest of an end tag, but its < and / are always escaped.
      return { ok: true, place: "text", after: context.tail === "" ? context : { ...context, tail: "" } };
    case "rawText":
      return context.element === "script"
        ? refuse(
            "A value cannot stand inside <script>: no escaping makes it safe there.",
            'Put it in an attribute, data-title="{{ record.title }}", and read that from the script.',
          )
        : refuse(
            `A value cannot stand inside <${context.element}>.`,
            context.element === "style"
              ? "Numbers may stand in a style attribute; for the rest choose between classes."
              : undefined,
          );
    case "comment":
      return refuse("A value cannot stand inside an HTML comment.", "Use {# #} for notes: they are not sent.");
    case "declaration":
    case "declarationOpen":
      return refuse("A value cannot stand inside <! … >.");
    case "tagOpen":
    case "endTagOpen":
    case "tagName":
      return refuse("A value cannot be the name of a tag.", "Choose between whole tags with {% if %}.");
    case "tag":
    case "tagBreak":
    case "attributeName":
    case "afterAttributeName":
    case "afterValue":
      return refuse(
        "A value cannot be the name of an attribute.",
        "Write the attribute, and put the value in its quotes; or choose with {% if %}.",
      );
    case "beforeValue":
    case "unquotedValue":
      return {
        ok: false,
        code: "TEMPLATE_E017",
        message: `Put quotes around the value of ${context.attribute}.`,
        hint: `${context.attribute}="{{ … }}"`,
      };
    case "value":
      return placeInAttribute(context);
  }
}

function placeInAttribute(context: HtmlContext): PlaceOfValue {
  const { attribute, attributeKind, element, url } = context;
  switch (attributeKind.kind) {
    case "refused":
      return {
        ok: false,
        code: "TEMPLATE_E014",
        message: `A value cannot stand in the attribute ${attribute} of <${element}>: ${attributeKind.because}.`,
      };
    case "style":
      return { ok: true, place: "styleNumber", after: context };
    case "plain":
      if (element === "meta" && attribute === "content") {
        if (context.hasHttpEquiv)
          return {
            ok: false,
            code: "TEMPLATE_E014",
            message: "A value cannot stand in the content of <meta http-equiv>: it could send people elsewhere.",
          };
        return { ok: true, place: "attribute", after: { ...context, hasValueInContent: true } };
      }
      return { ok: true, place: "attribute", after: context };
    case "srcset":
      return { ok: true, place: url === "start" ? "srcset" : "urlQuery", after: context };
    case "url":
      if (hasOpenReference(context.urlWord))
        return {
          ok: false,
          code: "TEMPLATE_E014",
          message: "A value cannot stand inside a character reference such as &#58;. Write a ; before it.",
        };
      if (url === "start") return { ok: true, place: "urlStart", after: { ...context, url: "scheme" } };
      if (url === "path") return { ok: true, place: "urlPath", after: context };
      return {
        ok: true,
        place: url === "query" ? "urlQuery" : "urlUnknown",
        after: url === "word" ? { ...context, url: "unknown", urlWord: "" } : context,
      };
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const SPECIAL = /[&<>"']/;

/** Safe in text, in title and textarea, and in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string) : text;

/** Replaces an address that could run code. It leads nowhere and loads nothing. */
export const BLOCKED_URL = "about:invalid#blocked";

const ALLOWED_SCHEMES = new Set(["http", "https", "mailto", "tel", "sms"]);

/** Whether a browser would read this as an address that is relative, or of an allowed scheme. */
export function isSafeUrl(text: string): boolean {
  // Browsers drop tabs and line breaks anywhere, and control characters and blanks at the start.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are dropped
  const seen = text.replace(/[\t\n\r]/g, "").replace(/^[\u0000-\u0020]+/, "");
  const end = seen.search(/[:/?#\\]/);
  return end < 0 || seen[end] !== ":" || ALLOWED_SCHEMES.has(seen.slice(0, end).toLowerCase());
}

/** encodeURIComponent throws on lone surrogates; they become U+FFFD, as browsers do. */
const encode = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));

/** Encodes characters that an address cannot contain and leaves the rest: `%20` and `/` stay. */
const normalizeUrl = (text: string): string =>
  text.replace(/%(?![0-9A-Fa-f]{2})|[^\w\-.~!#$&*+,/:;=?@[\]%]/gu, (character) =>
    character === "'" ? "%27" : encode(character),
  );

const encodePath = (text: string): string =>
  text.replace(/%(?![0-9A-Fa-f]{2})|[^\w\-.~!$*+,/:;=@%]/gu, (character) =>
    character === "'" ? "%27" : encode(character),
  );

const encodeComponent = (text: string): string => encode(text).replace(/'/g, "%27");

function escapeSrcset(text: string): string {
  const candidates = text.split(",").map((candidate) => {
    const [url = "", size = "", ...more] = candidate.trim().split(/\s+/);
    const isFit = more.length === 0 && isSafeUrl(url) && /^(?:\d{1,6}(?:\.\d{1,4})?[wx])?$/.test(size);
    return isFit ? [normalizeUrl(url), size].filter((part) => part !== "").join(" ") : BLOCKED_URL;
  });
  return escapeHtml(candidates.join(", "));
}

export const escapers: Readonly<Record<HtmlPlace, (text: string) => string>> = {
  text: escapeHtml,
  attribute: escapeHtml,
  urlStart: (text) => escapeHtml(isSafeUrl(text) ? normalizeUrl(text) : BLOCKED_URL),
  urlPath: (text) => escapeHtml(encodePath(text)),
  urlQuery: encodeComponent,
  urlUnknown: (text) => escapeHtml(encodePath(text).replace(/:/g, "%3A")),
  srcset: escapeSrcset,
  styleNumber: (text) => (/^-?\d{1,20}(?:\.\d{1,20})?$/.test(text) ? text : "0"),
};

const formatEscapers: Readonly<Record<FormatPlace, (text: string) => string>> = {
  plain: (text) => text,
  // XML 1.0 has no way to write most control characters.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these cannot stand in XML
  xml: (text) => escapeHtml(text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")),
  jsonText: (text) => JSON.stringify(text).slice(1, -1),
  jsonValue: (text) => JSON.stringify(text),
};

const allEscapers: Readonly<Record<Place, (text: string) => string>> = { ...escapers, ...formatEscapers };

export const escaperOf = (place: Place): ((text: string) => string) => allEscapers[place];

import { assertNever } from "../../assert-never.ts";
import { describeType, type ValueType } from "../../value-types/value-type.ts";
import { filterNamed } from "../filters/registry.ts";
import { type HumanFormats, humanWriter, machineWriter } from "../format/value-text.ts";
import { escaperOf, escapers, type Place } from "../render/escaping.ts";
import type { TemplateProblemCode } from "../syntax/template-problem.ts";
import type { Span } from "../syntax/template-tree.ts";
import type { AnalyzedExpression } from "./analyze-expression.ts";
import { filtersIn } from "./bind-filters.ts";
import { describePlace } from "./html-branches.ts";
import type { HtmlContext } from "./html-context.ts";

export type ValueWriterResult =
  | { readonly ok: true; readonly write: (value: unknown) => string }
  | {
      readonly ok: false;
      readonly code: TemplateProblemCode;
      readonly span: Span;
      readonly message: string;
      readonly hint?: string;
    };

/** How the values of an expression are written at a position: as text by their type, then escaped for the position. */
export function valueWriter(
  { type, typed }: AnalyzedExpression,
  at: {
    readonly place: Place;
    readonly html: HtmlContext;
    readonly people: HumanFormats;
  },
): ValueWriterResult {
  const { place, html } = at;
  const [outermost, ...inner] = filtersIn(typed);
  const givesHtml = (filter: typeof outermost) =>
    filter !== undefined && filterNamed(filter.filter.name)?.givesHtml === true;
  const misplaced = inner.find(givesHtml) ?? (givesHtml(outermost) && outermost !== typed ? outermost : undefined);
  if (misplaced) {
    return {
      ok: false,
      code: "TEMPLATE_E008",
      span: misplaced,
      message: `The filter ${misplaced.filter.name} makes HTML, so it must be the last one.`,
    };
  }
  if (outermost && givesHtml(outermost)) {
    if (place === "text" && html.state === "text") {
      return { ok: true, write: (value) => (typeof value === "string" ? value : "") };
    }
    return {
      ok: false,
      code: "TEMPLATE_E008",
      span: typed,
      message: WITHOUT_HTML.has(place)
        ? `The filter ${outermost.filter.name} makes HTML, and this template makes another format.`
        : `The filter ${outermost.filter.name} makes HTML, so it can only stand between tags, and this is ${describePlace(html)}.`,
    };
  }
  if (type.kind === "object" || (type.kind === "list" && type.item.kind === "object")) {
    return {
      ok: false,
      code: "TEMPLATE_E007",
      span: typed,
      message: "This is a group of values. Choose one of them with a dot.",
      ...(type.kind === "object" ? { hint: `It has ${Object.keys(type.members).slice(0, 12).join(", ")}.` } : {}),
    };
  }
  if (place === "styleNumber" && type.kind !== "int" && type.kind !== "decimal" && type.kind !== "double") {
    return {
      ok: false,
      code: "TEMPLATE_E014",
      span: typed,
      message: `Only numbers can stand in a style attribute; this is ${describeType(type)}.`,
      hint: "Choose between classes with {% if %}.",
    };
  }
  if (place === "jsonValue") return { ok: true, write: jsonWriter(type) };
  const isEncoded = outermost === typed && filterNamed(outermost.filter.name)?.givesUrlPart === true;
  const escapeFor = isEncoded && URL_PARTS.has(place) ? escapers.attribute : escaperOf(place);
  if (type.kind === "text") return { ok: true, write: (text) => (typeof text === "string" ? escapeFor(text) : "") };
  if (type.kind === "int" && place !== "styleNumber") {
    return { ok: true, write: (number) => (typeof number === "number" ? String(number) : "") };
  }
  const words = place === "text" || place === "plain" ? humanWriter(type, at.people) : machineWriter(type);
  return { ok: true, write: (value) => escapeFor(words(value)) };
}

/** Positions in an address where values are encoded; a value that a filter has encoded is not encoded again. */
const URL_PARTS: ReadonlySet<Place> = new Set(["urlPath", "urlQuery", "urlUnknown"]);

const WITHOUT_HTML: ReadonlySet<Place> = new Set(["plain", "xml", "jsonText", "jsonValue"]);

/** A whole value of JSON: numbers and booleans unchanged, all others as text; absent is null. */
function jsonWriter(type: ValueType): (value: unknown) => string {
  switch (type.kind) {
    case "int":
    case "double":
    case "decimal":
      return (value) => (/^-?\d/.test(String(value)) ? String(value) : "null");
    case "bool":
      return (value) => (typeof value === "boolean" ? String(value) : "null");
    case "json":
      return (value) => JSON.stringify(value ?? null);
    case "list": {
      const item = jsonWriter(type.item);
      return (value) => (Array.isArray(value) ? `[${value.map(item).join(",")}]` : "null");
    }
    case "text":
    case "date":
    case "time":
    case "timestamp":
    case "duration":
    case "uuid":
    case "null":
    case "record":
    case "object": {
      const words = machineWriter(type);
      return (value) => (value === null || value === undefined ? "null" : JSON.stringify(words(value)));
    }
    default:
      return assertNever(type);
  }
}

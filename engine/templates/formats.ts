import type { HtmlContext } from "./analyze/html-context.ts";
import type { Place } from "./render/escaping.ts";

/**
 * What a template makes, by the ending of its name. HTML is followed tag by tag, since the place of a value decides how
 * it is escaped; in the others the place is the same everywhere, but for the quotes of JSON. The format is that of the
 * template that a route shows; what it includes or extends is written into it.
 */
export interface TemplateFormat {
  readonly name: "html" | "text" | "xml" | "json";
  readonly contentType: string;
  /** The place of a value, for formats that are not followed tag by tag. */
  place?(context: HtmlContext): Place;
  /** Moves over text of the template; undefined: nothing in it matters. */
  read?(context: HtmlContext, text: string): HtmlContext;
}

const html: TemplateFormat = { name: "html", contentType: "text/html; charset=utf-8" };

const byEnding: Readonly<Record<string, TemplateFormat>> = {
  html,
  txt: { name: "text", contentType: "text/plain; charset=utf-8", place: () => "plain", read: (context) => context },
  xml: { name: "xml", contentType: "application/xml; charset=utf-8", place: () => "xml", read: (context) => context },
  json: {
    name: "json",
    contentType: "application/json; charset=utf-8",
    place: ({ quote }) => (quote === "" ? "jsonValue" : "jsonText"),
    read: readJson,
  },
};

/** Text in quotes, and what stands outside of them. */
function readJson(context: HtmlContext, text: string): HtmlContext {
  let { quote } = context;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === "\\" && quote !== "") index++;
    else if (text[index] === '"') quote = quote === "" ? '"' : "";
  }
  return quote === context.quote ? context : { ...context, quote };
}

export const formatOf = (templateName: string): TemplateFormat => {
  const ending = templateName.slice(templateName.lastIndexOf(".") + 1);
  return (Object.hasOwn(byEnding, ending) ? byEnding[ending] : undefined) ?? html;
};

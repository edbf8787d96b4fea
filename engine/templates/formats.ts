import type { HtmlContext } from "./analyze/html-context.ts";
import type { Place } from "./render/escaping.ts";

/**
 * The output format of a template, by the ending of its name. HTML is followed tag by tag, because the position of a
 * value decides how it is escaped; in the other formats the position is always the same, except for quotes in JSON. The
 * format is that of the template that a route shows, also for its includes and layouts.
 */
export interface TemplateFormat {
  readonly name: "html" | "text" | "xml" | "json";
  readonly contentType: string;
  /** The position of a value, for formats that are not followed tag by tag. */
  place?(context: HtmlContext): Place;
  /** Moves over text of the template; undefined: the text has no effect on positions. */
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

/** Tracks whether the position is inside or outside of quotes. */
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

/**
 * The text part of a mail, made from its HTML, for programs that show text and for people who prefer it: paragraphs are
 * lines apart, links are followed by their address, lists have dashes. It reads what our templates write; other HTML
 * becomes its text.
 */
export function textOfHtml(html: string): string {
  const body = html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<(head|style|script|title|template)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/\s+/g, " ");
  let text = "";
  let href: string | undefined;
  let linkStart = 0;
  for (const [, tag, plain] of body.matchAll(/<([^<>]*(?:"[^"]*"[^<>]*)*)>|([^<]+)/g)) {
    if (plain !== undefined) {
      text += decodeEntities(plain);
      continue;
    }
    const [, closing = "", name = ""] = /^(\/?)\s*([a-z0-9]+)/i.exec(tag ?? "") ?? [];
    const element = name.toLowerCase();
    if (element === "a" && closing === "") {
      href = decodeEntities(/\shref="([^"]*)"/i.exec(tag ?? "")?.[1] ?? "");
      linkStart = text.length;
    } else if (element === "a" && href !== undefined) {
      const label = text.slice(linkStart).trim();
      const isShown = href === "" || label === href || href === `mailto:${label}`;
      if (!isShown) text += label === "" ? href : `: ${href}`;
      href = undefined;
    } else if (element === "img") {
      text += decodeEntities(/\salt="([^"]*)"/i.exec(tag ?? "")?.[1] ?? "");
    } else if (element === "br") text += "\n";
    else if (element === "li" && closing === "") text += "\n- ";
    else if (element === "td" || element === "th") text += closing === "" ? "" : "\t";
    else if (PARAGRAPHS.has(element)) text += "\n\n";
    else if (BLOCKS.has(element)) text += "\n";
    else if (element === "hr") text += "\n\n---\n\n";
  }
  return `${text
    .replace(/[ \t]*\n[ \t]*/g, "\n")
    // An address that HTML shows below its button stands at the end of the line above already.
    .replace(/(: (https?:\/\/\S+))\n+\2(?=\n|$)/g, "$1")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/ {2,}/g, " ")
    .trim()}\n`;
}

/** The title of a document, which is the subject of a mail: one line. */
export function titleOfHtml(html: string): string {
  const [, title = ""] = /<title[^>]*>([\s\S]*?)<\/title\s*>/i.exec(html) ?? [];
  return decodeEntities(title).replace(/\s+/g, " ").trim();
}

const PARAGRAPHS = new Set(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"]);
const BLOCKS = new Set(["div", "section", "article", "header", "footer", "main", "tr", "dl", "dt", "dd", "figure"]);

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  ndash: "–",
  mdash: "—",
  hellip: "…",
  copy: "©",
  euro: "€",
};

const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (all, decimal, hex, name: string) => {
    if (name !== undefined) return Object.hasOwn(NAMED, name) ? (NAMED[name] ?? all) : all;
    const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : all;
  });

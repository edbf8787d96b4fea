import { parseFramedPage } from "../../navigation/framed-page.ts";

/**
 * Nothing of a mail is run, and nothing is fetched from elsewhere: the frame's empty sandbox says so, and this says it
 * a second time. A picture from another server would tell its sender when and where the mail was read.
 */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'";
const NEVER =
  // A template becomes a shadow tree in the frame, which nobody has looked into; links ask for names even when nothing
  // may be fetched.
  "script, base, meta[http-equiv], link, template, iframe, frame, frameset, object, embed, video, audio, source";

export interface MailLink {
  readonly text: string;
  readonly url: string;
}

export interface MailDocument {
  readonly html: string;
  /** Pictures and sheets of other servers, which are not loaded. */
  readonly blocked: number;
  /** Where it leads, each address once: a link that opens nowhere in the frame can be opened or copied beneath it. */
  readonly links: readonly MailLink[];
}

const MAX_LINKS = 20;

/** A mail's HTML as the document of a frame. */
export function mailDocument(html: string, nonce: string): MailDocument {
  const page = parseFramedPage(html, nonce);
  let blocked = page.querySelectorAll("link[href], video, audio, object, embed, iframe").length;
  for (const element of page.querySelectorAll(NEVER)) element.remove();
  for (const element of page.querySelectorAll("[src], [srcset], [background], [poster]")) {
    const isOwn = /^data:/i.test(element.getAttribute("src") ?? "data:") && !element.hasAttribute("background");
    if (isOwn && !element.hasAttribute("srcset")) continue;
    blocked += 1;
    for (const name of ["src", "srcset", "background", "poster"]) element.removeAttribute(name);
  }
  const links = new Map<string, string>();
  for (const link of page.querySelectorAll("a[href], area[href]")) {
    const url = link.getAttribute("href") ?? "";
    if (/^https?:/i.test(url) && !links.has(url)) links.set(url, link.textContent?.trim() || url);
    if (!link.hasAttribute("title")) link.setAttribute("title", url);
    link.setAttribute("target", "_blank"); // which the sandbox does not open
  }
  const policy = page.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = POLICY;
  page.head.prepend(policy);
  return {
    html: `<!doctype html>\n${page.documentElement.outerHTML}`,
    blocked,
    links: [...links].slice(0, MAX_LINKS).map(([url, text]) => ({ text, url })),
  };
}

/**
 * Nothing of a mail is run, and nothing is fetched from elsewhere: the frame's empty sandbox says so, and this says it
 * a second time. A picture from another server would tell its sender when and where the mail was read.
 */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'";

export interface MailDocument {
  readonly html: string;
  /** Pictures and sheets of other servers, which are not loaded. */
  readonly blocked: number;
}

/** A mail's HTML as the document of a frame. Links open nowhere: what they lead to is told beneath. */
export function mailDocument(html: string, nonce: string): MailDocument {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const element of page.querySelectorAll("script, base, meta[http-equiv], iframe, frame, object, embed, form"))
    element.replaceWith(...(element.localName === "form" ? element.childNodes : []));
  const outside = page.querySelectorAll("img[src]:not([src^='data:']), link[href], [background], video, audio, source");
  for (const sheet of page.querySelectorAll("link")) sheet.remove();
  for (const link of page.querySelectorAll("a[href], area[href]")) {
    if (!link.hasAttribute("title")) link.setAttribute("title", link.getAttribute("href") ?? "");
    link.setAttribute("target", "_blank"); // which the sandbox does not open
  }
  // The frame inherits the studio's policy, by which a style element counts only with the page's nonce.
  for (const style of page.querySelectorAll("style")) style.setAttribute("nonce", nonce);
  const policy = page.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = POLICY;
  page.head.prepend(policy);
  return { html: `<!doctype html>\n${page.documentElement.outerHTML}`, blocked: outside.length };
}

/** The addresses that a mail leads to, each once: a link that opens nowhere can still be copied. */
export function linksOf(html: string): { readonly text: string; readonly url: string }[] {
  const page = new DOMParser().parseFromString(html, "text/html");
  const links = new Map<string, string>();
  for (const link of page.querySelectorAll<HTMLAnchorElement>("a[href]")) {
    const url = link.getAttribute("href") ?? "";
    if (/^https?:/i.test(url) && !links.has(url)) links.set(url, link.textContent?.trim() || url);
  }
  return [...links].slice(0, 20).map(([url, text]) => ({ text, url }));
}

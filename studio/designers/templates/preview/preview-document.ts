import type { AppTheme } from "#engine/definition/app-theme";
import { base64OfBytes } from "#engine/definition/base64";
import type { PageMarks } from "#engine/views/preview/preview-page";
import { THEME_PATH, themeCss } from "#engine/views/theme/theme";
import { themePictures } from "#engine/views/theme/theme-pictures";
import { parseFramedPage } from "../../../navigation/framed-page.ts";
import { picturePlaceholder } from "./picture-placeholder.ts";
import { markCss, showMarks } from "./unpublished-marks.ts";

export type Scheme = "light" | "dark";

/** What of a page can be followed: its links within the app, in their order, each once. */
export interface PreviewLink {
  readonly text: string;
  readonly address: string;
}

export interface PreviewDocument {
  readonly html: string;
  readonly links: readonly PreviewLink[];
  /** Pictures that are not loaded in the studio: a placeholder stands for each. */
  readonly outsideImages: number;
}

/**
 * The frame runs no script, sends nothing and goes nowhere (`sandbox=""`); this says the same a second time, and what
 * may be shown.
 */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; form-action 'none'; base-uri 'none'";

interface PreviewOptions {
  readonly scheme: Scheme;
  readonly nonce: string;
  /** The app's look; undefined for the default one. */
  readonly theme: AppTheme | undefined;
  readonly marks?: PageMarks | undefined;
}

/**
 * A page of the engine as the document of the preview's frame: its style sheet inside, its links told and not followed,
 * light or dark whatever the machine prefers.
 */
export function previewDocument(
  html: string,
  { scheme: wanted, nonce, theme, marks }: PreviewOptions,
): PreviewDocument {
  const scheme = theme === undefined || theme.scheme === "both" ? wanted : theme.scheme;
  const page = parseFramedPage(html, nonce);
  const newStyle = (css: string): HTMLStyleElement => {
    const style = page.createElement("style");
    style.setAttribute("nonce", nonce);
    style.textContent = css;
    return style;
  };
  for (const element of page.querySelectorAll("script, base, meta[http-equiv], iframe, object, embed"))
    element.remove();
  for (const sheet of page.querySelectorAll<HTMLLinkElement>("link")) {
    // Any other is not fetched here, and would still ask for the address of its host.
    if (sheet.getAttribute("href")?.startsWith(THEME_PATH)) sheet.replaceWith(newStyle(themeCss(theme)));
    else sheet.remove();
  }
  for (const style of page.querySelectorAll("style")) style.textContent = forceScheme(style.textContent, scheme);
  for (const element of page.querySelectorAll("[media]"))
    element.setAttribute("media", forceScheme(element.getAttribute("media") ?? "", scheme));

  const { logo, favicon } = themePictures(theme);
  for (const image of page.querySelectorAll("img[src]")) {
    const picture = [logo, favicon].find((one) => one?.path === image.getAttribute("src"));
    if (picture) image.setAttribute("src", `data:${picture.type};base64,${base64OfBytes(picture.bytes)}`);
  }
  const outsideImages = replaceOutsidePictures(page);

  const links = new Map<string, PreviewLink>();
  for (const link of page.querySelectorAll("a[href], area[href]")) {
    const href = link.getAttribute("href") ?? "";
    if (href.startsWith("#")) continue;
    const text = link.textContent?.trim() ?? "";
    if (href.startsWith("/") && !href.startsWith("//") && !links.has(href)) links.set(href, { text, address: href });
    if (!link.hasAttribute("title")) link.setAttribute("title", href);
  }
  // A new window is what the sandbox never opens: so a link looks and is announced as one, and leads nowhere.
  for (const link of page.querySelectorAll("a[href], area[href]")) link.setAttribute("target", "_blank");

  const head = page.head;
  if (marks && showMarks(page, marks) > 0) head.append(newStyle(markCss(marks, scheme)));
  head.append(newStyle(`:root{color-scheme:${scheme}!important}`));
  const policy = page.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = POLICY;
  head.prepend(policy);
  return {
    html: `<!doctype html>\n${page.documentElement.outerHTML}`,
    links: [...links.values()],
    outsideImages,
  };
}

/** How many pictures are drawn as placeholders. The policy of the frame would refuse them too; this says what they are. */
function replaceOutsidePictures(page: Document): number {
  let count = 0;
  // Other sizes of a picture, of which a browser would choose.
  for (const source of page.querySelectorAll("picture > source")) source.remove();
  for (const image of page.querySelectorAll("img, video[poster], input[type='image']")) {
    const name = image.localName === "video" ? "poster" : "src";
    const address = image.getAttribute(name) ?? "";
    for (const other of ["srcset", "sizes"]) image.removeAttribute(other);
    if (address === "" || /^data:image\//i.test(address)) continue;
    const pixels = (side: string) => {
      const text = image.getAttribute(side) ?? "";
      return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined;
    };
    const alt = image.getAttribute("alt") ?? image.getAttribute("aria-label") ?? "";
    image.setAttribute(name, picturePlaceholder({ address, alt, width: pixels("width"), height: pixels("height") }));
    count += 1;
  }
  return count;
}

/**
 * A frame cannot be told what its media queries should prefer, so the queries are answered in the text: the wanted
 * scheme is a condition that always holds, the other one never does.
 */
export function forceScheme(css: string, scheme: Scheme): string {
  return css.replace(/\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi, (_, wanted: string) =>
    wanted.toLowerCase() === scheme ? "(min-width: 0px)" : "(max-width: 0px)",
  );
}

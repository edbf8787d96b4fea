import type { PageMarks } from "#engine/views/preview/preview-page";

/** What only certain children may stand in, or only text: a mark there would break the page that it is to explain. */
const NO_PLACE =
  "table, thead, tbody, tfoot, tr, colgroup, ul, ol, menu, dl, select, optgroup, option, datalist, picture, video, audio, head, html";
const HTML = "http://www.w3.org/1999/xhtml";

/**
 * Puts a small grey word where a field that is not published would stand: its label, by the comments that the page's
 * maker left. Elements are made here and labels are their text, so nothing of a page becomes HTML by this. The class is
 * the page's own token, so that nothing else looks like a mark. Gives how many there are.
 */
export function showMarks(page: Document, { token, labels }: PageMarks): number {
  const places: { readonly comment: Comment; readonly label: string }[] = [];
  const comments = page.createNodeIterator(page, NodeFilter.SHOW_COMMENT);
  for (let node = comments.nextNode(); node; node = comments.nextNode()) {
    const [, number] = new RegExp(`^${token}:(\\d{1,6})$`).exec((node as Comment).data) ?? [];
    const label = number === undefined ? undefined : labels[Number(number)];
    if (label !== undefined) places.push({ comment: node as Comment, label });
  }
  let shown = 0;
  for (const { comment, label } of places) {
    const parent = comment.parentElement;
    if (!parent || parent.namespaceURI !== HTML || parent.matches(NO_PLACE)) {
      comment.remove();
      continue;
    }
    const words = `${label}, not published yet: no value`;
    const mark = page.createElement("quintet-unpublished");
    mark.className = classOf(token);
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", words);
    mark.title = words;
    mark.textContent = label;
    comment.replaceWith(mark);
    shown += 1;
  }
  return shown;
}

const classOf = (token: string): string => `unpublished-${token}`;

/** Its own ground and colour, whatever page it stands on; and nothing of the page's own style. */
export function markCss({ token }: PageMarks, scheme: "light" | "dark"): string {
  const [text, ground, line] =
    scheme === "dark" ? ["#b9bec8", "#2b2f37", "#6b7280"] : ["#4b5260", "#eceef2", "#9aa1ad"];
  const rules = {
    all: "initial",
    display: "inline-block",
    "max-width": "16em",
    padding: "0 0.4em",
    overflow: "hidden",
    "white-space": "nowrap",
    "text-overflow": "ellipsis",
    "vertical-align": "baseline",
    color: text,
    background: ground,
    border: `1px dashed ${line}`,
    "border-radius": "4px",
    font: "500 max(13px, 0.8em)/1.4 system-ui, sans-serif",
    cursor: "help",
  };
  const lines = Object.entries(rules).map(([name, value]) => `${name}:${value}!important`);
  return `.${classOf(token)}{${lines.join(";")}}`;
}

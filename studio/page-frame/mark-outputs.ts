/**
 * Gives elements that a template tag has written, such as a form and its fields, the mark of that tag: they do not stand
 * in the template's source, and only comments around them say where they come from.
 *
 *   <!--k3x:o:0.40--><form>…</form><!--/k3x-->   →   <form data-k3x="0.40">
 */
export function markOutputs(root: Element, token: string): void {
  const comments = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const opening = `${token}:o:`;
  const attribute = `data-${token}`;
  for (let node = comments.nextNode(); node; node = comments.nextNode()) {
    const comment = node.nodeValue ?? "";
    if (!comment.startsWith(opening)) continue;
    const mark = comment.slice(opening.length);
    let depth = 1;
    for (let next = node.nextSibling; next && depth > 0; next = next.nextSibling) {
      const text = next.nodeType === Node.COMMENT_NODE ? (next.nodeValue ?? "") : "";
      if (text === `/${token}`) depth -= 1;
      else if (text.startsWith(`${token}:`)) depth += 1;
      else if (depth === 1 && next instanceof Element && !next.hasAttribute(attribute))
        next.setAttribute(attribute, mark);
    }
  }
}

import { outputsOf } from "./outputs-of.ts";

/**
 * Gives elements that a template tag has written, such as a form and its fields, the mark of that tag: they do not stand
 * in the template's source, and only comments around them say where they come from.
 *
 *   <!--k3x:o:0.40--><form>…</form><!--/k3x-->   →   <form data-k3x="0.40">
 */
export function markOutputs(root: Element, token: string): void {
  const attribute = `data-${token}`;
  for (const { mark, nodes } of outputsOf(root, token))
    for (const { node, depth } of nodes)
      if (depth === 1 && node instanceof Element && !node.hasAttribute(attribute)) node.setAttribute(attribute, mark);
}

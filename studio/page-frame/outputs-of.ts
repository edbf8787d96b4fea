interface ShownOutput {
  /** Where it stands in the source, `0.40`. */
  readonly mark: string;
  /** What stands between its comments; `depth` is 1 for what stands in no other output within. */
  readonly nodes: readonly { readonly node: Node; readonly depth: number }[];
}

/**
 * What template tags and values have written, as the comments around them say:
 *
 *   <!--k3x:o:0.40--><form>…</form><!--/k3x-->   →   { mark: "0.40", nodes: [<form>] }
 */
export function* outputsOf(root: Element, token: string): Generator<ShownOutput> {
  const comments = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const opening = `${token}:o:`;
  for (let comment = comments.nextNode(); comment; comment = comments.nextNode()) {
    const said = comment.nodeValue ?? "";
    if (!said.startsWith(opening)) continue;
    const nodes: { node: Node; depth: number }[] = [];
    let depth = 1;
    for (let node = comment.nextSibling; node && depth > 0; node = node.nextSibling) {
      const text = node instanceof Comment ? node.data : undefined;
      if (text === undefined) nodes.push({ node, depth });
      else if (text === `/${token}`) depth--;
      else if (text.startsWith(`${token}:`)) depth++;
    }
    yield { mark: said.slice(opening.length), nodes };
  }
}

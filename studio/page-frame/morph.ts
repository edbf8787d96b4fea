interface Options {
  /** Nodes that are left as they are. */
  readonly isKept: (node: Node) => boolean;
  /** The attribute that says where an element comes from: it is renewed on kept ones too. */
  readonly mark: string;
}

/** Makes one tree like another in place, so that scroll, focus and opened parts stay where nothing changed. */
export function morph(from: Element, to: Element, options: Options): void {
  const { isKept, mark } = options;
  if (isKept(from)) {
    const now = to.getAttribute(mark);
    if (now !== null) from.setAttribute(mark, now);
    return;
  }
  morphAttributes(from, to);
  const wanted = [...to.childNodes];
  let old: ChildNode | null = from.firstChild;
  for (const next of wanted) {
    while (old && isKept(old) && !isAlike(old, next)) old = old.nextSibling;
    const match = findAlike(old, next);
    if (!match) {
      from.insertBefore(document.importNode(next, true), old);
      continue;
    }
    while (old && old !== match) {
      const skipped: ChildNode = old;
      old = old.nextSibling;
      if (!isKept(skipped)) skipped.remove();
    }
    old = match.nextSibling;
    if (match instanceof Element && next instanceof Element) morph(match, next, options);
    else if (match.nodeValue !== next.nodeValue) match.nodeValue = next.nodeValue;
  }
  while (old) {
    const rest: ChildNode = old;
    old = old.nextSibling;
    if (!isKept(rest)) rest.remove();
  }
}

const LOOK_AHEAD = 12;

/** The same kind of node, soon. */
function findAlike(from: ChildNode | null, wanted: Node): ChildNode | undefined {
  let node = from;
  for (let count = 0; node && count < LOOK_AHEAD; count++) {
    if (isAlike(node, wanted)) return node;
    node = node.nextSibling;
  }
  return undefined;
}

const isAlike = (a: Node, b: Node): boolean => a.nodeName === b.nodeName && classOf(a) === classOf(b);

const classOf = (node: Node): string | null | undefined => (node as Partial<Element>).getAttribute?.("class");

/** Makes the attributes of one element those of another. */
export function morphAttributes(from: Element, to: Element): void {
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name)) from.removeAttribute(name);
  for (const { name, value } of [...to.attributes])
    if (from.getAttribute(name) !== value) from.setAttribute(name, value);
}

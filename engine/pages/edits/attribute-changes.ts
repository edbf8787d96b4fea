import type { TextChange } from "../../edits/text-changes.ts";
import type { AttributeSpan } from "../outline/html-events.ts";
import type { OutlineNode } from "../outline/outline-node.ts";

/** A value as it stands between double quotes: neither markup nor a tag of the template. */
export const attributeText = (value: string): string =>
  value
    .replace(/&/g, "&amp;")
    .replace(/"/g, "&quot;")
    .replace(/</g, "&lt;")
    .replace(/\{/g, "&#123;")
    .replace(/\}/g, "&#125;");

/** The static attribute of that name; one within an `{% if %}` of the tag is not it. */
export const attributeOf = (node: OutlineNode, name: string): AttributeSpan | undefined =>
  node.attributes.find((attribute) => attribute.name === name && !attribute.isConditional);

/** `written` is source: the value with its references, or with `{{ }}`. */
export function attributeChange(
  source: string,
  node: OutlineNode,
  { name, written }: { readonly name: string; readonly written: string | undefined },
): TextChange | undefined {
  const attribute = attributeOf(node, name);
  if (written === undefined) {
    if (!attribute) return undefined;
    const blank = /[ \t\r\n]*$/.exec(source.slice(node.from, attribute.from))?.[0].length ?? 0;
    return { from: attribute.from - blank, to: attribute.to, insert: "" };
  }
  if (!attribute) {
    const at = startOfAttributes(source, node);
    return { from: at, to: at, insert: written === "" ? ` ${name}` : ` ${name}="${written}"` };
  }
  const { value } = attribute;
  if (!value) return { from: attribute.nameTo, to: attribute.nameTo, insert: `="${written}"` };
  const { quote } = value;
  if (quote === "'") return { from: value.from, to: value.to, insert: written.replace(/'/g, "&#39;") };
  return quote === ""
    ? { from: value.from, to: value.to, insert: `"${written}"` }
    : { from: value.from, to: value.to, insert: written };
}

/** After the last attribute that is written out, else after the name. */
function startOfAttributes(source: string, node: OutlineNode): number {
  const last = node.attributes.findLast(({ isConditional, isComputed }) => !isConditional && !isComputed);
  if (last && !node.isDynamic) return last.to;
  return node.from + 1 + (/^[^\s/>]+/.exec(source.slice(node.from + 1))?.[0].length ?? 0);
}

/**
 * Puts a token into the class attribute in place of another of its group. Other classes, their order, and what the
 * template computes stay as they are.
 */
export function classChange(
  source: string,
  node: OutlineNode,
  { group, token }: { readonly group: readonly string[]; readonly token: string | undefined },
): TextChange | undefined {
  const attribute = attributeOf(node, "class");
  const value = attribute?.value;
  if (!attribute || !value)
    return token === undefined ? undefined : attributeChange(source, node, { name: "class", written: token });
  const text = source.slice(value.from, value.to);
  const found = staticTokens(text).find((one) => group.includes(one.token));
  if (found) {
    if (token !== undefined) return { from: value.from + found.from, to: value.from + found.to, insert: token };
    if (text.trim() === found.token) return attributeChange(source, node, { name: "class", written: undefined });
    const before = /\s+$/.exec(text.slice(0, found.from))?.[0].length ?? 0;
    const after = before > 0 ? 0 : (/^\s+/.exec(text.slice(found.to))?.[0].length ?? 0);
    return { from: value.from + found.from - before, to: value.from + found.to + after, insert: "" };
  }
  if (token === undefined) return undefined;
  if (value.quote === "") return { from: value.from, to: value.to, insert: `"${text} ${token}"` };
  const insert = text.trim() === "" ? token : `${token} `;
  // Before the rest when something computed follows, so that it never joins a name in the making.
  return attribute.isComputed
    ? { from: value.from, to: value.from, insert }
    : { from: value.to, to: value.to, insert: text.trim() === "" ? token : ` ${token}` };
}

/** The classes of an attribute that are written out, with where they stand. */
export function staticTokens(text: string): { readonly token: string; readonly from: number; readonly to: number }[] {
  // Template syntax becomes characters that no class has, of the same length.
  const plain = text.replace(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|\{#[\s\S]*?#\}/g, (syntax) =>
    "\u0000".repeat(syntax.length),
  );
  return [...plain.matchAll(/[^\s]+/g)].flatMap((match) =>
    match[0].includes("\u0000") ? [] : [{ token: match[0], from: match.index, to: match.index + match[0].length }],
  );
}

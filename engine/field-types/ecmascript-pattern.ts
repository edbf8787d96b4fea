/**
 * A pattern of RE2 as browsers and JSON Schema read it (ECMAScript, flag `v` or `u`), where both mean the same; undefined
 * where that is not certain. What is translated: letters and digits, classes of single characters and ranges, `.`, `\d`,
 * `\w` and `\s` (which in RE2 are about ASCII alone), groups, alternatives and repetition.
 */
export function browserPattern(pattern: string): string | undefined {
  let rest = pattern;
  let result = "";
  while (rest !== "") {
    const token = TOKENS.find(({ find }) => find.test(rest));
    const text = token?.find.exec(rest)?.[0];
    if (token === undefined || text === undefined) return undefined;
    const translated = token.translate(text);
    if (translated === undefined) return undefined;
    result += translated;
    rest = rest.slice(text.length);
  }
  return result;
}

interface Token {
  readonly find: RegExp;
  translate(text: string): string | undefined;
}

const same = (text: string) => text;

/** The first that fits is taken. A token that is none of them (flags, classes with names, `\p`) has no translation. */
const TOKENS: readonly Token[] = [
  { find: /^[A-Za-z0-9 _,:;=@#%&'"<>!~`/\u00a1-\u024f-]/u, translate: same },
  { find: /^\((?:\?:)?(?!\?)/, translate: same },
  { find: /^[)|]/, translate: same },
  { find: /^[\^$](?![*+?{])/, translate: same },
  { find: /^(?:[*+?]|\{\d{1,4}(?:,\d{0,4})?\})\??/, translate: same },
  { find: /^\./, translate: () => "[^\\n]" },
  { find: /^\\[dDwW]/, translate: same },
  { find: /^\\s/, translate: () => "[\\t\\n\\f\\r ]" },
  { find: /^\\S/, translate: () => "[^\\t\\n\\f\\r ]" },
  { find: /^\\[.*+?()[\]{}|^$\\/-]/, translate: literal },
  { find: /^\[\^?(?:\\[^\n]|[^\]\\[])+\]/u, translate: characterClass },
];

/** An escaped character; `-` is escaped in classes only. */
function literal(text: string): string {
  return text === "\\-" ? "-" : text;
}

const ITEM = /^(?:\\[dws]|\\[.*+?()[\]{}|^$\\/-]|[A-Za-z0-9 _,:;=@#%&'"<>!~`/.*+?(){}|$\u00a1-\u024f-])/u;
/** Signs that are escaped in a class, since two of a kind mean more there. */
const RESERVED = /[()[\]{}/\-\\|]/;

function characterClass(text: string): string | undefined {
  const isNegated = text.startsWith("[^");
  const inside = text.slice(isNegated ? 2 : 1, -1);
  const items: string[] = [];
  for (let rest = inside; rest !== ""; ) {
    const item = ITEM.exec(rest)?.[0];
    if (item === undefined) return undefined;
    items.push(item);
    rest = rest.slice(item.length);
  }
  let result = "";
  for (let index = 0; index < items.length; index += 1) {
    const [item = "", next, end] = items.slice(index, index + 3);
    if (next === "-" && end !== undefined) {
      if (/^\\[dws]$/.test(item) || /^\\[dws]$/.test(end) || item === "-" || end === "-") return undefined;
      result += `${classItem(item)}-${classItem(end)}`;
      index += 2;
    } else result += classItem(item);
  }
  return `[${isNegated ? "^" : ""}${result}]`;
}

/** With `v`, two of the signs of `&&` and the like in a row would mean something else. */
function classItem(item: string): string {
  if (/^\\[dw]$/.test(item)) return item;
  if (item === "\\s") return "\\t\\n\\f\\r ";
  const sign = item.startsWith("\\") ? item.slice(1) : item;
  if (RESERVED.test(sign)) return `\\${sign}`;
  return /[A-Za-z0-9 _\u00a1-\u024f]/u.test(sign) ? sign : `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`;
}

/** The JSON Schema of a field with a pattern, which there is searched for in the text. Empty text always fits. */
export function jsonPattern({ pattern }: { readonly pattern?: string | undefined }): { readonly pattern?: string } {
  const own = pattern === undefined ? undefined : browserPattern(pattern);
  return own === undefined ? {} : { pattern: `^(?:${own})?$` };
}

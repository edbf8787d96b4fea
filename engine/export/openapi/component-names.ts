/**
 * `book_order` → `BookOrder`. Two identifiers never give the same name: capitals mark the start of words, and an
 * underscore stays before a digit (`page_2` is Page_2, `page2` is Page2).
 */
export const typeName = (identifier: string): string =>
  identifier
    .split("_")
    .map((word, index) => (/^\d/.test(word) && index > 0 ? `_${word}` : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");

/** Gives each component a unique name: a model may be called `problem`, or `book_list` in addition to `book`. */
export class ComponentNames {
  private readonly taken: Set<string>;
  private readonly names = new Map<string, string>();

  constructor(reserved: readonly string[]) {
    this.taken = new Set(reserved);
  }

  /** The same key gives the same name. */
  name(key: string, wanted: string): string {
    let name = this.names.get(key);
    if (name === undefined) {
      name = wanted;
      for (let number = 2; this.taken.has(name); number++) name = `${wanted}_${number}`;
      this.taken.add(name);
      this.names.set(key, name);
    }
    return name;
  }
}

import { blockRole, type SourceAtom, sourceAtoms } from "./source-atoms.ts";

/** An attribute where it stands in the source. */
export interface AttributeSpan {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly nameTo: number;
  /** Without its quotes; undefined for a name alone. */
  readonly value: { readonly from: number; readonly to: number; readonly quote: "" | '"' | "'" } | undefined;
  /** Its value contains `{{ }}` or a tag. */
  readonly isComputed: boolean;
  /** It stands inside a `{% if %}` of the tag. */
  readonly isConditional: boolean;
}

/** What the source consists of, first to last and without gaps. */
export type HtmlEvent =
  | { readonly kind: "start"; readonly from: number; readonly to: number; readonly tag: StartTag }
  | { readonly kind: "end"; readonly from: number; readonly to: number; readonly name: string }
  | { readonly kind: "text" | "note" | "code"; readonly from: number; readonly to: number }
  | { readonly kind: "atom"; readonly from: number; readonly to: number; readonly atom: SourceAtom };

export interface StartTag {
  readonly name: string;
  readonly attributes: readonly AttributeSpan[];
  /** Template syntax stands in the tag itself, outside of values. */
  readonly isDynamic: boolean;
  /** Nothing can be inside it: a void element, or `<path/>` within `<svg>`. */
  readonly isVoid: boolean;
}

const VOID = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));
/** Only their end tag is markup; `code` is content that is never read further. */
const RAW: ReadonlyMap<string, "code" | "text"> = new Map([
  ...["script", "style", "xmp", "iframe", "noembed", "noframes"].map((name) => [name, "code"] as const),
  ...["title", "textarea"].map((name) => [name, "text"] as const),
]);

/**
 * One HTML tokenizer over a whole template: what stands between tags gives events, template syntax inside a tag belongs
 * to that tag. A tag whose template syntax does not begin and end within it is `code`, as is a tag that never ends.
 */
export function htmlEvents(source: string): readonly HtmlEvent[] {
  return new EventReader(source).read();
}

const isBlank = (character: string | undefined): boolean => character !== undefined && /[ \t\n\r\f]/.test(character);
const isLetter = (character: string | undefined): boolean => character !== undefined && /[A-Za-z]/.test(character);

class EventReader {
  private readonly source: string;
  private readonly events: HtmlEvent[] = [];
  private readonly atomAt: ReadonlyMap<number, SourceAtom>;
  private readonly atoms: readonly SourceAtom[];
  private nextAtom = 0;
  private foreign = 0;

  constructor(source: string) {
    this.source = source;
    this.atoms = sourceAtoms(source);
    this.atomAt = new Map(this.atoms.map((atom) => [atom.from, atom]));
  }

  read(): readonly HtmlEvent[] {
    const { source } = this;
    let textFrom = 0;
    let at = 0;
    const text = () => {
      if (at > textFrom) this.events.push({ kind: "text", from: textFrom, to: at });
    };
    while (at < source.length) {
      const atom = this.atomAt.get(at);
      if (atom) {
        text();
        at = textFrom = this.atom(atom);
      } else if (source[at] === "<" && this.beginsMarkup(at)) {
        text();
        at = textFrom = this.markup(at);
      } else at = this.nextPlace(at + 1);
    }
    text();
    return this.events;
  }

  /** The next `<` or the next atom. */
  private nextPlace(from: number): number {
    const lower = this.source.indexOf("<", from);
    while ((this.atoms[this.nextAtom]?.from ?? Number.POSITIVE_INFINITY) < from) this.nextAtom++;
    const atom = this.atoms[this.nextAtom]?.from ?? this.source.length;
    return Math.min(lower < 0 ? this.source.length : lower, atom);
  }

  private atom(atom: SourceAtom): number {
    const { from, to } = atom;
    if (atom.kind === "note") this.events.push({ kind: "note", from, to });
    else if (atom.kind === "opaque" || atom.kind === "unclosed") this.events.push({ kind: "code", from, to });
    else this.events.push({ kind: "atom", from, to, atom });
    return to;
  }

  private beginsMarkup(at: number): boolean {
    const next = this.source[at + 1];
    if (this.atomAt.has(at + 1)) return false;
    return isLetter(next) || next === "!" || next === "?" || (next === "/" && at + 2 < this.source.length);
  }

  private markup(at: number): number {
    const { source } = this;
    if (source.startsWith("<!--", at)) return this.comment(at);
    const isEnd = source[at + 1] === "/";
    if (isEnd ? isLetter(source[at + 2]) : isLetter(source[at + 1])) return this.tag(at, isEnd);
    const to = this.after(">", at + 2);
    this.events.push({ kind: "code", from: at, to });
    return to;
  }

  private comment(at: number): number {
    const short = /^<!--(?:-?>)/.exec(this.source.slice(at, at + 6));
    const end = short ? at + short[0].length : this.after("-->", at + 4);
    this.events.push({ kind: "note", from: at, to: end });
    return end;
  }

  /** The offset after the next such text that stands in no atom. */
  private after(text: string, from: number): number {
    for (let at = from; at < this.source.length; at++) {
      const atom = this.atomAt.get(at);
      if (atom) at = atom.to - 1;
      else if (this.source.startsWith(text, at)) return at + text.length;
    }
    return this.source.length;
  }

  private tag(from: number, isEnd: boolean): number {
    const read = new TagReader(this.source, this.atomAt).read(from + (isEnd ? 2 : 1));
    const { to, name } = read;
    if (!read.isWhole) this.events.push({ kind: "code", from, to });
    else if (isEnd) {
      this.events.push({ kind: "end", from, to, name });
      if (isForeignRoot(name)) this.foreign = Math.max(0, this.foreign - 1);
    } else {
      const isVoid = VOID.has(name) || (read.isSelfClosing && (this.foreign > 0 || isForeignRoot(name)));
      const { attributes, isDynamic } = read;
      this.events.push({ kind: "start", from, to, tag: { name, attributes, isDynamic, isVoid } });
      if (isForeignRoot(name) && !isVoid) this.foreign++;
      if (!isVoid) return this.raw(name, to);
    }
    return to;
  }

  /** The content of an element in which only its own end tag is markup. */
  private raw(name: string, from: number): number {
    const kind = RAW.get(name);
    const isRaw = kind !== undefined && (this.foreign === 0 || name === "script" || name === "style");
    if (!isRaw) return from;
    let to = from;
    for (; to < this.source.length; to++) {
      const atom = this.atomAt.get(to);
      if (atom) to = atom.to - 1;
      else if (this.source[to] === "<" && this.endsRaw(name, to)) break;
    }
    if (kind === "code") {
      if (to > from) this.events.push({ kind: "code", from, to });
      return to;
    }
    let textFrom = from;
    for (let at = from; at <= to; at++) {
      const atom = at < to ? this.atomAt.get(at) : undefined;
      if (!atom && at < to) continue;
      if (at > textFrom) this.events.push({ kind: "text", from: textFrom, to: at });
      if (!atom) break;
      textFrom = this.atom(atom);
      at = textFrom - 1;
    }
    return to;
  }

  private endsRaw(name: string, at: number): boolean {
    const end = at + 2 + name.length;
    if (this.source.slice(at, end).toLowerCase() !== `</${name}`) return false;
    const next = this.source[end];
    return isBlank(next) || next === "/" || next === ">";
  }
}

const isForeignRoot = (name: string): boolean => name === "svg" || name === "math";

interface ReadTag {
  readonly name: string;
  readonly to: number;
  readonly attributes: readonly AttributeSpan[];
  readonly isDynamic: boolean;
  readonly isSelfClosing: boolean;
  /** It ends, its name is written out, and the template tags in it begin and end in it. */
  readonly isWhole: boolean;
}

class TagReader {
  private readonly source: string;
  private readonly atomAt: ReadonlyMap<number, SourceAtom>;
  private at = 0;
  private depth = 0;
  private isDynamic = false;
  private isTorn = false;

  constructor(source: string, atomAt: ReadonlyMap<number, SourceAtom>) {
    this.source = source;
    this.atomAt = atomAt;
  }

  read(from: number): ReadTag {
    this.at = from;
    const name = this.run(/[^\s/>]/);
    if (this.atomAt.has(this.at)) this.isTorn = true;
    const attributes: AttributeSpan[] = [];
    let isSelfClosing = false;
    while (this.at < this.source.length && this.source[this.at] !== ">") {
      const character = this.source[this.at];
      const atom = this.atomAt.get(this.at);
      if (atom) {
        this.isDynamic = true;
        this.pass(atom);
      } else if (isBlank(character) || character === "/") {
        isSelfClosing = character === "/";
        this.at++;
      } else {
        isSelfClosing = false;
        attributes.push(this.attribute());
      }
    }
    const isEnded = this.at < this.source.length;
    return {
      name: name.toLowerCase(),
      to: isEnded ? this.at + 1 : this.source.length,
      attributes,
      isDynamic: this.isDynamic,
      isSelfClosing,
      isWhole: isEnded && !this.isTorn && this.depth === 0,
    };
  }

  /** Characters of a kind, up to an atom. */
  private run(kind: RegExp): string {
    const from = this.at;
    while (this.at < this.source.length && !this.atomAt.has(this.at) && kind.test(this.source[this.at] as string))
      this.at++;
    return this.source.slice(from, this.at);
  }

  private pass(atom: SourceAtom): void {
    const role = blockRole(atom);
    if (role === "open") this.depth++;
    else if (role === "close") this.depth--;
    if (this.depth < 0 || atom.kind === "unclosed") this.isTorn = true;
    this.at = atom.to;
  }

  private attribute(): AttributeSpan {
    const from = this.at;
    const isConditional = this.depth > 0;
    this.at++;
    const name = (this.source[from] as string) + this.run(/[^\s/>=]/);
    const nameTo = this.at;
    // A name that is put together from pieces cannot be edited as one.
    if (this.atomAt.has(this.at) && this.atomAt.get(this.at)?.kind === "output") this.isDynamic = true;
    const blanks = /^[ \t\n\r\f]*=[ \t\n\r\f]*/.exec(this.source.slice(this.at, this.at + 200))?.[0];
    const base = { name: name.toLowerCase(), from, nameTo, isConditional };
    if (blanks === undefined) return { ...base, to: nameTo, value: undefined, isComputed: false };
    this.at += blanks.length;
    return { ...base, ...this.value() };
  }

  private value(): Pick<AttributeSpan, "to" | "value" | "isComputed"> {
    const first = this.source[this.at];
    const quote = first === '"' || first === "'" ? first : "";
    if (quote !== "") this.at++;
    const from = this.at;
    const depth = this.depth;
    let isComputed = false;
    while (this.at < this.source.length) {
      const atom = this.atomAt.get(this.at);
      const character = this.source[this.at];
      if (atom) {
        isComputed = true;
        this.pass(atom);
      } else if (quote === "" ? isBlank(character) || character === ">" : character === quote) break;
      else this.at++;
    }
    const to = this.at;
    if (this.depth !== depth) this.isTorn = true;
    if (quote !== "" && this.at < this.source.length) this.at++;
    return { to: this.at, value: { from, to, quote }, isComputed };
  }
}

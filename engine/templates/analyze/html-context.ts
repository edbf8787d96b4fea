import { assertNever } from "../../assert-never.ts";
import type { TemplateProblemCode } from "../syntax/template-problem.ts";
import { type AttributeKind, attributeKind } from "./attribute-kinds.ts";
import { futileAttribute, futileElement, futileValue, isScriptType } from "./futile-markup.ts";
import { canBeScheme, endsScheme, hasOpenReference, schemeProblem } from "./written-scheme.ts";

/**
 * The position of a template in the HTML: the tokenizer of the HTML standard, reduced to what decides the escaping of a
 * value. Static text moves the position, `{{ }}` reads it, and every branch must end where it began. Where browsers
 * read HTML in an unexpected way, it reports a problem and does not guess.
 */
export type HtmlState =
  | "text"
  /** `<` */
  | "tagOpen"
  /** `</` */
  | "endTagOpen"
  /** `<!` */
  | "declarationOpen"
  | "tagName"
  /** Between attributes. */
  | "tag"
  /** After a branch that may have ended in a name: only a blank, `/` or `>` may follow. */
  | "tagBreak"
  | "attributeName"
  | "afterAttributeName"
  | "beforeValue"
  | "value"
  | "unquotedValue"
  | "afterValue"
  | "comment"
  /** `<!doctype …>`, `<?…>` */
  | "declaration"
  /** Inside title and textarea: text, in which only the end tag is markup. */
  | "escapableText"
  /** Inside script, style, iframe …: no value may be inserted. */
  | "rawText";

/**
 * How far a URL in an attribute has come. `scheme`: a value came first, so what follows could still end a scheme.
 * `word`: text came first that could still become a scheme, in this piece or the next.
 */
export type UrlPart = "start" | "word" | "scheme" | "path" | "query" | "unknown";

export interface HtmlContext {
  readonly state: HtmlState;
  /** The element whose tag is being read, or whose raw text we are in, in lower case. */
  readonly element: string;
  readonly isEndTag: boolean;
  readonly isSelfClosing: boolean;
  readonly attribute: string;
  readonly attributeKind: AttributeKind;
  readonly quote: "" | '"' | "'";
  readonly url: UrlPart;
  /** What was written of the URL while it can still become a scheme. */
  readonly urlWord: string;
  /** The last characters, where an end is made of several. */
  readonly tail: string;
  /** The number of open `<svg>` and `<math>` elements: other rules apply inside. */
  readonly foreign: number;
  readonly hasHttpEquiv: boolean;
  readonly hasValueInContent: boolean;
  /** A script whose `type` marks it as data: browsers do not run it. */
  readonly isDataBlock: boolean;
  /** The innermost open element, without those whose end tag is optional. */
  readonly open: OpenElement | undefined;
}

export interface OpenElement {
  readonly name: string;
  readonly outer: OpenElement | undefined;
}

export const startOfPage: HtmlContext = {
  state: "text",
  element: "",
  isEndTag: false,
  isSelfClosing: false,
  attribute: "",
  attributeKind: { kind: "plain" },
  quote: "",
  url: "start",
  urlWord: "",
  tail: "",
  foreign: 0,
  hasHttpEquiv: false,
  hasValueInContent: false,
  isDataBlock: false,
  open: undefined,
};

export interface HtmlFault {
  readonly code: TemplateProblemCode;
  readonly message: string;
  readonly hint?: string;
  /** Offset in the text that was read. */
  readonly at: number;
}

export interface ReadHtml {
  readonly context: HtmlContext;
  readonly faults: readonly HtmlFault[];
}

/** Elements without an end tag, and those whose end tag is optional; they are not tracked as open. */
const WITHOUT_END = new Set(
  "area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup tr td th thead tbody tfoot colgroup caption rp rt html head body".split(
    " ",
  ),
);
const RAW_TEXT = new Set(["script", "style", "xmp", "iframe", "noembed", "noframes"]);
const ESCAPABLE_TEXT = new Set(["title", "textarea"]);
const isBlank = (character: string): boolean =>
  character === " " || character === "\n" || character === "\t" || character === "\r" || character === "\f";
const isLetter = (character: string): boolean => /[A-Za-z]/.test(character);
const MAX_NAME = 100;
/** A longer word is no longer read from its beginning, which takes time with each character; no colon may follow it. */
const MAX_WORD = 200;

/** Moves the position over static text. */
export function readHtml(start: HtmlContext, text: string): ReadHtml {
  const reader = new HtmlReader(start);
  for (let index = 0; index < text.length; index++) reader.read(text[index] as string, index);
  return { context: reader.finish(), faults: reader.faults };
}

type Mutable = { -readonly [Key in keyof HtmlContext]: HtmlContext[Key] };

class HtmlReader {
  readonly faults: HtmlFault[] = [];
  private readonly now: Mutable;
  private attributeName: string;
  /**
   * The part of an attribute's value that was read since it began; undefined outside a value, and after a `{{ }}` in
   * it.
   */
  private value: string | undefined;
  private at = 0;

  constructor(start: HtmlContext) {
    this.now = { ...start };
    this.attributeName = start.attribute;
  }

  finish(): HtmlContext {
    const { state } = this.now;
    if (state === "value") this.endValue();
    if (state === "attributeName" || state === "afterAttributeName" || state === "beforeValue") this.nameAttribute();
    return this.now;
  }

  read(character: string, at: number): void {
    this.at = at;
    const { now } = this;
    switch (now.state) {
      case "text":
        if (character === "<") now.state = "tagOpen";
        return;
      case "tagOpen":
        this.readTagOpen(character);
        return;
      case "endTagOpen":
        if (isLetter(character)) this.beginTag(character, true);
        else if (character === ">") now.state = "text";
        else now.state = "declaration";
        return;
      case "declarationOpen":
        this.readDeclarationOpen(character);
        return;
      case "declaration":
        if (character === ">") now.state = "text";
        return;
      case "comment":
        this.readComment(character);
        return;
      case "escapableText":
      case "rawText":
        this.readRawText(character);
        return;
      case "tagName":
      case "tag":
      case "tagBreak":
      case "attributeName":
      case "afterAttributeName":
      case "beforeValue":
      case "value":
      case "unquotedValue":
      case "afterValue":
        this.readInTag(character);
        return;
      default:
        assertNever(now.state);
    }
  }

  private readTagOpen(character: string): void {
    const { now } = this;
    if (isLetter(character)) this.beginTag(character, false);
    else if (character === "/") now.state = "endTagOpen";
    else if (character === "!") {
      now.state = "declarationOpen";
      now.tail = "";
    } else if (character === "?") now.state = "declaration";
    else {
      now.state = "text";
      this.read(character, this.at);
    }
  }

  private beginTag(character: string, isEndTag: boolean): void {
    Object.assign(this.now, {
      state: "tagName",
      element: character.toLowerCase(),
      isEndTag,
      isSelfClosing: false,
      hasHttpEquiv: false,
      hasValueInContent: false,
      isDataBlock: false,
      tail: "",
    });
  }

  private readDeclarationOpen(character: string): void {
    const { now } = this;
    now.tail += character;
    if (now.tail === "-") return;
    if (now.tail === "--") {
      now.state = "comment";
      now.tail = "start";
      return;
    }
    if (now.tail === "[" && now.foreign > 0) this.fault("CDATA cannot be used in templates.");
    now.state = "declaration";
    if (character === ">") now.state = "text";
    now.tail = "";
  }

  /** The standard's comment states: `<!-->` and `<!--->` are complete comments, and `--!>` also ends one. */
  private readComment(character: string): void {
    const { now } = this;
    const { tail } = now;
    if (character === ">" && tail !== "" && tail !== "-") {
      now.state = "text";
      now.tail = "";
    } else if (character === "-") {
      now.tail = tail === "start" ? "start-" : tail === "" || tail === "--!" ? "-" : "--";
    } else now.tail = character === "!" && tail === "--" ? "--!" : "";
  }

  private readRawText(character: string): void {
    const { now } = this;
    const end = `</${now.element}`;
    if ((isBlank(character) || character === "/" || character === ">") && now.tail === end) {
      Object.assign(now, { state: "tag", isEndTag: true, isSelfClosing: false, tail: "" });
      this.readInTag(character);
      return;
    }
    const tail = now.tail + character.toLowerCase();
    const isScript = now.element === "script";
    if (isScript && tail.endsWith("<!--")) {
      this.fault("A script cannot contain <!--: browsers then read its end in another way.");
    }
    const isForeignMarkup = now.foreign > 0 && now.tail === "<" && isLetter(character);
    if (isForeignMarkup)
      this.fault(`Markup inside <${now.element}> within <svg> is read differently by browsers. Take it out.`);
    now.tail = tailOf(tail, isScript ? [end, "<!--"] : [end]);
  }

  private readInTag(character: string): void {
    const { now } = this;
    switch (now.state) {
      case "tagName":
        if (!this.endsName(character)) now.element = (now.element + character.toLowerCase()).slice(0, MAX_NAME);
        return;
      case "tagBreak":
        if (!this.endsName(character)) {
          this.fault(
            "A name is put together from pieces. Write a blank between the end of the branch and what follows, or write the whole name.",
          );
          this.beginAttribute(character);
        }
        return;
      case "tag":
      case "afterValue":
        if (this.endsName(character)) return;
        if (character === "=") this.fault('A "=" stands where an attribute\'s name begins.');
        this.beginAttribute(character);
        return;
      case "attributeName":
        if (character === "=") now.state = "beforeValue";
        else if (isBlank(character)) now.state = "afterAttributeName";
        else if (!this.endsName(character)) {
          if (character === '"' || character === "'" || character === "<")
            this.fault(`A ${character} stands in an attribute's name. A quote or a blank is missing before it.`);
          this.attributeName = (this.attributeName + character.toLowerCase()).slice(0, MAX_NAME);
        }
        if (now.state !== "attributeName") this.nameAttribute();
        return;
      case "afterAttributeName":
        if (character === "=") now.state = "beforeValue";
        else if (!isBlank(character) && !this.endsName(character)) this.beginAttribute(character);
        return;
      case "beforeValue":
        this.readBeforeValue(character);
        return;
      case "value":
        if (character === now.quote) {
          now.state = "afterValue";
          this.endValue();
        } else this.readValue(character);
        return;
      case "unquotedValue":
        if (isBlank(character) || character === ">") this.endValue();
        if (isBlank(character)) now.state = "tag";
        else if (character === ">") this.endTag();
        else {
          if (/["'<=`]/.test(character)) this.fault(`A ${character} stands in a value without quotes.`);
          this.readValue(character);
        }
        return;
      case "text":
      case "tagOpen":
      case "endTagOpen":
      case "declarationOpen":
      case "comment":
      case "declaration":
      case "escapableText":
      case "rawText":
        return;
      default:
        assertNever(now.state);
    }
  }

  /** Blank, slash and `>` end any name. */
  private endsName(character: string): boolean {
    const { now } = this;
    if (isBlank(character)) now.state = "tag";
    else if (character === "/") {
      now.state = "tag";
      now.isSelfClosing = true;
      return true;
    } else if (character === ">") {
      this.endTag();
      return true;
    } else return false;
    return true;
  }

  private beginAttribute(character: string): void {
    this.now.state = "attributeName";
    this.now.isSelfClosing = false;
    this.attributeName = character.toLowerCase();
    if (character === '"' || character === "'" || character === "<") {
      this.fault(
        `A ${character} stands where an attribute's name begins. A quote is missing before it, or one too many.`,
      );
    }
  }

  private nameAttribute(): void {
    const { now } = this;
    now.attribute = this.attributeName;
    now.attributeKind = attributeKind(now.element, this.attributeName);
    now.url = "start";
    now.urlWord = "";
    this.value = undefined;
    if (!now.isEndTag) this.tell(futileAttribute(now.element, now.attribute));
    if (now.element !== "meta" || this.attributeName !== "http-equiv") return;
    now.hasHttpEquiv = true;
    if (now.hasValueInContent)
      this.fault(
        "<meta http-equiv> with a value in content could send people elsewhere. Write its content without {{ }}.",
      );
  }

  private readBeforeValue(character: string): void {
    const { now } = this;
    if (isBlank(character)) return;
    if (character === ">") {
      this.endTag();
      return;
    }
    now.quote = character === '"' || character === "'" ? character : "";
    now.state = now.quote === "" ? "unquotedValue" : "value";
    this.value = "";
    if (now.quote === "") this.readInTag(character);
  }

  /** The value of an attribute, or what was written of it before a `{{ }}`. */
  private endValue(): void {
    const { now, value } = this;
    this.value = undefined;
    if (value === undefined || now.isEndTag) return;
    if (now.element === "script" && now.attribute === "type") now.isDataBlock = !isScriptType(value);
    this.tell(futileValue(now, value));
  }

  private readValue(character: string): void {
    const { now } = this;
    if (this.value !== undefined && this.value.length < MAX_NAME) this.value += character;
    if (now.attributeKind.kind === "plain") return;
    if (now.url === "start" || now.url === "word") this.readWord(character);
    else if (character === "?" || (character === "#" && now.urlWord !== "&")) now.url = "query";
    else if (now.url === "scheme" || now.url === "unknown") {
      const reference = character === "&" || now.urlWord !== "" ? now.urlWord + character : "";
      now.urlWord = hasOpenReference(reference) ? reference : "";
      if (character === "/") now.url = "path";
      else if ((character === ":" || endsScheme(reference)) && now.attributeKind.kind === "url") {
        this.fault(
          "A value stands before a colon, so it could choose what kind of link this is. Write the beginning of the address as text.",
        );
      }
    } else if (now.attributeKind.kind === "srcset" && (isBlank(character) || character === ",")) now.url = "start";
  }

  /** The beginning of a URL: `java&#115;cript:` is a scheme, however it is written and in however many pieces. */
  private readWord(character: string): void {
    const { now } = this;
    if (now.url === "start" && character <= " ") return;
    const isBreak = now.attributeKind.kind === "srcset" && now.url === "word" && /[\s,]/.test(character);
    const word = isBreak ? "" : now.urlWord + character;
    now.urlWord = "";
    if (isBreak) now.url = "start";
    else if (endsScheme(word)) {
      this.tell(schemeProblem(now, word));
      now.url = "path";
    } else if (character === "?" || (character === "#" && !word.endsWith("&#"))) now.url = "query";
    else if (!canBeScheme(word)) now.url = "path";
    else if (word.length > MAX_WORD) now.url = "unknown";
    else if (character > " ") {
      now.url = "word";
      now.urlWord = word;
    } else now.urlWord = now.url === "word" ? word : "";
  }

  private endTag(): void {
    const { now } = this;
    const { element, isEndTag } = now;
    const isForeignRoot = element === "svg" || element === "math";
    now.state = "text";
    now.tail = "";
    now.open = isEndTag ? closed(now.open, element) : this.opened();
    if (!isEndTag && !now.isDataBlock) this.tell(futileElement(element));
    if (isEndTag) {
      if (isForeignRoot) now.foreign = Math.max(0, now.foreign - 1);
      return;
    }
    if (now.foreign > 0 && now.isSelfClosing) return;
    if (isForeignRoot) {
      if (!now.isSelfClosing) now.foreign++;
    } else if (element === "plaintext") this.fault("<plaintext> cannot be closed. Use <pre>.");
    else if (element === "script" || element === "style" || (now.foreign === 0 && RAW_TEXT.has(element)))
      now.state = "rawText";
    else if (now.foreign === 0 && ESCAPABLE_TEXT.has(element)) now.state = "escapableText";
  }

  private opened(): OpenElement | undefined {
    const { element: name, open, foreign, isSelfClosing } = this.now;
    return WITHOUT_END.has(name) || (isSelfClosing && foreign > 0) ? open : { name, outer: open };
  }

  private fault(message: string): void {
    this.faults.push({ code: "TEMPLATE_E018", message, at: this.at });
  }

  private tell(warning: Omit<HtmlFault, "at"> | undefined): void {
    if (warning) this.faults.push({ ...warning, at: this.at });
  }
}

/**
 * Removes the innermost element of this name, and all elements open inside it. An end tag without a start changes
 * nothing.
 */
function closed(open: OpenElement | undefined, name: string): OpenElement | undefined {
  for (let element = open; element; element = element.outer) if (element.name === name) return element.outer;
  return open;
}

/** The longest end of `text` that is the beginning of one of the words; only this must be remembered. */
function tailOf(text: string, words: readonly string[]): string {
  for (let length = Math.min(text.length, 12); length > 0; length--) {
    const tail = text.slice(-length);
    if (words.some((word) => word.startsWith(tail))) return tail;
  }
  return "";
}

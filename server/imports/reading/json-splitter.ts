import type { JsonValue } from "#engine/definition/json";
import { UserError } from "#engine/errors";

/**
 * Takes JSON records out of a text that comes in chunks: the items of a list, or one object after the other. It only
 * finds where each record ends; each is then parsed by JSON.parse, so that what is accepted is JSON exactly.
 *
 *   splitter.push('[{"a": 1}, {"a"') → [{ a: 1 }];  splitter.push(': 2}]') → [{ a: 2 }]
 *
 * A list of texts, numbers and the like is one column: `["a", "b"]` gives `{ Value: "a" }` and `{ Value: "b" }`.
 */
export class JsonSplitter {
  readonly #layout: "list" | "lines";
  /** Characters still to pass over before the list. */
  #skip: number;
  #buffer = "";
  #at = 0;
  #depth = 0;
  #inText = false;
  #isEscaped = false;
  #recordStart = -1;
  #state: "before" | "item" | "between" | "after" = "before";
  #count = 0;
  /** Whether the items of the list are objects or single values; undefined before the first. */
  #items: "objects" | "values" | undefined;

  constructor(options: { readonly layout: "list" | "lines"; readonly startsAt: number }) {
    this.#layout = options.layout;
    this.#skip = options.startsAt;
  }

  push(text: string): Readonly<Record<string, JsonValue>>[] {
    const found: Readonly<Record<string, JsonValue>>[] = [];
    this.#buffer += text;
    if (this.#skip > 0) {
      const skipped = Math.min(this.#skip, this.#buffer.length);
      this.#buffer = this.#buffer.slice(skipped);
      this.#skip -= skipped;
    }
    for (; this.#at < this.#buffer.length; this.#at++) {
      const code = this.#buffer.charCodeAt(this.#at);
      if (this.#recordStart < 0) this.#betweenRecords(code);
      else if (this.#isPastValue(code)) {
        found.push(this.#take(this.#at));
        this.#betweenRecords(code);
      } else if (this.#inRecord(code)) found.push(this.#take(this.#at + 1));
    }
    const keepFrom = this.#recordStart >= 0 ? this.#recordStart : this.#at;
    this.#buffer = this.#buffer.slice(keepFrom);
    this.#at -= keepFrom;
    if (this.#recordStart >= 0) this.#recordStart = 0;
    if (this.#buffer.length > MAX_RECORD)
      throw wrong(`Record ${this.#count + 1} is larger than ${MAX_RECORD / 1_000_000} million characters.`);
    return found;
  }

  /** Says whether the text ended where JSON does. */
  end(): void {
    if (this.#recordStart >= 0) throw wrong(`The file ends inside record ${this.#count + 1}.`);
    if (this.#layout === "list" && this.#state !== "after") throw wrong("The list has no end.");
  }

  #take(end: number): Readonly<Record<string, JsonValue>> {
    const record = this.#parse(this.#buffer.slice(this.#recordStart, end));
    this.#recordStart = -1;
    this.#state = "between";
    return this.#items === "values" ? { [VALUE]: record } : (record as Readonly<Record<string, JsonValue>>);
  }

  /** Whether a character follows a number, true, false or null; a text ends with its own last character. */
  #isPastValue(code: number): boolean {
    return this.#items === "values" && !this.#inText && (isSpace(code) || code === COMMA || code === CLOSE_LIST);
  }

  /** One character inside a record; true when it is its last. */
  #inRecord(code: number): boolean {
    if (this.#inText) {
      if (this.#isEscaped) this.#isEscaped = false;
      else if (code === BACKSLASH) this.#isEscaped = true;
      else if (code === QUOTE) {
        this.#inText = false;
        return this.#items === "values";
      }
      return false;
    }
    if (code === QUOTE) this.#inText = true;
    else if (code === OPEN_OBJECT || code === OPEN_LIST) {
      this.#depth += 1;
      if (this.#depth > MAX_DEPTH) throw wrong(`Record ${this.#count + 1} is nested deeper than ${MAX_DEPTH} levels.`);
    } else if (code === CLOSE_OBJECT || code === CLOSE_LIST) this.#depth -= 1;
    return this.#items === "objects" && this.#depth === 0;
  }

  #betweenRecords(code: number): void {
    if (isSpace(code) || code === BYTE_ORDER_MARK) return;
    // What follows the list belongs to the object around it.
    if (this.#state === "after") return;
    if (this.#layout === "list") {
      if (this.#state === "before" && code === OPEN_LIST) {
        this.#state = "item";
        return;
      }
      if (code === CLOSE_LIST && (this.#state === "between" || (this.#state === "item" && this.#count === 0))) {
        this.#state = "after";
        return;
      }
      if (this.#state === "between" && code === COMMA) {
        this.#state = "item";
        return;
      }
      if (this.#state !== "item") throw wrong(`A comma is missing after record ${this.#count}.`);
    }
    this.#begin(code);
  }

  #begin(code: number): void {
    const isValue = this.#layout === "list" && code !== OPEN_OBJECT && code !== OPEN_LIST;
    this.#items ??= isValue ? "values" : "objects";
    const place = `Record ${this.#count + 1}`;
    if (this.#items === "objects" && code !== OPEN_OBJECT) throw wrong(`${place} is not an object.`);
    if (this.#items === "values" && !isValue) throw wrong(`${place} is not a single value, as those before it are.`);
    this.#recordStart = this.#at;
    this.#inText = code === QUOTE;
    this.#depth = isValue ? 0 : 1;
  }

  #parse(text: string): JsonValue {
    this.#count += 1;
    if (text.includes("\\u0000") && NUL_ESCAPE.test(text))
      throw wrong(`Record ${this.#count} has a NUL character (\\u0000), which no text can hold.`);
    let plain: JsonValue;
    try {
      // A key `__proto__` becomes a column's label and nothing else; inside a value, its field type refuses it.
      plain = JSON.parse(LONG_NUMBER.test(text) ? text.replace(TOKEN, keepDigits) : text);
    } catch (cause) {
      throw wrong(
        `Record ${this.#count} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}.`,
        cause,
      );
    }
    // Printed again, half a character is an escape, and a whole one is not.
    if (/\\ud[89a-f]/i.test(text) && LONE_SURROGATE.test(JSON.stringify(plain)))
      throw wrong(`Record ${this.#count} has half of a character (such as \\ud83d alone), which no text can hold.`);
    return plain;
  }
}

const [SPACE, LINE_FEED, RETURN, TAB, BYTE_ORDER_MARK] = [0x20, 0x0a, 0x0d, 0x09, 0xfeff];
const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST] = [0x7b, 0x7d, 0x5b, 0x5d];
const isSpace = (code: number): boolean => code === SPACE || code === LINE_FEED || code === RETURN || code === TAB;
/** The column of a list of values, which has no name. */
const VALUE = "Value";
const MAX_RECORD = 4_000_000;
/** What walks a value later (printing it, sending it) has a stack. */
const MAX_DEPTH = 64;

/** A number of more digits than JavaScript keeps, or beyond its largest, becomes a text, which is then read as the number it is. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.]{15,}(?:[eE][+-]?\d+)?|-?\d[\d.]*[eE][+-]?\d{3,}/g;
const LONG_NUMBER = /\d[\d.]{15}|[eE][+-]?\d{3}/;
const keepDigits = (token: string): string => (token.startsWith('"') ? token : `"${token}"`);

const LONE_SURROGATE = /(?<!\\)(?:\\\\)*\\ud[89a-f][0-9a-f]{2}/i;
const NUL_ESCAPE = /(?<!\\)(?:\\\\)*\\u0000/;

const wrong = (message: string, cause?: unknown): UserError =>
  new UserError("invalid_values", message, cause === undefined ? {} : { cause });

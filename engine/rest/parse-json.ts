import type { JsonValue } from "../definition/json.ts";
import { UserError } from "../errors.ts";

/**
 * A strict reader of JSON bodies (RFC 8259). It refuses what JSON.parse accepts silently: a key given twice, keys that
 * reach a prototype, nesting that would exhaust the stack, and numbers whose digits would be lost. Objects have no
 * prototype, unless the rules say so.
 */
export function parseJson(text: string, rules: JsonRules = hostedRules): JsonValue {
  const reader = new Reader(text, rules);
  const content = reader.value(0);
  reader.end();
  return content;
}

export interface JsonRules {
  readonly maxDepth: number;
  readonly refusedKeys: ReadonlySet<string>;
  /** Whether objects are plain objects, for code that expects their methods. */
  readonly isPlain: boolean;
}

const hostedRules: JsonRules = {
  maxDepth: 120,
  refusedKeys: new Set(["__proto__", "constructor", "prototype"]),
  isPlain: false,
};
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they may not stand in a JSON text
const PLAIN = /[^"\\\u0000-\u001f]*/y;

class Reader {
  private readonly text: string;
  private readonly rules: JsonRules;
  private at = 0;

  constructor(text: string, rules: JsonRules) {
    this.text = text;
    this.rules = rules;
  }

  value(depth: number): JsonValue {
    if (depth > this.rules.maxDepth) throw this.problem(`is nested deeper than ${this.rules.maxDepth} levels`);
    this.space();
    switch (this.text[this.at]) {
      case "{":
        return this.object(depth);
      case "[":
        return this.array(depth);
      case '"':
        return this.string();
      case "t":
        return this.word("true", true);
      case "f":
        return this.word("false", false);
      case "n":
        return this.word("null", null);
      default:
        return this.number();
    }
  }

  end(): void {
    this.space();
    if (this.at < this.text.length) throw this.problem("has something after its end");
  }

  private object(depth: number): JsonValue {
    const members = (this.rules.isPlain ? {} : Object.create(null)) as Record<string, JsonValue>;
    this.at++;
    this.space();
    if (this.text[this.at] === "}") {
      this.at++;
      return members;
    }
    for (;;) {
      this.space();
      if (this.text[this.at] !== '"') throw this.problem("needs a key in double quotes here");
      const start = this.at;
      const key = this.string();
      if (this.rules.refusedKeys.has(key)) throw this.problem(`has the key "${key}", which is not accepted`, start);
      if (Object.hasOwn(members, key))
        throw this.problem(`has the key "${key.slice(0, 60)}" twice in one object`, start);
      this.space();
      if (this.text[this.at] !== ":") throw this.problem("needs a colon here");
      this.at++;
      members[key] = this.value(depth + 1);
      this.space();
      const next = this.text[this.at];
      this.at++;
      if (next === "}") return members;
      if (next !== ",") throw this.problem("needs a comma or a closing brace here", this.at - 1);
    }
  }

  private array(depth: number): JsonValue {
    const items: JsonValue[] = [];
    this.at++;
    this.space();
    if (this.text[this.at] === "]") {
      this.at++;
      return items;
    }
    for (;;) {
      items.push(this.value(depth + 1));
      this.space();
      const next = this.text[this.at];
      this.at++;
      if (next === "]") return items;
      if (next !== ",") throw this.problem("needs a comma or a closing bracket here", this.at - 1);
    }
  }

  private string(): string {
    this.at++;
    let content = "";
    for (;;) {
      PLAIN.lastIndex = this.at;
      PLAIN.test(this.text);
      content += this.text.slice(this.at, PLAIN.lastIndex);
      this.at = PLAIN.lastIndex;
      const sign = this.text[this.at];
      if (sign === '"') {
        this.at++;
        return content;
      }
      if (sign !== "\\") throw this.problem("has a text that is not closed, or a control character in it");
      content += this.escape();
    }
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? "";
    if (letter === "u") {
      const code = this.text.slice(this.at + 2, this.at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(code)) throw this.problem("has an escape that is not one");
      this.at += 6;
      return String.fromCharCode(Number.parseInt(code, 16));
    }
    const content = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
    if (content === undefined) throw this.problem("has an escape that is not one");
    this.at += 2;
    return content;
  }

  private number(): number {
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (!match) throw this.problem(this.at >= this.text.length ? "ends too early" : "has something unexpected");
    const [digits] = match;
    const start = this.at;
    this.at += digits.length;
    const content = Number(digits);
    if (!Number.isFinite(content) || losesDigits(digits, content)) {
      throw this.problem(
        `has the number ${digits.slice(0, 40)}, whose digits a JSON number loses; send it as a string`,
        start,
      );
    }
    return content;
  }

  private word<Value extends JsonValue>(word: string, content: Value): Value {
    if (!this.text.startsWith(word, this.at)) throw this.problem("has something unexpected");
    this.at += word.length;
    return content;
  }

  private space(): void {
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    }
  }

  private problem(what: string, at = this.at): UserError {
    const before = this.text.slice(0, at);
    const line = before.split("\n").length;
    const column = at - before.lastIndexOf("\n");
    return new UserError("invalid_json", `The body ${what} (line ${line}, column ${column}).`);
  }
}

/**
 * Whether a JSON number changes its value as a float: 12345678901234.567891 and 9007199254740993e0 do, 0.1 does not.
 */
const losesDigits = (digits: string, content: number): boolean =>
  (digits.length > 15 || /[eE]/.test(digits)) && canonical(digits) !== canonical(String(content));

/** A number's digits and the power of ten of the last digit, so that all notations of one value are equal. */
function canonical(digits: string): string {
  const [, sign, whole = "", fraction = "", power = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(digits) ?? [];
  const all = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = all.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${sign}${significant}e${Number(power) - fraction.length + all.length - significant.length}`;
}

import type { LiteralValue, Span } from "./expression.ts";
import { expressionProblemCodes as codes, type ExpressionProblemCode } from "./expression-problem.ts";

/**
 * The scanner: one token from a position in the source. The parser requests tokens one by one, because the meaning of
 * `.5` and of `|` depends on what it has just read.
 */
export type Token = Span &
  (
    | { readonly type: "end" }
    | { readonly type: "word"; readonly text: string }
    | { readonly type: "symbol"; readonly text: Symbol_ }
    | { readonly type: "literal"; readonly literal: LiteralValue }
  );

type Symbol_ = (typeof symbols)[number];

/** Longer ones first, so that `==` is not two `=`. */
const symbols = [
  "===",
  "!==",
  "**",
  "==",
  "!=",
  "<>",
  "<=",
  ">=",
  "&&",
  "||",
  "<",
  ">",
  "!",
  "=",
  "&",
  "|",
  "+",
  "-",
  "*",
  "/",
  "%",
  "(",
  ")",
  "[",
  "]",
  "{",
  "}",
  ",",
  ".",
  "?",
  ":",
] as const;

const symbolsByFirst = new Map<number, Symbol_[]>();
for (const symbol of symbols) {
  const first = symbol.charCodeAt(0);
  const others = symbolsByFirst.get(first);
  if (others) others.push(symbol);
  else symbolsByFirst.set(first, [symbol]);
}

/** A problem at a position. Thrown and caught only inside the parser. */
export class SyntaxFault extends Error {
  readonly code: ExpressionProblemCode;
  readonly hint: string | undefined;
  readonly start: number;
  readonly end: number;
  constructor(code: ExpressionProblemCode, message: string, span: Span, hint?: string) {
    super(message);
    this.code = code;
    this.start = span.start;
    this.end = span.end;
    this.hint = hint;
  }
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isWordStart = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
const isWordPart = (code: number): boolean => isWordStart(code) || isDigit(code);
const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;

export function skipBlanks(source: string, from: number): number {
  let at = from;
  while (at < source.length && isBlank(source.charCodeAt(at))) at++;
  return at;
}

/** `afterValue`: the last token ended a value, so a point starts a member and not a number. */
export function scanToken(source: string, from: number, afterValue = false): Token {
  const start = skipBlanks(source, from);
  if (start >= source.length) return { type: "end", start, end: start };
  const code = source.charCodeAt(start);
  if (isWordStart(code)) return scanWord(source, start);
  if (isDigit(code) || (!afterValue && code === 46 && isDigit(source.charCodeAt(start + 1))))
    return scanNumber(source, start);
  if (code === 34 || code === 39) return scanText(source, start);
  const text = symbolsByFirst.get(code)?.find((symbol) => source.startsWith(symbol, start));
  if (text) return { type: "symbol", text, start, end: start + text.length };
  const character = String.fromCodePoint(source.codePointAt(start) as number);
  throw new SyntaxFault(codes.syntax, `The character ${show(character)} cannot stand here.`, {
    start,
    end: start + character.length,
  });
}

function scanWord(source: string, start: number): Token {
  let end = start + 1;
  while (isWordPart(source.charCodeAt(end))) end++;
  return { type: "word", text: source.slice(start, end), start, end };
}

/** Digits only: the `0` of `items.0.title`, where a scanner of numbers would read `0.`. */
export function scanIndex(source: string, start: number): Token & { type: "literal" } {
  let end = start;
  while (isDigit(source.charCodeAt(end))) end++;
  return { type: "literal", literal: { type: "int", text: source.slice(start, end) }, start, end };
}

export const startsIndex = (source: string, at: number): boolean => isDigit(source.charCodeAt(at));
export const startsBlank = (source: string, at: number): boolean => isBlank(source.charCodeAt(at));

function scanNumber(source: string, start: number): Token {
  let end = start;
  while (isDigit(source.charCodeAt(end))) end++;
  let isWhole = true;
  if (source.charCodeAt(end) === 46 && isDigit(source.charCodeAt(end + 1))) {
    isWhole = false;
    end++;
    while (isDigit(source.charCodeAt(end))) end++;
  }
  const exponent = /^[eE][+-]?\d+/.exec(source.slice(end, end + 8))?.[0] ?? "";
  const mantissa = source.slice(start, end);
  end += exponent.length;
  const span = { start, end };
  if (isWordPart(source.charCodeAt(end))) {
    let stop = end;
    while (isWordPart(source.charCodeAt(stop))) stop++;
    throw new SyntaxFault(
      codes.badNumber,
      `Here ${source.slice(start, Math.min(stop, start + 30))} is neither a number nor a name.`,
      { start, end: stop },
    );
  }
  if (exponent !== "") {
    const value = Number(mantissa + exponent);
    // The limits within which arithmetic on doubles is defined.
    if (!(value === 0 || (Math.abs(value) >= 1e-150 && Math.abs(value) <= 1e150))) {
      throw new SyntaxFault(
        codes.badNumber,
        "This number is out of range.",
        span,
        "Numbers with an exponent go from 1e-150 to 1e150.",
      );
    }
    return { type: "literal", literal: { type: "double", value }, ...span };
  }
  const [whole = "", fraction = ""] = mantissa.split(".");
  if (whole.replace(/^0+/, "").length > 50 || fraction.length > 50) {
    throw new SyntaxFault(
      codes.badNumber,
      "This number has too many digits.",
      span,
      "At most 50 before and 50 after the point.",
    );
  }
  if (isWhole) return { type: "literal", literal: { type: "int", text: mantissa }, ...span };
  return { type: "literal", literal: { type: "decimal", text: mantissa }, ...span };
}

const simpleEscapes: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  "`": "`",
  "?": "?",
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

function scanText(source: string, start: number): Token {
  const quote = source[start] as string;
  let value = "";
  let at = start + 1;
  for (;;) {
    const character = source[at];
    if (character === undefined) {
      throw new SyntaxFault(codes.badText, `This text is not closed: a ${quote} is missing.`, {
        start,
        end: source.length,
      });
    }
    if (character === quote) break;
    if (character === "\n" || character === "\r") {
      throw new SyntaxFault(
        codes.badText,
        "A text ends on the line on which it begins.",
        { start, end: at },
        "Write \\n for a line break.",
      );
    }
    if (character !== "\\") {
      value += character;
      at++;
      continue;
    }
    const read = scanEscape(source, at);
    value += read.text;
    at = read.end;
  }
  const end = at + 1;
  if (value.includes("\0")) throw new SyntaxFault(codes.badText, "A text has no NUL character.", { start, end });
  if (/\p{Surrogate}/u.test(value))
    throw new SyntaxFault(codes.badText, "This text is not well-formed Unicode.", { start, end });
  return { type: "literal", literal: { type: "text", value }, start, end };
}

function scanEscape(source: string, start: number): { text: string; end: number } {
  const letter = source[start + 1] ?? "";
  if (Object.hasOwn(simpleEscapes, letter)) return { text: simpleEscapes[letter] as string, end: start + 2 };
  const digits = letter === "x" ? 2 : letter === "u" ? 4 : letter === "U" ? 8 : 0;
  const end = start + 2 + digits;
  const hex = source.slice(start + 2, end);
  if (digits > 0 && hex.length === digits && /^[0-9a-fA-F]+$/.test(hex)) {
    const code = Number.parseInt(hex, 16);
    if (code <= 0x10ffff) return { text: String.fromCodePoint(code), end };
  }
  throw new SyntaxFault(
    codes.badText,
    `The escape ${show(source.slice(start, start + 2))} does not exist.`,
    { start, end: Math.min(Math.max(end, start + 2), source.length) },
    "Known are \\n \\t \\r \\\\ \\\" \\' \\xHH \\uHHHH \\UHHHHHHHH.",
  );
}

/** A character in readable form, also when it is invisible. */
function show(text: string): string {
  return /^[\p{L}\p{N}\p{P}\p{S}]+$/u.test(text)
    ? `"${text}"`
    : `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/**
 * Django's path converters. Each takes one decoded segment of a path (`path` takes all that remain) and gives the
 * value, or undefined when the text does not fit. Plain scans without backtracking: the cost is linear in the length of
 * the URL.
 */
export type ConverterName = "int" | "slug" | "str" | "uuid" | "path";
export type ParameterValue = string | number;

export interface Converter {
  readonly name: ConverterName;
  /** Read by people: "a whole number". */
  readonly says: string;
  /** The lower, the narrower: of two routes that fit one path, the narrower answers. */
  readonly breadth: number;
  read(text: string): ParameterValue | undefined;
  /** The text of a value for a link; undefined when no path of this route can carry it. */
  write(value: unknown): string | undefined;
}

/** Browsers remove these two segments in any spelling, so no parameter can contain them. */
const isDots = (text: string): boolean => text === "." || text === "..";

function isSlug(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const isLetter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
    if (!isLetter && !(code >= 48 && code <= 57) && code !== 45 && code !== 95) return false;
  }
  return text.length > 0;
}

function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) return false;
  }
  return text.length > 0;
}

const isUuid = (text: string): boolean =>
  text.length === 36 && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value : typeof value === "number" && Number.isFinite(value) ? String(value) : undefined;

const readInteger = (text: string): number | undefined => {
  if (text.length > 16 || !isDigits(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : undefined;
};

const readText = (text: string): string | undefined =>
  text === "" || isDots(text) || text.includes("/") || text.includes("\0") ? undefined : text;

const readPath = (text: string): string | undefined =>
  text === "" || text.includes("\0") || text.split("/").some((part) => part === "" || isDots(part)) ? undefined : text;

export const converters: Readonly<Record<ConverterName, Converter>> = {
  uuid: {
    name: "uuid",
    says: "a UUID",
    breadth: 0,
    read: (text) => (isUuid(text) ? text.toLowerCase() : undefined),
    write: (value) => (typeof value === "string" && isUuid(value) ? value.toLowerCase() : undefined),
  },
  int: {
    name: "int",
    says: "a whole number",
    breadth: 1,
    read: readInteger,
    write: (value) => {
      const text = textOf(value);
      return text !== undefined && readInteger(text) !== undefined ? text : undefined;
    },
  },
  slug: {
    name: "slug",
    says: "letters, digits, hyphens and underscores",
    breadth: 2,
    read: (text) => (isSlug(text) ? text : undefined),
    write: (value) => {
      const text = textOf(value);
      return text !== undefined && isSlug(text) ? text : undefined;
    },
  },
  str: {
    name: "str",
    says: "any text without a slash",
    breadth: 3,
    read: readText,
    write: (value) => {
      const text = textOf(value);
      return text === undefined ? undefined : readText(text);
    },
  },
  path: {
    name: "path",
    says: "any text, slashes too",
    breadth: 4,
    read: readPath,
    write: (value) => {
      const text = textOf(value);
      return text === undefined ? undefined : readPath(text);
    },
  },
};

/** Whether one text can fit both. */
export function convertersMeet(first: ConverterName, second: ConverterName): boolean {
  // A UUID has hyphens and so is never digits alone; everything else lies one inside the other.
  return !((first === "uuid" && second === "int") || (first === "int" && second === "uuid"));
}

/** Whether every value of one converter can be written by another. */
export const canPassTo = (from: ConverterName, to: ConverterName): boolean =>
  from === to ||
  to === "path" ||
  (to === "str" && from !== "path") ||
  (to === "slug" && (from === "int" || from === "uuid"));

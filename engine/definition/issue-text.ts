import type * as z from "zod";

/**
 * What a schema's issue means, as the predicate of a sentence whose subject is the field: `must be a whole number, but
 * is a text`. It is given to `safeParse` as `error`, so the standard texts of zod are never used; a message that a
 * schema has itself takes precedence.
 *
 *   schema.safeParse(value, { error: issueText })
 */
export function issueText(issue: z.core.$ZodRawIssue): string {
  return predicate(issue as RawIssue, issue.input);
}

/** The full sentence: `"limit" must be a whole number, but is a text.` */
export const issueSentence = (issue: z.core.$ZodRawIssue): string => {
  const { issue: cause, input } = innermost(issue as RawIssue, issue.input);
  const name = (cause.path ?? []).map(String).join(".");
  const subject = name === "" ? "The value" : `"${name.length > 80 ? `${name.slice(0, 80)}…` : name}"`;
  return `${subject} ${predicate(cause, input)}.`;
};

type Issue = z.core.$ZodIssue;
/** Of an issue inside a union, zod has removed the input, so it is passed separately. */
type RawIssue = Omit<Issue, "message"> & Issue;

function predicate(issue: RawIssue, input: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return wrongType(isWhole(issue) ? "a whole number" : (TYPES[issue.expected] ?? "of another type"), input);
    case "invalid_value":
      return wrongType(oneOf(issue.values.map(shown)), input);
    case "too_small":
      if (issue.minimum === 1 && issue.origin === "string") return "must not be empty";
      return wrongSize(
        { ...issue, limit: issue.minimum, word: issue.inclusive === false ? "more than" : "at least" },
        input,
      );
    case "too_big":
      return wrongSize(
        { ...issue, limit: issue.maximum, word: issue.inclusive === false ? "less than" : "at most" },
        input,
      );
    case "invalid_format":
      return wrongFormat(issue);
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}, but is ${shown(input)}`;
    case "unrecognized_keys":
      return `has ${issue.keys.length === 1 ? "a key that is" : "keys that are"} not known here: ${issue.keys.map(shown).join(", ")}`;
    case "invalid_union":
      return wrongUnion(issue, input);
    case "invalid_key":
      return "has a key that is not accepted";
    case "invalid_element":
      return "has an item that is not accepted";
    default:
      return "is not a value that is accepted here";
  }
}

/** Of a text, zod reports that a number was expected; its schema says that it must be whole. */
function isWhole(issue: RawIssue): boolean {
  const { inst } = issue as { inst?: { _zod: { def: { format?: unknown } } } };
  return inst?._zod.def.format === "safeint";
}

const TYPES: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  bigint: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  set: "a list",
  object: "an object",
  record: "an object",
  map: "an object",
  date: "a date",
  null: "null",
  undefined: "left out",
  void: "left out",
  never: "left out",
  nonoptional: "given",
  nan: "a number",
};

const wrongType = (expected: string, input: unknown): string =>
  input === undefined ? `is missing; it must be ${expected}` : `must be ${expected}, but is ${kindOf(input)}`;

function kindOf(input: unknown): string {
  if (input === null) return "null";
  if (Array.isArray(input)) return "a list";
  switch (typeof input) {
    case "string":
      return input.length <= 40 ? `the text ${shown(input)}` : "a text";
    case "number":
      return Number.isNaN(input) ? "no number" : `the number ${input}`;
    case "boolean":
      return String(input);
    default:
      return "an object";
  }
}

interface Size {
  readonly origin: string;
  readonly limit: number | bigint;
  readonly word: string;
  readonly exact?: boolean | undefined;
}

const UNITS: Readonly<Record<string, string>> = {
  string: "characters",
  array: "items",
  set: "items",
  map: "entries",
  record: "entries",
  object: "entries",
  file: "bytes",
};

function wrongSize({ origin, limit, word, exact }: Size, input: unknown): string {
  const bound = `${exact ? "exactly" : word} ${limit}`;
  const unit = UNITS[origin];
  if (unit === undefined) return `must be ${bound}, but is ${shown(input)}`;
  const { length } = Object(input) as { length?: unknown };
  return `must have ${bound} ${unit}${typeof length === "number" ? `, but has ${length}` : ""}`;
}

const FORMATS: Readonly<Record<string, string>> = {
  email: "an email address",
  url: "a web address",
  uuid: "a UUID",
  guid: "a UUID",
  datetime: "a date and time such as 2026-01-31T14:30:00Z",
  date: "a date such as 2026-01-31",
  time: "a time such as 14:30:00",
  duration: "a duration such as PT1H30M",
  base64: "base64",
  base64url: "base64url",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
};

function wrongFormat(issue: z.core.$ZodIssueInvalidStringFormat): string {
  const { prefix, suffix, includes } = issue as { prefix?: string; suffix?: string; includes?: string };
  if (prefix !== undefined) return `must begin with ${shown(prefix)}`;
  if (suffix !== undefined) return `must end with ${shown(suffix)}`;
  if (includes !== undefined) return `must contain ${shown(includes)}`;
  const format = FORMATS[issue.format];
  if (format !== undefined) return `must be ${format}`;
  return issue.pattern === undefined ? "does not have the right form" : `must have the form ${issue.pattern}`;
}

function wrongUnion(issue: z.core.$ZodIssueInvalidUnion, input: unknown): string {
  const options = optionsOf(issue);
  if (options.length > 0) return `must be ${oneOf(options.map(shown))}`;
  const expected = issue.errors.flatMap(([first]) =>
    first?.code === "invalid_type" && first.path.length === 0 ? [TYPES[first.expected] ?? first.expected] : [],
  );
  if (expected.length > 0) return wrongType(oneOf([...new Set(expected)]), input);
  return "has a form that is not accepted here";
}

/** What the property that tells the alternatives apart may be. */
const optionsOf = (issue: z.core.$ZodIssueInvalidUnion): readonly unknown[] =>
  "options" in issue ? (issue.options ?? []) : [];

/** Inside a union, the issue of the alternative that fits best: the one whose problem is deepest. */
function innermost(issue: RawIssue, input: unknown): { issue: RawIssue; input: unknown } {
  if (issue.code !== "invalid_union" || optionsOf(issue).length > 0) return { issue, input };
  const firsts = issue.errors.flatMap(([first]) => (first ? [first] : []));
  const deepest = firsts.reduce<Issue | undefined>(
    (best, other) => (other.path.length > (best?.path.length ?? 0) ? other : best),
    undefined,
  );
  if (!deepest) return { issue, input };
  const inner = { ...deepest, path: [...(issue.path ?? []), ...deepest.path] } as RawIssue;
  return innermost(inner, valueAt(input, deepest.path));
}

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      value !== null && typeof value === "object" ? (value as Readonly<Record<PropertyKey, unknown>>)[key] : undefined,
    input,
  );

const shown = (value: unknown): string =>
  typeof value === "string" ? `"${value.length > 40 ? `${value.slice(0, 40)}…` : value}"` : String(value);

function oneOf(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? "left out";
  const known = words.slice(0, 12);
  return words.length > known.length
    ? `one of ${known.join(", ")} …`
    : `${known.slice(0, -1).join(", ")} or ${known.at(-1)}`;
}

import * as z from "zod";

/**
 * Names of models and fields become tables and columns, so they are strict identifiers. Labels can be any text, and a
 * label is never used as an identifier.
 */
const IDENTIFIER = /^[a-z][a-z0-9_]{0,47}$/;

/** Words of the expression language, and keys that no JavaScript object may carry. */
const REFUSED_WORDS = new Set(["in", "true", "false", "null", "and", "or", "not", "id", "constructor", "prototype"]);

/** Columns that every Postgres table already has. */
const SYSTEM_COLUMNS = new Set(["tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", "oid"]);

/** Why a name cannot be used, as a sentence for the builder; undefined when it can. */
export function identifierProblem(name: string): string | undefined {
  if (name === "") return "A name is needed.";
  if (name.length > 48) return `"${name.slice(0, 20)}…" is longer than 48 characters.`;
  if (!IDENTIFIER.test(name)) return `"${name}" may have only a–z, 0–9 and _, and begins with a letter.`;
  if (name.includes("__")) return `"${name}" has two underscores in a row, which the API uses for look-ups.`;
  if (name.endsWith("_")) return `"${name}" ends with an underscore.`;
  if (REFUSED_WORDS.has(name)) return `"${name}" is a word of the expression language.`;
  if (SYSTEM_COLUMNS.has(name)) return `"${name}" is a system column of Postgres.`;
  return undefined;
}

export const isIdentifier = (name: string): boolean => identifierProblem(name) === undefined;

export const identifierSchema = z
  .string()
  .check((context) => {
    const problem = identifierProblem(context.value);
    if (problem) context.issues.push({ code: "custom", message: problem, input: context.value });
  })
  // The same for the published JSON Schema, as one pattern; a test compares both.
  .meta({
    pattern: `^(?!(?:${[...REFUSED_WORDS, ...SYSTEM_COLUMNS].join("|")})$)(?!.*__)[a-z](?:[a-z0-9_]{0,46}[a-z0-9])?$`,
  });

/**
 * Makes a legal identifier from any label: "IMDB Rating" → `imdb_rating`, "Größe (cm)" → `grosse_cm`, "1st" → `n1st`,
 * "🎬" → `fallback`. Never throws; never returns a refused word (`id` → `id_value`).
 */
export function identifierFromLabel(label: string, fallback: string): string {
  const folded = label
    .normalize("NFKD")
    .replace(/ß/g, "ss")
    .replace(/[^\p{ASCII}]/gu, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  let name = folded === "" ? fallback : folded;
  if (!/^[a-z]/.test(name)) name = `n${name}`;
  name = name.slice(0, 48).replace(/_+$/, "");
  if (REFUSED_WORDS.has(name) || SYSTEM_COLUMNS.has(name)) name = `${name}_value`;
  return name;
}

/** The same, made different from every name in `taken` by a number at the end. */
export function uniqueIdentifier(input: { label: string; fallback: string; taken: ReadonlySet<string> }): string {
  const base = identifierFromLabel(input.label, input.fallback);
  if (!input.taken.has(base)) return base;
  for (let number = 2; ; number++) {
    const suffix = `_${number}`;
    const candidate = base.slice(0, 48 - suffix.length).replace(/_+$/, "") + suffix;
    if (!input.taken.has(candidate)) return candidate;
  }
}

/** App slugs are DNS labels: they are hosts (`shop.localhost`). */
export const slugSchema = z
  .string()
  .regex(/^[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?$/, "must be lower-case letters, digits and hyphens");

/** "My Shop!" → `my-shop`. */
export function slugFromLabel(label: string, fallback: string): string {
  const name = identifierFromLabel(label, fallback).replace(/_/g, "-").slice(0, 40).replace(/-+$/, "");
  return name.endsWith("-value") ? name.slice(0, -6) : name;
}

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { isIdentifier } from "#engine/definition/identifiers";

const engine = resolve(import.meta.dirname, "../../engine");
const WITH_SQL = ["query", "sql", "access", "expressions", "title-template.ts", "schema/facts", "schema/operations"];

/**
 * Every name that occurs as alias, CTE or helper column of a statement over an app's tables, without its underscore: all of
 * them are legal names of fields. Read from the source, so that a new one joins by itself.
 */
export function ownNames(): readonly string[] {
  const names = new Set<string>();
  for (const file of WITH_SQL.flatMap((name) => files(join(engine, name)))) {
    for (const [, name, isNumbered] of readFileSync(file, "utf8").matchAll(/(?<![\w$])_([a-z][a-z0-9_]*)(\$\{)?/g)) {
      const bare = (name as string).replace(/_$/, "");
      for (const candidate of isNumbered ? [bare, ...[0, 1, 2, 3, 4].map((number) => `${name}${number}`)] : [bare]) {
        if (isIdentifier(candidate)) names.add(candidate);
      }
    }
  }
  return [...names].sort();
}

const files = (path: string): string[] =>
  path.endsWith(".ts")
    ? path.endsWith(".test.ts")
      ? []
      : [path]
    : readdirSync(path).flatMap((name) => (name.includes(".") && !name.endsWith(".ts") ? [] : files(join(path, name))));

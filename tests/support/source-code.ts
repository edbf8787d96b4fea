import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";

/** What ships, as syntax trees: for gates that look at what code does, and not at what its text resembles. */
const root = resolve(import.meta.dirname, "../..");

export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export interface Source {
  /** From the root of the repository. */
  readonly file: string;
  readonly text: string;
  readonly program: Node;
}

export function parseSource(file: string, text: string): Source {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  return { file, text, program: program as unknown as Node };
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });

/** Every source file that ends up in a process or a browser of somebody. */
export function productSources(): Source[] {
  const isProduct = (path: string) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !path.endsWith(".d.ts");
  return [
    join(root, "bootstrap.mjs"),
    ...["engine", "server", "workers", "studio", "migrations"].flatMap((folder) =>
      filesIn(join(root, folder)).filter(isProduct),
    ),
  ].map((path) => parseSource(relative(root, path), readFileSync(path, "utf8")));
}

interface TestFile {
  /** From the root of the repository, with slashes. */
  readonly file: string;
  readonly path: string;
}
const named = (paths: readonly string[]): TestFile[] =>
  [...paths].sort().map((path) => ({ file: relative(root, path).replaceAll("\\", "/"), path }));
const isTest = (path: string) => /\.(?:test|spec)\.tsx?$/.test(path);
const inFolders = (...folders: readonly string[]) => folders.flatMap((folder) => filesIn(join(root, folder)));

/** Every file that holds tests. */
export const testFiles = (): TestFile[] =>
  named(inFolders("engine", "server", "workers", "studio", "tests").filter(isTest));

/** Those, and what they share; not the benchmark, which measures. */
export const testCode = (): TestFile[] =>
  [...testFiles(), ...named(inFolders("tests").filter((path) => /\.ts$/.test(path) && !isTest(path)))].filter(
    ({ file }) => !file.startsWith("tests/bench/") && !file.endsWith(".d.ts"),
  );

/** Calls `visit` with every node that does something, and with what it stands in; types do nothing. */
export function walk(source: Source, visit: (node: Node, parent: Node | undefined) => void): void {
  const enter = (node: Node, parent: Node | undefined): void => {
    if (node.type.startsWith("TS") && !TS_WITH_CODE.has(node.type)) return;
    if (node.importKind === "type" || node.exportKind === "type") return;
    visit(node, parent);
    for (const [key, child] of Object.entries(node)) {
      if (key === "typeAnnotation" || key === "typeArguments" || key === "typeParameters") continue;
      for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) enter(one, node);
    }
  };
  enter(source.program, undefined);
}

/** `x as T`, `x!`, `x satisfies T`: the expression in them runs. */
const TS_WITH_CODE = new Set(["TSAsExpression", "TSNonNullExpression", "TSSatisfiesExpression"]);

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";

export const lineOf = ({ text }: Source, node: Node): number => text.slice(0, node.start).split("\n").length;
export const textOf = ({ text }: Source, node: Node): string => text.slice(node.start, node.end);

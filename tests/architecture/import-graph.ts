import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** The imports between the files of the product, types included, and what can be said of them as a graph. */
const root = resolve(import.meta.dirname, "../..");
const FOLDERS = ["engine", "server", "workers", "studio", "migrations"];

export interface Import {
  readonly line: number;
  readonly specifier: string;
  /** From the root, when it is a file of the product. */
  readonly target: string | undefined;
  readonly isDynamic: boolean;
}
export type ImportGraph = ReadonlyMap<string, readonly Import[]>;

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourceFiles(path);
    return /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !name.endsWith(".d.ts") ? [path] : [];
  });
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+["']([^"']+)["']|(?:^|\n)\s*import\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g;
const SUBPATHS: readonly (readonly [string, string])[] = [
  ["#engine/", "engine/"],
  ["#contract/", "server/contract/"],
  ["#server/", "server/"],
];

/** The imports of one file; `line` is the line that names the other file. */
export function importsIn(file: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = (match[1] ?? match[2] ?? match[3]) as string;
    const subpath = SUBPATHS.find(([prefix]) => specifier.startsWith(prefix));
    let target: string | undefined;
    if (subpath) target = `${subpath[1]}${specifier.slice(subpath[0].length)}.ts`;
    else if (specifier.startsWith(".")) target = relative(root, resolve(root, dirname(file), specifier));
    const line = text.slice(0, match.index + match[0].length).split("\n").length;
    return { line, specifier, target, isDynamic: match[3] !== undefined };
  });
}

export function readImportGraph(): ImportGraph {
  const files = FOLDERS.flatMap((folder) => sourceFiles(join(root, folder))).map((path) => relative(root, path));
  return new Map(files.map((file) => [file, importsIn(file, readFileSync(join(root, file), "utf8"))]));
}

/** `engine/query` for a file below it; a file that lies directly in a top-level folder counts as a folder of its own. */
export function folderOf(file: string): string {
  const parts = file.split("/");
  return parts.length > 2 ? parts.slice(0, 2).join("/") : file;
}

/** One folder imports another: by these lines. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** `engine/query/order.ts:3 imports engine/sql/sql.ts` */
  readonly imports: readonly string[];
}

/**
 * The arrows between groups of files. `groupOf` gives undefined for a file that does not count. main.ts starts the worker
 * role in its own process, which is the one exception of ARCHITECTURE.md.
 */
export function arrowsOf(graph: ImportGraph, groupOf: (file: string) => string | undefined): Arrow[] {
  const arrows = new Map<string, { from: string; to: string; imports: string[] }>();
  for (const [file, imports] of graph) {
    const from = groupOf(file);
    if (from === undefined || file === "server/main.ts") continue;
    for (const { line, target } of imports) {
      const to = target !== undefined && graph.has(target) ? groupOf(target) : undefined;
      if (to === undefined || to === from) continue;
      const arrow = arrows.get(`${from} ${to}`) ?? { from, to, imports: [] };
      arrows.set(`${from} ${to}`, arrow);
      arrow.imports.push(`${file}:${line} imports ${target}`);
    }
  }
  return [...arrows.values()];
}

/**
 * What to say of cycles: the imports that lie on each, those of the arrow with the fewest first, since that is most
 * likely the new one.
 */
export function describeCycles(arrows: readonly Arrow[]): string[] {
  return cycles(edgesOf(arrows)).map((members) => {
    const inside = arrows
      .filter(({ from, to }) => members.includes(from) && members.includes(to))
      .sort((a, b) => a.imports.length - b.imports.length);
    const lines = inside.flatMap(({ from, to, imports }) => [
      `  ${from} -> ${to}, by ${imports.length === 1 ? "one import" : `${imports.length} imports`}:`,
      ...imports.slice(0, 5).map((one) => `    ${one}`),
      ...(imports.length > 5 ? [`    and ${imports.length - 5} more`] : []),
    ]);
    return [
      `These folders import each other: ${members.join(", ")}.`,
      "Remove one of the arrows: move what is imported to a folder that both may import, or pass it as an argument.",
      ...lines,
    ].join("\n");
  });
}

/**
 * All arrows as text. A folder stands below every folder that it imports, so an import of any folder above is possible
 * without a cycle.
 */
export function printArrows(graph: ImportGraph): string {
  const arrows = arrowsOf(graph, folderOf);
  const edges = edgesOf(arrows);
  const nodes = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const seen = new Set<string>();
  const sorted: string[] = [];
  const visit = (node: string): void => {
    if (seen.has(node)) return;
    seen.add(node);
    for (const target of [...(edges.get(node) ?? [])].sort()) visit(target);
    sorted.push(node);
  };
  for (const node of [...nodes].sort()) visit(node);
  return sorted.map((node) => `${node} -> ${[...(edges.get(node) ?? [])].sort().join(", ") || "nothing"}`).join("\n");
}

function edgesOf(arrows: readonly Arrow[]): Map<string, Set<string>> {
  const edges = new Map<string, Set<string>>();
  for (const { from, to } of arrows) {
    const targets = edges.get(from) ?? new Set<string>();
    edges.set(from, targets.add(to));
  }
  return edges;
}

/** The cycles between single files, by the imports that are made when a file is loaded. */
export function fileCycles(graph: ImportGraph): string[][] {
  const targets = (list: readonly Import[]) =>
    list.flatMap(({ target, isDynamic }) => (target && !isDynamic && graph.has(target) ? [target] : []));
  return cycles(new Map([...graph].map(([file, list]) => [file, new Set(targets(list))])));
}

/** Tarjan's strongly connected components with more than one node, and nodes that name themselves. */
function cycles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const onStack = new Set<string>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node) as number);
    stack.push(node);
    onStack.add(node);
    for (const target of edges.get(node) ?? []) {
      if (target === node) found.push([node]);
      if (!index.has(target)) {
        visit(target);
        low.set(node, Math.min(low.get(node) as number, low.get(target) as number));
      } else if (onStack.has(target)) {
        low.set(node, Math.min(low.get(node) as number, index.get(target) as number));
      }
    }
    if (low.get(node) !== index.get(node)) return;
    const component: string[] = [];
    for (;;) {
      const last = stack.pop() as string;
      onStack.delete(last);
      component.push(last);
      if (last === node) break;
    }
    if (component.length > 1) found.push(component.sort());
  };
  for (const node of edges.keys()) if (!index.has(node)) visit(node);
  return found;
}

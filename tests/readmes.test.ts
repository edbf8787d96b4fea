import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

/**
 * Someone who does not know the code finds a place from ARCHITECTURE.md and the READMEs alone: every folder of the second
 * level has one, the map names every such folder, and what they name exists.
 */
const root = resolve(import.meta.dirname, "..");
const TOP_LEVEL = ["engine", "server", "workers", "studio"];

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)],
  );
const isSource = (path: string) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !path.endsWith(".d.ts");
const read = (file: string) => readFileSync(join(root, file), "utf8");

const all = [...TOP_LEVEL, "tests", "migrations"].flatMap((folder) => filesIn(join(root, folder)));
const folders = TOP_LEVEL.flatMap((top) =>
  readdirSync(join(root, top))
    .map((name) => `${top}/${name}`)
    .filter((folder) => statSync(join(root, folder)).isDirectory() && filesIn(join(root, folder)).some(isSource)),
);
const documents = [
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "README.md",
  ...all.filter((path) => path.endsWith("/README.md")).map((path) => relative(root, path)),
];

/** `compile-list.ts`, `http/endpoints.ts`, `engine/rest`: what a document names as a path, in backticks or in a link. */
function namesIn(document: string): string[] {
  const text = read(document).replace(/```[\s\S]*?```/g, "");
  const inBackticks = [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)*\/?)`/g)].map(([, name]) => name as string);
  const inLinks = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, name]) => name as string);
  const isFile = (name: string) => /\.(?:tsx?|mjs|css|sh|md)$/.test(name);
  const isFolder = (name: string) => TOP_LEVEL.some((top) => name.startsWith(`${top}/`));
  return [...inBackticks.filter((name) => isFile(name) || isFolder(name)), ...inLinks];
}

/** From the root, from the document's folder, or somewhere below that folder. */
function exists(name: string, document: string): boolean {
  const folder = join(root, dirname(document));
  if (existsSync(join(root, name)) || existsSync(join(folder, name))) return true;
  return all.some((path) => path.startsWith(folder) && path.endsWith(`/${name}`));
}

describe("ARCHITECTURE.md and the READMEs", () => {
  it("find what they describe", () => {
    expect(folders.length).toBeGreaterThan(50);
    expect(documents.flatMap(namesIn).length).toBeGreaterThan(200);
    expect(exists("engine/nowhere", "ARCHITECTURE.md")).toBe(false);
    expect(exists("nothing.ts", "engine/query/README.md")).toBe(false);
  });

  it("describe every folder of the second level", () => {
    const missing = folders.filter((folder) => !existsSync(join(root, folder, "README.md")));
    expect(missing, "Write a README.md: what the folder is for, a table of its files, a short example.").toEqual([]);
  });

  it("describe every designer and every folder of tests", () => {
    const foldersIn = (parent: string) =>
      readdirSync(join(root, parent), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const designers = foldersIn("studio/designers").filter(
      ({ name }) => !existsSync(join(root, "studio/designers", name, "README.md")),
    );
    const ofTests = foldersIn("tests").filter(({ name }) => !read("tests/README.md").includes(`\`${name}`));
    expect([...designers, ...ofTests].map(({ name }) => name)).toEqual([]);
  });

  it("have every folder of the second level in the tree of ARCHITECTURE.md", () => {
    const tree = read("ARCHITECTURE.md").split("## Where do I")[0] ?? "";
    const missing = folders.filter(
      (folder) => !tree.includes(`\`${folder}\``) && !tree.includes(`\`${folder.split("/")[1]}\``),
    );
    expect(missing, "Add a line to the section The tree.").toEqual([]);
  });

  it("link every document of docs from README.md", () => {
    const missing = readdirSync(join(root, "docs")).filter(
      (file) => file.endsWith(".md") && !read("README.md").includes(`(docs/${file})`),
    );
    expect(missing).toEqual([]);
  });

  it("and the sources name only documents that exist", () => {
    const wrong = [...all.filter(isSource), ...documents.map((document) => join(root, document))].flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(/\bdocs\/[\w-]+\.md\b/g)]
        .filter(([document]) => !existsSync(join(root, document)))
        .map(([document]) => `${relative(root, path)} names ${document}`),
    );
    expect(wrong).toEqual([]);
  });

  it("name only files and folders that exist", () => {
    const wrong = documents.flatMap((document) =>
      namesIn(document)
        .filter((name) => !exists(name, document))
        .map((name) => `${document} names ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

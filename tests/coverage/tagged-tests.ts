import { readFileSync } from "node:fs";
import { type Node, parseSource, type Source, testFiles, walk } from "../support/source-code.ts";

/** Where a row is shown to work: through the API or a hosted app, or in a browser. A unit test shows neither. */
export type Side = "app" | "browser";

/** All tests of one file that carry the id of one row. */
export interface Tagged {
  readonly id: string;
  readonly side: Side;
  readonly file: string;
}

const TAG = /\[([A-Z][A-Z0-9]*-\d\d)\]/g;

export const idsIn = (title: string): string[] => [...title.matchAll(TAG)].map(([, id]) => id as string);

export function sideOf(file: string): Side | undefined {
  if (file.endsWith(".spec.ts")) return "browser";
  return file.endsWith(".integration.test.ts") ? "app" : undefined;
}

/** The tags in the titles of a test file, each once. A tag in a unit test is a mistake, and so is one elsewhere. */
export function tagsOf(source: Source): Tagged[] {
  const ids = new Set<string>();
  walk(source, (node) => {
    const title = titleOf(node);
    if (title !== undefined) for (const id of idsIn(title)) ids.add(id);
  });
  const { file } = source;
  const side = sideOf(file);
  if (side === undefined) {
    if (ids.size === 0) return [];
    throw new Error(
      `${file} is a unit test and carries ${[...ids].join(", ")}: a row is shown through the API or a browser.`,
    );
  }
  return [...ids].map((id) => ({ id, side, file }));
}

/** Every tag in the tests of this repository. */
export function taggedTests(): Tagged[] {
  return testFiles().flatMap(({ file, path }) => {
    const text = readFileSync(path, "utf8");
    return idsIn(text).length === 0 ? [] : tagsOf(parseSource(file, text));
  });
}

/** The title of a call such as `it("…", …)`, `it.each(table)("…", …)` or `test.describe("…", …)`. */
function titleOf(node: Node): string | undefined {
  if (node.type !== "CallExpression" || !["it", "test", "describe"].includes(rootOf(node.callee as Node) ?? "")) return;
  const [title] = node.arguments as Node[];
  if (title?.type === "Literal" && typeof title.value === "string") return title.value;
  if (title?.type !== "TemplateLiteral") return undefined;
  return (title.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join("…");
}

function rootOf(callee: Node): string | undefined {
  if (callee.type === "Identifier") return callee.name as string;
  const inner = callee.object ?? callee.callee ?? callee.tag;
  return inner === undefined ? undefined : rootOf(inner as Node);
}

import type { TemplateRecord } from "../definition/records/template.ts";
import type { OutlineNode } from "../pages/outline/outline-node.ts";
import { childrenOf, pageOutline } from "../pages/outline/page-outline.ts";
import { rewrittenNesting } from "../pages/rewritten-nesting.ts";
import { type Problem, positionOf } from "../problem.ts";
import { formatOf } from "../templates/formats.ts";
import { problem } from "./check.ts";

const known = new WeakMap<TemplateRecord, readonly Problem[]>();

/** What of a template browsers would rewrite, and what the page editor shows as code. Judged once for each text. */
export function checkPageSource(template: TemplateRecord): readonly Problem[] {
  let found = known.get(template);
  if (!found) {
    found = formatOf(template.name).name === "html" ? judge(template) : [];
    known.set(template, found);
  }
  return found;
}

function judge({ id, source }: TemplateRecord): readonly Problem[] {
  const outline = pageOutline(source);
  const on = { on: id, property: "source" };
  const rewritten = rewrittenNesting(outline);
  const told = new Set(rewritten.map(({ from }) => from));
  const code = codeNodes(outline.nodes, source).filter(({ from }) => !told.has(from));
  const [first] = code;
  return [
    ...rewritten.map(({ from, to, message, hint }) =>
      problem("PAGE_E001", { ...on, message, hint, at: positionOf(source, from, to) }),
    ),
    ...(first
      ? [
          problem("PAGE_W008", {
            ...on,
            message: `${code.length === 1 ? "A tag of this page has" : `${code.length} tags of this page have`} no partner in the same part, so the page editor shows ${code.length === 1 ? "it" : "them"} as code. The first is ${source.slice(first.from, Math.min(first.to, first.from + 40))}.`,
            hint: "Open and close an element in the same template, and in the same branch of {% if %} or {% for %}.",
            at: positionOf(source, first.from, first.to),
          }),
        ]
      : []),
  ];
}

/** Tags that do not nest. Scripts and styles are code too, and are meant to be. */
function codeNodes(nodes: readonly OutlineNode[], source: string): readonly OutlineNode[] {
  return nodes.flatMap((node) =>
    node.kind === "code" ? (isTorn(node, source) ? [node] : []) : codeNodes(childrenOf(node), source),
  );
}

const isTorn = ({ from, to }: OutlineNode, source: string): boolean =>
  /^<\/?[a-z]/i.test(source.slice(from, to)) && !/^<(?:!|script|style)/i.test(source.slice(from, to));

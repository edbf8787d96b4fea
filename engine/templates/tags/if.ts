import type { FieldId } from "../../definition/ids.ts";
import type { Evaluator } from "../../expressions/operation.ts";
import { joinBranches } from "../analyze/html-branches.ts";
import type { HtmlContext } from "../analyze/html-context.ts";
import { addStep, type RenderParts, type Run, type Step } from "../analyze/steps.ts";
import type { SourcePart, Span, TemplateNode, TemplateTag } from "../syntax/template-tree.ts";
import type { OpenBlock, ReadTag, TagAnalysis, TagReader, TagType } from "./tag-type.ts";

export interface IfBranch {
  readonly tag: TemplateTag;
  /** Absent in `{% else %}`. */
  readonly condition?: SourcePart;
  readonly body: readonly TemplateNode[];
}
export interface IfNode extends Span {
  readonly kind: "if";
  readonly branches: readonly IfBranch[];
  readonly close?: TemplateTag;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    if: IfNode;
  }
}

export const ifTag: TagType<IfNode> = {
  name: "if",
  form: "block",
  summary: "Shows its inside only when a condition holds. Absent, empty, zero and false do not.",
  example: "{% if film.price > 10 %} … {% else %} … {% endif %}",
  snippet: "{% if #{condition} %}\n  #{}\n{% endif %}",
  clauses: [
    {
      name: "elif",
      summary: "Shown when its own condition holds and none before it did.",
      snippet: "{% elif #{condition} %}",
    },
    { name: "else", summary: "Shown when no condition before it held.", snippet: "{% else %}#{}" },
  ],
  parse,
  pieces: (node) => [
    ...node.branches.flatMap((branch) => [branch.tag, branch.body]),
    ...(node.close ? [node.close] : []),
  ],
  analyze,
};

function parse(tag: ReadTag, reader: TagReader): void {
  const branches: { tag: TemplateTag; condition?: SourcePart; body: TemplateNode[] }[] = [];
  const add = (branch: TemplateTag, condition: SourcePart | undefined): void => {
    if (condition?.source === "")
      reader.problem("TEMPLATE_E003", branch, "A condition is missing. Write {% if record.in_stock %}.");
    const body: TemplateNode[] = [];
    branches.push({ tag: branch, ...(condition ? { condition } : {}), body });
    block.body = body;
  };
  const block: OpenBlock = {
    tag,
    body: [],
    clause: (name, clause) => {
      if (branches.at(-1)?.condition === undefined)
        return `{% ${name} %} comes after {% else %}, which is the last branch.`;
      if (name === "else" && clause.rest.source !== "") return "{% else %} has no condition. Write {% elif … %}.";
      add(clause, name === "elif" ? clause.rest : undefined);
      return undefined;
    },
    finish: (close, end): IfNode => ({
      kind: "if",
      branches,
      ...(close ? { close } : {}),
      start: tag.start,
      end,
    }),
  };
  add(tag, tag.rest);
  reader.open(block);
}

/** A branch that is shown when its test is true by Django's rules. */
interface Branch {
  readonly test: Evaluator;
  readonly body: readonly Step[];
}

function analyze(node: IfNode, { around, page, steps }: TagAnalysis): void {
  const { unit } = around;
  const start = page.position.beginBranch(node.branches[0]?.tag ?? node, unit);
  const ends: HtmlContext[] = [];
  const branches: Branch[] = [];
  const otherwise: Step[] = [];
  const tested: FieldId[] = [];
  const unfilled: Step[] = [];
  page.guarded(tested, unfilled, () => {
    for (const [index, branch] of node.branches.entries()) {
      const test = branch.condition && page.expression(branch.condition, around, "test");
      const body: Step[] = branch.condition ? [] : otherwise;
      page.position.html = start;
      const places = [...(around.branches ?? []), { tag: node, index }];
      page.walk(branch.body, { ...around, branches: places, depth: around.depth + 1 }, body);
      // Names the branch that ends at another position, so that the builder finds it.
      const what = branch.condition ? "This branch" : "{% else %}";
      page.position.endBranches({ start, ends: [page.position.html], at: branch.tag, what, unit, elements: "any" });
      ends.push(page.position.html);
      if (!test) continue;
      branches.push({ test: test.read, body });
      tested.push(...test.fields);
    }
  });
  const mayShowNothing = node.branches.every(({ condition }) => condition);
  if (mayShowNothing) otherwise.push(...unfilled);
  const joined = joinBranches(start, ends);
  const at = node.branches[0]?.tag ?? node;
  const open = page.position.openAfter({ ends: mayShowNothing ? [start, ...ends] : ends, at, what: "{% if %}", unit });
  page.position.html = { ...(typeof joined === "string" ? start : joined), open };
  addStep(steps, { kind: "run", compile: (parts) => compileChoice(branches, otherwise, parts) });
}

function compileChoice(branches: readonly Branch[], otherwise: readonly Step[], { meter, compile }: RenderParts): Run {
  const compiled = branches.map(({ test, body }) => ({ test, run: compile(body) }));
  const last = compile(otherwise);
  return (frame) => {
    for (const { test, run } of compiled) {
      meter.charge(1);
      if (test(frame) === true) {
        run(frame);
        return;
      }
    }
    last(frame);
  };
}

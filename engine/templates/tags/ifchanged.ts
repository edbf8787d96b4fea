import type { AnalyzedExpression } from "../analyze/analyze-expression.ts";
import { addStep, type RenderParts, type Run, type Step } from "../analyze/steps.ts";
import { splitArguments } from "../syntax/tag-arguments.ts";
import type { SourcePart, Span, TemplateNode, TemplateTag } from "../syntax/template-tree.ts";
import type { OpenBlock, ReadTag, TagAnalysis, TagReader, TagType } from "./tag-type.ts";
import { valueIdentity } from "./value-identity.ts";

export interface IfChangedNode extends Span {
  readonly kind: "ifchanged";
  readonly open: TemplateTag;
  /** What is compared; when there are none, the text inside. */
  readonly values: readonly SourcePart[];
  readonly body: readonly TemplateNode[];
  readonly otherwise?: { readonly tag: TemplateTag; readonly body: readonly TemplateNode[] };
  readonly close?: TemplateTag;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    ifchanged: IfChangedNode;
  }
}

export const ifchangedTag: TagType<IfChangedNode> = {
  name: "ifchanged",
  form: "block",
  summary: "Shows its inside only when a value differs from the one of the row before.",
  example: "{% ifchanged film.year %} … {% endifchanged %}",
  snippet: "{% ifchanged #{value} %}\n  #{}\n{% endifchanged %}",
  clauses: [{ name: "else", summary: "Shown when the value is the same.", snippet: "{% else %}#{}" }],
  parse,
  pieces: (node) => [
    node.open,
    node.body,
    ...(node.otherwise ? [node.otherwise.tag, node.otherwise.body] : []),
    ...(node.close ? [node.close] : []),
  ],
  analyze,
};

function parse(tag: ReadTag, reader: TagReader): void {
  const { positional, named } = splitArguments(reader.source, tag.rest);
  if (named.length > 0)
    reader.problem("TEMPLATE_E003", tag, "Write {% ifchanged film.year %}: the values that are compared.");
  const body: TemplateNode[] = [];
  let otherwise: { tag: TemplateTag; body: TemplateNode[] } | undefined;
  const block: OpenBlock = {
    tag,
    body,
    clause: (_name, clause) => {
      if (otherwise) return "{% else %} stands twice in one {% ifchanged %}.";
      otherwise = { tag: clause, body: [] };
      block.body = otherwise.body;
      return undefined;
    },
    finish: (close, end): IfChangedNode => ({
      kind: "ifchanged",
      open: tag,
      values: positional,
      body,
      ...(otherwise ? { otherwise } : {}),
      ...(close ? { close } : {}),
      start: tag.start,
      end,
    }),
  };
  reader.open(block);
}

function analyze(node: IfChangedNode, { around, page, steps }: TagAnalysis): void {
  const { unit } = around;
  const values = node.values
    .map((value) => page.expression(value, around, "key"))
    .filter((value) => value !== undefined);
  const slot = page.newSlot();
  // As in Django, the loop around it begins anew without a value before.
  around.loopState?.push(slot);
  const start = page.position.beginBranch(node.open, unit);
  const inside = { ...around, depth: around.depth + 1 };
  const body: Step[] = [];
  page.walk(node.body, inside, body);
  const ends = [page.position.html];
  const otherwise: Step[] = [];
  page.position.html = start;
  if (node.otherwise) page.walk(node.otherwise.body, inside, otherwise);
  ends.push(page.position.html);
  page.position.endBranches({ start, ends, at: node.open, what: "{% ifchanged %}", unit });
  const parts = { values: values.map(({ read }) => read), slot, body, otherwise };
  addStep(steps, { kind: "run", compile: (compiler) => compileIfChanged(parts, compiler) });
}

interface Compared {
  readonly values: readonly AnalyzedExpression["read"][];
  readonly slot: number;
  readonly body: readonly Step[];
  readonly otherwise: readonly Step[];
}

function compileIfChanged({ values, slot, ...steps }: Compared, { meter, compile }: RenderParts): Run {
  const body = compile(steps.body);
  const otherwise = compile(steps.otherwise);
  return (frame) => {
    meter.charge(1);
    const text = values.length === 0 ? meter.capture(() => body(frame)) : undefined;
    const now = text ?? JSON.stringify(values.map((read) => valueIdentity(read(frame))));
    meter.chargeText(now);
    if (now === frame[slot]) otherwise(frame);
    else {
      frame[slot] = now;
      if (text === undefined) body(frame);
      else meter.out += text;
    }
    meter.checkOutput();
  };
}

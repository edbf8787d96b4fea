import { describeType, nullType, type ValueType } from "../../value-types/value-type.ts";
import type { Variable } from "../analyze/analyze-expression.ts";
import { addStep, type RenderParts, type Run, type Step } from "../analyze/steps.ts";
import { itemOrigin } from "../analyze/template-reads.ts";
import { type LoopState, loopType } from "../analyze/template-types.ts";
import { forArguments } from "../syntax/tag-arguments.ts";
import type { SourcePart, Span, TemplateNode, TemplateTag } from "../syntax/template-tree.ts";
import type { OpenBlock, ReadTag, TagAnalysis, TagReader, TagType } from "./tag-type.ts";

export interface ForNode extends Span {
  readonly kind: "for";
  readonly open: TemplateTag;
  readonly variable: string;
  readonly list: SourcePart;
  /** `reversed` follows the list. */
  readonly isReversed: boolean;
  readonly body: readonly TemplateNode[];
  readonly empty?: { readonly tag: TemplateTag; readonly body: readonly TemplateNode[] };
  /** Absent when the source ends before it. */
  readonly close?: TemplateTag;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    for: ForNode;
  }
}

export const forTag: TagType<ForNode> = {
  name: "for",
  form: "block",
  summary: "Repeats its inside for each row of a list. {% empty %} is for a list without rows.",
  example: "{% for film in page.items %} … {% endfor %}",
  snippet: "{% for #{row} in #{page.items} %}\n  #{}\n{% endfor %}",
  clauses: [{ name: "empty", summary: "Shown when the list has no rows.", snippet: "{% empty %}#{}" }],
  parse,
  pieces: (node) => [
    node.open,
    node.body,
    ...(node.empty ? [node.empty.tag, node.empty.body] : []),
    ...(node.close ? [node.close] : []),
  ],
  analyze,
  assist: {
    wantsList: true,
    // Nothing can be suggested for a new name.
    at: (before) => (/\sin\s/.test(before) ? undefined : { kind: "nothing" }),
    expressionIn: (before) => before.replace(/^[\s\S]*?\sin\s/, ""),
  },
};

function parse(tag: ReadTag, reader: TagReader): void {
  const { rest } = tag;
  const found = forArguments(reader.source, rest);
  if (!found) reader.problem("TEMPLATE_E003", tag, "Write {% for book in page.items %}: a name, the word in, a list.");
  const body: TemplateNode[] = [];
  let empty: { tag: TemplateTag; body: TemplateNode[] } | undefined;
  const block: OpenBlock = {
    tag,
    body,
    clause: (_name, clause) => {
      if (empty) return "{% empty %} stands twice in one {% for %}.";
      empty = { tag: clause, body: [] };
      block.body = empty.body;
      return undefined;
    },
    finish: (close, end): ForNode => ({
      kind: "for",
      open: tag,
      variable: found?.variable ?? "",
      list: found?.list ?? { source: "", start: rest.start, end: rest.end },
      isReversed: found?.isReversed ?? false,
      body,
      ...(empty ? { empty } : {}),
      ...(close ? { close } : {}),
      start: tag.start,
      end,
    }),
  };
  reader.open(block);
}

function analyze(node: ForNode, { around, page, steps }: TagAnalysis): void {
  const { unit } = around;
  const list = page.expression(node.list, around, "bind");
  const item = list && itemType(list.type);
  if (list && !item) {
    page.problem(
      unit,
      "TEMPLATE_E007",
      node.list,
      `{% for %} goes through a list; this is ${describeType(list.type)}.`,
    );
  }
  page.checkName(node.variable, node.open, unit);
  const slot = page.newSlot();
  let isLoopUsed = false;
  const outer = around.variables.get("forloop");
  const loop: Variable = {
    type: loopType(outer?.type),
    slot: page.newSlot(),
    onUse: () => {
      isLoopUsed = true;
      outer?.onUse?.();
    },
  };
  const origin = list?.origin && itemOrigin(list.origin);
  const variables = new Map(around.variables).set("forloop", loop);
  variables.set(node.variable, {
    type: item ?? nullType,
    slot,
    ...(item ? {} : { isUnknown: true }),
    ...(origin ? { origin } : {}),
    ...(list ? { fields: list.fields } : {}),
  });
  const start = page.position.beginBranch(node.open, unit);
  const loopState: number[] = [];
  const body: Step[] = [];
  const unfilled: Step[] = [];
  page.guarded(list?.fields ?? [], unfilled, () =>
    page.walk(node.body, { ...around, variables, isRepeated: true, loopState, depth: around.depth + 1 }, body),
  );
  const ends = [page.position.html];
  const empty: Step[] = [];
  if (node.empty) {
    page.position.html = start;
    page.walk(node.empty.body, { ...around, depth: around.depth + 1 }, empty);
    ends.push(page.position.html);
  }
  page.position.endBranches({ start, ends, at: node.open, what: "{% for %}", unit });
  if (!list) return;
  const loopStep: Loop = {
    list: list.read,
    slot,
    loopSlot: isLoopUsed ? loop.slot : undefined,
    outerLoopSlot: outer?.slot,
    isReversed: node.isReversed,
    loopState,
    body,
    empty: node.empty ? empty : unfilled,
  };
  addStep(steps, { kind: "run", compile: (parts) => compileLoop(loopStep, parts) });
}

const itemType = (type: ValueType): ValueType | undefined =>
  type.kind === "list" ? type.item : type.kind === "json" ? type : type.kind === "null" ? type : undefined;

interface Loop {
  readonly list: (frame: unknown[]) => unknown;
  readonly slot: number;
  /** The slot of `forloop`, when the body uses it. */
  readonly loopSlot: number | undefined;
  readonly outerLoopSlot: number | undefined;
  readonly isReversed: boolean;
  readonly loopState: readonly number[];
  readonly body: readonly Step[];
  readonly empty: readonly Step[];
}

function compileLoop(step: Loop, { meter, compile }: RenderParts): Run {
  const { list, slot, loopSlot, outerLoopSlot, isReversed, loopState, ...parts } = step;
  const body = compile(parts.body);
  const empty = compile(parts.empty);
  return (frame) => {
    const items = list(frame);
    meter.charge(1);
    if (!Array.isArray(items) || items.length === 0) {
      empty(frame);
      return;
    }
    const loop =
      loopSlot === undefined
        ? undefined
        : beginLoop(items.length, outerLoopSlot === undefined ? null : frame[outerLoopSlot]);
    if (loopSlot !== undefined) frame[loopSlot] = loop;
    for (const state of loopState) frame[state] = null;
    for (let index = 0; index < items.length; index++) {
      meter.charge(1);
      frame[slot] = items[isReversed ? items.length - 1 - index : index] ?? null;
      if (loop) moveLoop(loop, index);
      body(frame);
      meter.checkOutput();
    }
  };
}

const beginLoop = (length: number, parentloop: unknown): LoopState => ({
  counter: 0,
  counter0: 0,
  revcounter: 0,
  revcounter0: 0,
  first: true,
  last: false,
  length,
  parentloop,
});

function moveLoop(loop: LoopState, index: number): void {
  loop.counter0 = index;
  loop.counter = index + 1;
  loop.revcounter = loop.length - index;
  loop.revcounter0 = loop.revcounter - 1;
  loop.first = index === 0;
  loop.last = loop.revcounter0 === 0;
}

import { afterWord, leadingString, restAfter, splitArguments } from "../syntax/tag-arguments.ts";
import type { Binding, SourcePart, Span } from "../syntax/template-tree.ts";
import { bindNames, isGivingName } from "./bindings.ts";
import { insideQuotes } from "./inside-quotes.ts";
import type { ReadTag, TagAnalysis, TagReader, TagType } from "./tag-type.ts";

const MAX_INCLUDES = 10;

export interface IncludeNode extends Span {
  readonly kind: "include";
  readonly source: string;
  readonly template: string;
  readonly nameSpan: Span;
  readonly bindings: readonly Binding[];
  /** `only`: the included template sees the bindings and nothing else. */
  readonly only: boolean;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    include: IncludeNode;
  }
}

export const includeTag: TagType<IncludeNode> = {
  name: "include",
  form: "inline",
  summary: "Another template in place. with names values for it, only hides the rest.",
  example: '{% include "card.html" with film=film only %}',
  snippet: '{% include "#{}" %}',
  parse,
  analyze,
  links: (node) => [{ to: "template", name: node.template, span: node.nameSpan }],
  assist: { quoted: "template", at: (before) => (isGivingName(before) ? { kind: "nothing" } : undefined) },
};

function parse(tag: ReadTag, reader: TagReader): void {
  const template = leadingString(tag.rest);
  if (!template) {
    reader.broken(
      tag,
      "TEMPLATE_E003",
      'Write {% include "book_card.html" %}, with the name in quotes.',
      "The name is fixed: which templates a page uses is known before it is published.",
    );
    return;
  }
  let tail = restAfter(reader.source, tag.rest, template.span.end);
  const only = /(?:^|\s)only$/.test(tail.source);
  if (only) tail = restAfter(reader.source, { ...tail, end: tail.end - "only".length }, tail.start);
  const bindings = bindingsIn(tail, reader);
  if (!bindings) {
    reader.broken(
      tag,
      "TEMPLATE_E003",
      'After the name may stand: with name=value other=value, and only. For example {% include "card.html" with book=book only %}.',
    );
    return;
  }
  reader.add({
    kind: "include",
    source: tag.source,
    template: template.value,
    nameSpan: insideQuotes(template.span),
    bindings,
    only,
    start: tag.start,
    end: tag.end,
  });
}

/** `with name=value other=value`, or nothing; undefined when it is neither. */
function bindingsIn(tail: SourcePart, { source }: TagReader): readonly Binding[] | undefined {
  if (tail.source === "") return [];
  if (!tail.source.startsWith("with")) return undefined;
  const { positional, named } = splitArguments(source, afterWord(source, tail));
  const isComplete = positional.length === 0 && named.length > 0 && named.every(({ value }) => value.source !== "");
  return isComplete ? named : undefined;
}

function analyze(node: IncludeNode, analysis: TagAnalysis): void {
  const { around, page, steps } = analysis;
  const { unit } = around;
  const included = page.lookup(node.template);
  if (!included) {
    page.problem(unit, "TEMPLATE_E010", node, `There is no template "${node.template}".`);
    return;
  }
  const includes = [...around.includes, included.name];
  if (around.includes.includes(included.name)) {
    const circle = includes.join(" → ");
    page.problem(unit, "TEMPLATE_E011", node, `The templates include each other in a circle: ${circle}.`);
    return;
  }
  if (around.includes.length > MAX_INCLUDES) {
    page.problem(unit, "TEMPLATE_E005", node, `Templates include each other more than ${MAX_INCLUDES} deep.`);
    return;
  }
  const variables = bindNames(node.bindings, node.only ? new Map() : around.variables, analysis);
  const { root, blocks } = page.inherit(included);
  const start = page.position.beginBranch(node, unit);
  page.walk(
    root.parsed.tree.nodes,
    { ...around, unit: root, variables, blocks, inherited: undefined, includes, depth: around.depth + 1 },
    steps,
  );
  const what = `The included template "${included.name}"`;
  page.position.endBranches({ start, ends: [page.position.html], at: node, what, unit });
}

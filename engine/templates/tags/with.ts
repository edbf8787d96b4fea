import { splitArguments } from "../syntax/tag-arguments.ts";
import type { Binding, Span, TemplateNode, TemplateTag } from "../syntax/template-tree.ts";
import { bindNames, isGivingName } from "./bindings.ts";
import { openAndClose, type ReadTag, type TagAnalysis, type TagReader, type TagType } from "./tag-type.ts";

export interface WithNode extends Span {
  readonly kind: "with";
  readonly open: TemplateTag;
  readonly bindings: readonly Binding[];
  readonly body: readonly TemplateNode[];
  readonly close?: TemplateTag;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    with: WithNode;
  }
}

export const withTag: TagType<WithNode> = {
  name: "with",
  form: "block",
  summary: "Gives a value a name for its inside.",
  example: "{% with total=film.price * 2 %} … {% endwith %}",
  snippet: "{% with #{name}=#{value} %}\n  #{}\n{% endwith %}",
  parse,
  pieces: openAndClose,
  analyze,
  assist: { at: (before) => (isGivingName(before) ? { kind: "nothing" } : undefined) },
};

function parse(tag: ReadTag, reader: TagReader): void {
  const { positional, named } = splitArguments(reader.source, tag.rest);
  if (named.length === 0 || positional.length > 0 || named.some((binding) => binding.value.source === ""))
    reader.problem("TEMPLATE_E003", tag, "Write {% with name=value other=value %}, without blanks around the =.");
  const body: TemplateNode[] = [];
  reader.open({
    tag,
    body,
    finish: (close, end): WithNode => ({
      kind: "with",
      open: tag,
      bindings: named,
      body,
      ...(close ? { close } : {}),
      start: tag.start,
      end,
    }),
  });
}

function analyze(node: WithNode, analysis: TagAnalysis): void {
  const { around, page, steps } = analysis;
  const variables = bindNames(node.bindings, around.variables, analysis);
  for (const { name } of node.bindings) page.checkName(name, node.open, around.unit);
  page.walk(node.body, { ...around, variables, depth: around.depth + 1 }, steps);
}

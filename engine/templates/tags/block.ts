import type { Span, TemplateNode, TemplateTag } from "../syntax/template-tree.ts";
import {
  type BlockVersion,
  openAndClose,
  type ReadTag,
  type TagAnalysis,
  type TagReader,
  type TagType,
} from "./tag-type.ts";

export interface BlockNode extends Span {
  readonly kind: "block";
  readonly open: TemplateTag;
  readonly name: string;
  readonly body: readonly TemplateNode[];
  readonly close?: TemplateTag;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    block: BlockNode;
  }
}

export const blockTag: TagType<BlockNode> = {
  name: "block",
  form: "block",
  summary: "A part of a layout that templates which extend it may fill.",
  example: "{% block main %} … {% endblock %}",
  snippet: "{% block #{main} %}\n  #{}\n{% endblock %}",
  parse,
  pieces: openAndClose,
  analyze: (node, analysis) => {
    const { around } = analysis;
    const own = { unit: around.unit, open: node.open, body: node.body };
    showVersion(around.blocks.get(node.name) ?? [own], node.open, analysis);
  },
  assist: { at: () => ({ kind: "block" }) },
};

function parse(tag: ReadTag, reader: TagReader): void {
  const { rest } = tag;
  if (!/^[A-Za-z_]\w*$/.test(rest.source))
    reader.problem("TEMPLATE_E003", tag, "Write {% block name %}: one word of letters, digits and _.");
  const body: TemplateNode[] = [];
  reader.open({
    tag,
    body,
    finish: (close, end): BlockNode => ({
      kind: "block",
      open: tag,
      name: rest.source,
      body,
      ...(close ? { close } : {}),
      start: tag.start,
      end,
    }),
  });
}

/** `{{ block.super }}`: the content of this block in the layout. */
export function showInherited(at: Span, analysis: TagAnalysis): void {
  const { around, page } = analysis;
  if (!around.inherited)
    page.problem(around.unit, "TEMPLATE_E007", at, "{{ block.super }} stands inside a {% block %}.");
  else if (around.inherited.length > 0) showVersion(around.inherited, at, analysis);
}

/** Shows the first version of a block; `{{ block.super }}` in it shows the others. */
function showVersion(versions: readonly BlockVersion[], at: Span, { around, page, steps }: TagAnalysis): void {
  const [version, ...inherited] = versions;
  if (!version) return;
  const start = page.position.beginBranch(at, around.unit);
  page.walk(version.body, { ...around, unit: version.unit, inherited, depth: around.depth + 1 }, steps);
  page.position.endBranches({
    start,
    ends: [page.position.html],
    at: version.open,
    what: "The block",
    unit: version.unit,
  });
}

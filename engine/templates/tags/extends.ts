import { leadingString, restAfter } from "../syntax/tag-arguments.ts";
import type { Span } from "../syntax/template-tree.ts";
import { insideQuotes } from "./inside-quotes.ts";
import type { ReadTag, TagReader, TagType } from "./tag-type.ts";

export interface ExtendsNode extends Span {
  readonly kind: "extends";
  readonly source: string;
  readonly template: string;
  readonly nameSpan: Span;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    extends: ExtendsNode;
  }
}

/** It is resolved before the walk: see analyze/inheritance.ts. */
export const extendsTag: TagType<ExtendsNode> = {
  name: "extends",
  form: "inline",
  summary: "Fills the blocks of a layout. Stands at the very beginning.",
  example: '{% extends "_default/base.html" %}',
  snippet: '{% extends "#{}" %}',
  parse,
  links: (node) => [{ to: "template", name: node.template, span: node.nameSpan }],
  assist: { quoted: "template" },
};

function parse(tag: ReadTag, reader: TagReader): void {
  const template = leadingString(tag.rest);
  if (!template || restAfter(reader.source, tag.rest, template.span.end).source !== "") {
    reader.broken(tag, "TEMPLATE_E003", 'Write {% extends "base.html" %}, with the name in quotes.');
    return;
  }
  const { source, start, end } = tag;
  reader.add({ kind: "extends", source, template: template.value, nameSpan: insideQuotes(template.span), start, end });
}

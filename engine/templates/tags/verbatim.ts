import type { Span, TemplateTag } from "../syntax/template-tree.ts";
import type { TagType } from "./tag-type.ts";

export interface VerbatimNode extends Span {
  readonly kind: "verbatim";
  readonly open: TemplateTag;
  readonly text: string;
  readonly close: TemplateTag;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    verbatim: VerbatimNode;
  }
}

export const verbatimTag: TagType<VerbatimNode> = {
  name: "verbatim",
  form: "opaque",
  summary: "Braces inside it are text.",
  example: "{% verbatim %} … {% endverbatim %}",
  snippet: "{% verbatim %}\n  #{}\n{% endverbatim %}",
  parse: (tag, reader) => {
    const { inside, source, start, end } = tag;
    if (!inside) return;
    const open = { source, start, end };
    reader.add({ kind: "verbatim", open, text: inside.text, close: inside.close, start, end: inside.close.end });
  },
  pieces: ({ open, text, close }) => [open, { source: text }, close],
  analyze: ({ text, open }, { around, page, steps }) => page.text({ text, start: open.end }, around, steps),
};

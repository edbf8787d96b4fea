import { leadingString } from "../syntax/tag-arguments.ts";
import type { Span } from "../syntax/template-tree.ts";
import { showFormPart } from "./form-part.ts";
import type { TagType } from "./tag-type.ts";

export interface SubmitNode extends Span {
  readonly kind: "submit";
  readonly source: string;
  readonly label?: string;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    submit: SubmitNode;
  }
}

export const submitTag: TagType<SubmitNode> = {
  name: "submit",
  form: "inline",
  summary: "The button that sends the form. Without it the button stands at the end.",
  example: '{% submit "Send" %}',
  snippet: '{% submit "#{Send}" %}',
  parse(tag, reader) {
    const label = leadingString(tag.rest);
    const { source, start, end } = tag;
    reader.add({ kind: "submit", source, ...(label ? { label: label.value } : {}), start, end });
  },
  analyze(node, analysis) {
    analysis.around.form?.parts.add("submit");
    showFormPart(node, analysis, { tag: "submit", isOfRows: false, write: (writer) => writer.submit(node.label) });
  },
};

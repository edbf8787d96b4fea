import type { Span } from "../syntax/template-tree.ts";
import { showFormPart } from "./form-part.ts";
import type { TagType } from "./tag-type.ts";

export interface FieldsNode extends Span {
  readonly kind: "fields";
  readonly source: string;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    fields: FieldsNode;
  }
}

export const fieldsTag: TagType<FieldsNode> = {
  name: "fields",
  form: "inline",
  summary: "The fields of the form that are not placed one by one.",
  example: "{% fields %}",
  snippet: "{% fields %}",
  parse: ({ source, start, end }, reader) => reader.add({ kind: "fields", source, start, end }),
  analyze(node, analysis) {
    analysis.around.form?.parts.add("fields");
    // Those that are placed after it count too: the set is full when the page is rendered.
    showFormPart(node, analysis, { tag: "fields", write: (writer, { placed }) => writer.rest(placed) });
  },
};

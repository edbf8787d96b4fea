import type { Span } from "../syntax/template-tree.ts";
import { showFormPart } from "./form-part.ts";
import type { TagType } from "./tag-type.ts";

export interface ErrorsNode extends Span {
  readonly kind: "errors";
  readonly source: string;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    errors: ErrorsNode;
  }
}

export const errorsTag: TagType<ErrorsNode> = {
  name: "errors",
  form: "inline",
  summary: "What is wrong with the form, as a list. Without it the list stands at the beginning of the form.",
  example: "{% errors %}",
  snippet: "{% errors %}",
  parse: ({ source, start, end }, reader) => reader.add({ kind: "errors", source, start, end }),
  analyze(node, analysis) {
    analysis.around.form?.parts.add("errors");
    showFormPart(node, analysis, { tag: "errors", isOfRows: false, write: (writer) => writer.errors() });
  },
};

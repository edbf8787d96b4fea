import type { Span } from "../syntax/template-tree.ts";
import type { TagType } from "./tag-type.ts";

export interface CsrfTokenNode extends Span {
  readonly kind: "csrf_token";
  readonly source: string;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    csrf_token: CsrfTokenNode;
  }
}

/** Django's templates have it in every form; here a form writes by itself what it needs. */
export const csrfTokenTag: TagType<CsrfTokenNode> = {
  name: "csrf_token",
  form: "inline",
  summary: "Does nothing: forms are protected without it. It may stand in templates that come from Django.",
  example: "{% csrf_token %}",
  snippet: "{% csrf_token %}",
  parse: ({ source, start, end }, reader) => reader.add({ kind: "csrf_token", source, start, end }),
  analyze: (node, { around, page }) =>
    page.problem(
      around.unit,
      "FORM_W001",
      node,
      "{% csrf_token %} is not needed: a form is protected without it.",
      "Remove it.",
    ),
};

import { leadingString } from "../syntax/tag-arguments.ts";
import type { Span } from "../syntax/template-tree.ts";
import { showFormPart } from "./form-part.ts";
import { insideQuotes } from "./inside-quotes.ts";
import type { TagType } from "./tag-type.ts";

export interface FieldNode extends Span {
  readonly kind: "field";
  readonly source: string;
  readonly name: string;
  readonly nameSpan: Span;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    field: FieldNode;
  }
}

export const fieldTag: TagType<FieldNode> = {
  name: "field",
  form: "inline",
  summary: "One field of the form: its label, help, input and error.",
  example: '{% field "name" %}',
  snippet: '{% field "#{}" %}',
  parse(tag, reader) {
    const name = leadingString(tag.rest);
    if (!name) {
      reader.broken(tag, "TEMPLATE_E003", 'Write {% field "name" %}, with the field\'s name in quotes.');
      return;
    }
    const { source, start, end } = tag;
    reader.add({ kind: "field", source, name: name.value, nameSpan: insideQuotes(name.span), start, end });
  },
  analyze(node, analysis) {
    const { around, page } = analysis;
    const { name } = node;
    const { form, unit } = around;
    if (form) page.noteField({ unit, form: form.form, name, span: node.nameSpan, tag: node });
    if (form && !form.form.fields.includes(name)) {
      page.problem(unit, "FORM_E002", node, `The form has no field "${name}".`, fieldsOf(form.form.fields));
      return;
    }
    if (form?.placed.has(name)) {
      page.problem(unit, "FORM_E003", node, `The field "${name}" stands in the form twice.`);
      return;
    }
    form?.placed.add(name);
    showFormPart(node, analysis, { tag: "field", write: (writer) => writer.field(name) });
  },
};

const fieldsOf = (names: readonly string[]): string =>
  names.length === 0 ? "It has no fields." : `It has ${names.slice(0, 12).join(", ")}.`;

import { makeRecordId, type RandomBytes, type TemplateId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { pageTextsFor } from "../../page-texts/registry.ts";
import { templateText } from "../../view-types/defaults/template-text.ts";
import { type ErrorStatus, errorTemplateOf } from "../../views/pages/error-templates.ts";
import { BASE_TEMPLATE } from "../../views/view-templates.ts";
import { create, type EditCommand } from "./edit-command.ts";
import { orderAt } from "./order.ts";

/** A page of the app's own for what goes wrong, with the words of the built-in one to begin with. */
export function addErrorPage(
  reader: DefinitionReader,
  input: { readonly status: ErrorStatus },
  random: RandomBytes,
): EditCommand & { readonly templateId: TemplateId } {
  const id = makeRecordId("template", random);
  const name = errorTemplateOf(input.status) as string;
  return {
    label: `Add the page ${name}`,
    operations: [
      create({
        kind: "template",
        id,
        name,
        source: sourceOf(reader, input.status),
        order: orderAt(reader.templates, undefined),
      }),
    ],
    templateId: id,
  };
}

function sourceOf(reader: DefinitionReader, status: ErrorStatus): string {
  const { errors } = pageTextsFor(reader.definition.settings.locale);
  const { title, text } = status === 404 ? errors.notFound : status === 403 ? errors.closed : errors.failed;
  const paragraphs = text.map((sentence) => `  <p>${templateText(sentence)}</p>\n`).join("");
  const reference =
    status === 500
      ? `  <p class="reference">${templateText(errors.reference)} <code>{{ request.id }}</code></p>\n`
      : "";
  return `{% extends "${BASE_TEMPLATE}" %}

{% block title %}${templateText(title)} – {{ app.label }}{% endblock %}

{% block main %}
<div class="message">
  <h1>${templateText(title)}</h1>
${paragraphs}${reference}  <p><a href="/">{{ app.label }}</a></p>
</div>
{% endblock %}
`;
}

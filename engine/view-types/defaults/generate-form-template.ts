import { pageTextsFor } from "../../page-texts/registry.ts";
import { pluralOf } from "../model-labels.ts";
import type { DefaultTemplateContext, ModelLinks, RowLink } from "../view-type.ts";
import { templateText } from "./template-text.ts";

interface FormPage {
  readonly title: string;
  readonly cancel: string | undefined;
  readonly isOfRow: boolean;
}

export const generateCreateTemplate = (context: DefaultTemplateContext): string => {
  const { list } = context.links(context.model.id);
  const { newTitle } = textsOf(context).forms;
  const cancel = list && `{% url "${list.name}" %}`;
  return formPage(context, { title: templateText(newTitle(context.model.label)), cancel, isOfRow: false });
};

export const generateUpdateTemplate = (context: DefaultTemplateContext): string =>
  formPage(context, rowPage(context, textsOf(context).forms.editTitle));

export const generateDeleteTemplate = (context: DefaultTemplateContext): string =>
  formPage(context, rowPage(context, textsOf(context).forms.deleteTitle));

/** The page of a form about one row, whose title stands in its heading. */
function rowPage(context: DefaultTemplateContext, title: (label: string) => string): FormPage {
  const { detail, list } = context.links(context.model.id);
  // The row's title is put where a label would stand.
  const [before = "", after = ""] = title(MARK).split(MARK);
  const cancel = detail ? rowUrl(detail) : list && `{% url "${list.name}" %}`;
  return { title: `${templateText(before)}{{ record }}${templateText(after)}`, cancel, isOfRow: true };
}

const MARK = "\u0001";

export const rowUrl = ({ route, parameter, field }: RowLink, row = "record"): string =>
  `{% url "${route.name}" ${parameter}=${row}.${field} %}`;

const textsOf = ({ reader }: DefaultTemplateContext) => pageTextsFor(reader.definition.settings.locale);

function formPage(context: DefaultTemplateContext, { title, cancel, isOfRow }: FormPage): string {
  const texts = textsOf(context);
  const { list, detail } = context.links(context.model.id);
  const back = cancel && ` <a class="button" href="${cancel}">${templateText(texts.forms.cancel)}</a>`;
  return `{% extends "_default/base.html" %}

{% block title %}${title} – {{ app.label }}{% endblock %}

{% block main %}
${crumbs(context, { list, detail: isOfRow ? detail : undefined }, title)}<header class="page-head">
  <h1>${title}</h1>
</header>
{% form %}
{% fields %}
<p class="buttons">{% submit %}${back ?? ""}</p>
{% endform %}
{% endblock %}
`;
}

function crumbs(
  context: DefaultTemplateContext,
  { list, detail }: Pick<ModelLinks, "list" | "detail">,
  title: string,
): string {
  if (!list) return "";
  const plural = templateText(pluralOf(context.model));
  const row = detail ? `    <li><a href="${rowUrl(detail)}">{{ record }}</a></li>\n` : "";
  return `<nav class="crumbs" aria-label="${templateText(textsOf(context).breadcrumb)}">
  <ol>
    <li><a href="{% url "${list.name}" %}">${plural}</a></li>
${row}    <li aria-current="page">${title}</li>
  </ol>
</nav>
`;
}

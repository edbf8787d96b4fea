import type { RandomBytes, TemplateId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { EditOperation } from "../edits/edit.ts";
import type { View } from "../view-types/registry.ts";

/** What a new page can begin as. It is only a beginning: what it writes is the page's own source from then on. */
export interface PageStart {
  readonly name: string;
  readonly label: string;
  /** One sentence. */
  readonly description: string;
  /** What a page of this kind is usually called. */
  readonly title: string;
  /** Whether it shows or takes rows of a model; the question that asks for the model, and what it is without one. */
  readonly rows?: { readonly question: string; readonly without: string | undefined };
  make(context: StartContext): StartedPage;
}

export interface StartContext {
  readonly reader: DefinitionReader;
  /** The page's label as template source. */
  readonly title: string;
  readonly model: ModelRecord | undefined;
  readonly random: RandomBytes;
}

export interface StartedPage {
  /** What stands in the block `main`, or the whole template if it extends a layout itself. */
  readonly source: string;
  readonly view: (templateId: TemplateId) => View;
  /** Queries that the page shows. */
  readonly operations?: readonly EditOperation[];
}

export const plainPage = (templateId: TemplateId): View => ({ name: "template", templateId });

/** The source of a page in the app's layout. */
export const inLayout = (title: string, main: string): string => `{% extends "_default/base.html" %}
{% block title %}${title} · {{ app.label }}{% endblock %}
{% block main %}
${main}
{% endblock %}
`;

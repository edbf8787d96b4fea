import { uniqueIdentifier } from "../definition/identifiers.ts";
import type { ModelId } from "../definition/ids.ts";
import type { DefinitionReader } from "../definition/reader.ts";
import type { FieldRecord } from "../definition/records/field.ts";
import type { ModelRecord } from "../definition/records/model.ts";
import type { RouteRecord } from "../definition/records/route.ts";
import type { PageTexts } from "../page-texts/page-texts.ts";
import { pageTextsFor } from "../page-texts/registry.ts";
import type { RouteTable } from "../routing/compile-routes.ts";
import type { FormScope } from "../templates/analyze/form-scope.ts";
import { fieldDisplay } from "../view-types/defaults/field-display.ts";
import { titleField } from "../view-types/defaults/generate-list-template.ts";
import { templateText } from "../view-types/defaults/template-text.ts";
import { listControls } from "../view-types/list-controls.ts";
import { pluralOf } from "../view-types/model-labels.ts";
import { modelLinks } from "../view-types/model-links.ts";
import { modelOfView, viewTypeOf } from "../view-types/registry.ts";
import { navigation } from "../views/defaults/generate-base-template.ts";
import { pageForms } from "../views/forms/page-forms.ts";

/** What a block can show at a place: the rows of the page's view, and where links can lead. */
export interface InsertContext {
  /** Of a page with many rows. */
  readonly list: RowSource | undefined;
  /** Of a page with one row. */
  readonly record: RowSource | undefined;
  /** A number of rows as an expression, and what they are. */
  readonly number: { readonly expression: string; readonly label: string } | undefined;
  /** A page of many rows can be searched and has further pages. */
  readonly controls: { readonly search: string | undefined; readonly texts: PageTexts } | undefined;
  /** The names of the app's queries. */
  readonly queries: readonly string[];
  /** Pages that open without knowing anything. */
  readonly pages: readonly { readonly name: string; readonly label: string }[];
  /** Templates of the app that can be included. */
  readonly parts: readonly string[];
  /** Forms that can stand on the page; the one without a name is that of its view. */
  readonly forms: readonly { readonly name: string | undefined; readonly label: string }[];
  /** The fields of one of them, or of each row of its lines. */
  fieldsOf(form: string | undefined, lines?: string): readonly string[];
  /** The fields of the form at the place that are not placed yet. */
  readonly formFields: readonly string[];
  /** The lines of one of the forms; those of the form at the place that are not placed yet. */
  linesOf(form: string | undefined): readonly string[];
  readonly formLines: readonly string[];
}

export interface RowSource {
  /** The list as an expression; of one row, the row. */
  readonly expression: string;
  /** The name of one row. */
  readonly row: string;
  readonly label: string;
  /** How the title is shown, with its link where there is a page of the row. */
  readonly title: string;
  readonly fields: readonly { readonly label: string; readonly inline: string; readonly className: string }[];
}

const MAX_FIELDS = 5;

export function insertContext(
  reader: DefinitionReader,
  routes: RouteTable<RouteRecord>,
  route: RouteRecord | undefined,
): InsertContext {
  const scope = route && pageForms(reader, route).scope;
  const count = route && viewTypeOf(route.view)?.rows?.count;
  const model = route && modelOfView(reader, route.view);
  const texts = pageTextsFor(reader.definition.settings.locale);
  return {
    list: model && count === "many" ? listOfRows(reader, routes, { model, expression: "page.items" }) : undefined,
    record:
      model && count === "one" ? rowsOf(reader, routes, { model, expression: "record", row: "record" }) : undefined,
    number: undefined,
    controls:
      model && count === "many"
        ? { search: isSearchable(reader, model.id) ? templateText(pluralOf(model)) : undefined, texts }
        : undefined,
    queries: reader.ofKind("query").map(({ name }) => name),
    pages: navigation(routes).map(({ name, label }) => ({ name, label: templateText(label) })),
    parts: reader.templates.map(({ name }) => name).filter((name) => !name.startsWith("_default/")),
    forms: formsIn(reader, scope),
    fieldsOf: (form, lines) => {
      const found = scope?.find(form);
      return (lines === undefined ? found : found?.lines.get(lines))?.fields ?? [];
    },
    formFields: [],
    linesOf: (form) => [...(scope?.find(form)?.lines.keys() ?? [])],
    formLines: [],
  };
}

function formsIn(reader: DefinitionReader, scope: FormScope | undefined): InsertContext["forms"] {
  if (!scope) return [];
  const named = scope.names.filter((name) => scope.find(name)?.refusal === undefined);
  return [
    ...(scope.find(undefined) ? [{ name: undefined, label: "The form of this page" }] : []),
    ...named.map((name) => ({ name, label: reader.formByName(name)?.label ?? name })),
  ];
}

const isSearchable = (reader: DefinitionReader, modelId: ModelId): boolean =>
  listControls(reader, modelId).isSearchable;

/** The rows of a model under a name that a page gives them; one row gets a name that is not taken. */
export const listOfRows = (
  reader: DefinitionReader,
  routes: RouteTable<RouteRecord>,
  list: { readonly model: ModelRecord; readonly expression: string; readonly taken?: ReadonlySet<string> },
): RowSource => rowsOf(reader, routes, { ...list, row: undefined });

function rowsOf(
  reader: DefinitionReader,
  routes: RouteTable<RouteRecord>,
  {
    model,
    expression,
    row,
    taken = new Set(),
  }: {
    readonly model: ModelRecord;
    readonly expression: string;
    readonly row: string | undefined;
    readonly taken?: ReadonlySet<string>;
  },
): RowSource {
  const isTaken = TAKEN.has(model.name) || model.name === expression;
  const name = row ?? uniqueIdentifier({ label: isTaken ? "row" : model.name, fallback: "row", taken });
  const links = (id: Parameters<typeof modelLinks>[2]) => modelLinks(reader, routes, id);
  const { detail } = links(model.id);
  const title = titleField(reader, model);
  const shown = (field: FieldRecord) => fieldDisplay(field, name, { links, reader });
  const fields = reader.fields(model.id).filter((field) => field !== title && !shown(field).isKeptOutOfLists);
  return {
    expression,
    row: name,
    label: templateText(model.label),
    title:
      detail && row === undefined
        ? `<a href="{% url "${detail.route.name}" ${detail.parameter}=${name}.${detail.field} %}">{{ ${name} }}</a>`
        : `{{ ${name} }}`,
    fields: fields.slice(0, MAX_FIELDS).map((field) => ({
      label: templateText(field.label),
      inline: shown(field).inline,
      className: shown(field).className ?? "",
    })),
  };
}

const TAKEN = new Set("app request user params model page forloop block".split(" "));

import type { FormFieldId, FormLinesId } from "../../definition/ids.ts";
import type { Expression } from "../../expressions/expression.ts";
import { partsOf } from "../../expressions/parts-of.ts";
import { type Renames, renameEdits, type TextEdit } from "../../expressions/rename.ts";
import type { TemplateUnit } from "../syntax/parsed-template.ts";
import type { Span, TemplateNode } from "../syntax/template-tree.ts";
import { bodiesOf, linksOf } from "../tags/registry.ts";
import type { TagLink } from "../tags/tag-type.ts";
import { type AnalyzeInput, analyzeTemplate } from "./analyze-template.ts";
import type { FormInScope } from "./form-scope.ts";

export interface PageRenames extends Renames {
  /** Names of the fields of a list's model, old to new: `page.sort.name` and `page.filters.name` use them. */
  readonly columns?: ReadonlyMap<string, string>;
  /** New names of fields of a form alone. */
  readonly formFields?: ReadonlyMap<FormFieldId, string>;
  /** Fields that are taken out of their form: their tags go. */
  readonly removedFormFields?: ReadonlySet<FormFieldId | FormLinesId>;
}

/**
 * The edits in the templates of a page for the rename of a field, or of a name that the view provides: only those
 * names. A name that the template itself defines (`{% for film in … %}`) stays.
 */
export function renameInPage(
  input: AnalyzeInput,
  renames: PageRenames,
): ReadonlyMap<TemplateUnit, readonly TextEdit[]> {
  const found = new Map<TemplateUnit, TextEdit[]>();
  const note = (unit: TemplateUnit, edits: readonly TextEdit[]): void => {
    if (edits.length > 0) found.set(unit, [...(found.get(unit) ?? []), ...edits]);
  };
  const nameOf = (form: FormInScope, name: string): string | undefined => {
    const id = form.fieldIds.get(name);
    if (id) return renames.fields?.get(id);
    const list = form.listIds.get(name);
    if (list) return renames.collections?.get(list);
    const own = form.recordIds.get(name);
    return own && (renames.formFields as ReadonlyMap<string, string> | undefined)?.get(own);
  };
  analyzeTemplate({
    ...input,
    watch: ({ unit, expression, scope, variables }) => {
      const given = [...(renames.variables ?? [])].filter(([name]) => variables.get(name)?.isInput);
      const edits = [
        ...renameEdits(expression, scope, { ...renames, variables: new Map(given) }),
        ...(variables.get("page")?.isInput ? renameColumns(expression, renames.columns ?? new Map()) : []),
      ];
      const form = variables.get("form")?.form;
      note(unit, [...edits, ...(form ? renameFormFields(expression, (name) => nameOf(form, name)) : [])]);
    },
    watchField: ({ unit, form, name, span, tag }) => {
      const record = form.recordIds.get(name);
      if (record && renames.removedFormFields?.has(record)) {
        note(unit, [{ ...wholeLine(unit.parsed.tree.source, tag), text: "" }]);
        return;
      }
      const text = nameOf(form, name);
      if (text !== undefined) note(unit, [{ start: span.start, end: span.end, text }]);
    },
  });
  return found;
}

/** A tag with the line on which it stands alone. */
function wholeLine(source: string, { start, end }: Span): Span {
  const before = /(?:^|\n)[ \t]*$/.exec(source.slice(0, start));
  const after = /^[ \t]*(?:\r?\n|$)/.exec(source.slice(end));
  if (!before || !after) return { start, end };
  const lineStart = before.index + (before[0].startsWith("\n") ? 1 : 0);
  return { start: lineStart, end: end + after[0].length };
}

/** `form.values.title`, `form.errors.title`. */
function renameFormFields(expression: Expression, nameOf: (name: string) => string | undefined): TextEdit[] {
  const inside = partsOf(expression).flatMap((part) => renameFormFields(part, nameOf));
  if (expression.kind !== "member") return inside;
  const { target, name } = expression;
  const isOfForm =
    target.kind === "member" &&
    (target.name.text === "values" || target.name.text === "errors") &&
    target.target.kind === "name" &&
    target.target.name.text === "form";
  const text = isOfForm ? nameOf(name.text) : undefined;
  return text === undefined ? inside : [...inside, { start: name.start, end: name.end, text }];
}

function renameColumns(expression: Expression, columns: ReadonlyMap<string, string>): TextEdit[] {
  const inside = partsOf(expression).flatMap((part) => renameColumns(part, columns));
  if (expression.kind !== "member") return inside;
  const { target, name } = expression;
  const text = columns.get(name.text);
  const isColumn =
    target.kind === "member" &&
    (target.name.text === "sort" || target.name.text === "filters") &&
    target.target.kind === "name" &&
    target.target.name.text === "page";
  return isColumn && text !== undefined ? [...inside, { start: name.start, end: name.end, text }] : inside;
}

/** New names of what tags name, old to new. */
export interface LinkRenames {
  readonly routes?: ReadonlyMap<string, string>;
  readonly templates?: ReadonlyMap<string, string>;
  readonly queries?: ReadonlyMap<string, string>;
  readonly forms?: ReadonlyMap<string, string>;
}

const linkRenames = {
  route: "routes",
  template: "templates",
  query: "queries",
  form: "forms",
} as const satisfies Record<TagLink["to"], keyof LinkRenames>;

/** The same for names of routes, templates and queries in tags: `{% url %}`, `{% include %}`, `{% query %}`. */
export function renameInTags(nodes: readonly TemplateNode[], renames: LinkRenames): TextEdit[] {
  return nodes.flatMap((node) => [
    ...linksOf(node).flatMap(({ to, name, span }): TextEdit[] => {
      const text = renames[linkRenames[to]]?.get(name);
      return text === undefined ? [] : [{ start: span.start, end: span.end, text }];
    }),
    ...bodiesOf(node).flatMap((body) => renameInTags(body, renames)),
  ]);
}

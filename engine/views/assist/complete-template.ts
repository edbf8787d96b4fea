import type { ModelId } from "../../definition/ids.ts";
import type { ExpressionFilter } from "../../expressions/filter.ts";
import { expressionFunctions } from "../../expressions/functions/registry.ts";
import { filterNamed, filterTypes } from "../../templates/filters/registry.ts";
import { templateFilters } from "../../templates/filters/template-filters.ts";
import { scanTemplate } from "../../templates/syntax/scan-template.ts";
import { tagNamed, templateTags } from "../../templates/tags/registry.ts";
import { describeType, type ValueType } from "../../value-types/value-type.ts";
import { allViewTypes } from "../../view-types/registry.ts";
import { BASE_TEMPLATE } from "../view-templates.ts";
import { blocksToFill } from "./blocks-to-fill.ts";
import { type CursorPlace, cursorPlace } from "./cursor-place.ts";
import {
  type AssistContext,
  type EditedText,
  type KnownName,
  type Member,
  membersOfPath,
  namesAt,
  typeOfPath,
} from "./names-at.ts";

export type AssistKind =
  | "tag"
  | "filter"
  | "function"
  | "name"
  | "field"
  | "route"
  | "template"
  | "query"
  | "block"
  | "parameter"
  | "format";

/** One suggestion at the cursor. */
export interface AssistItem {
  readonly label: string;
  readonly kind: AssistKind;
  /** Shown next to the label: its type, its path. */
  readonly detail: string;
  /** One sentence, shown when the item is selected. */
  readonly info: string | undefined;
  /** Inserted instead of the label. `#{}` is the cursor position. */
  readonly snippet?: string;
  /** The replaced range, when it is more than the word. */
  readonly range?: { readonly from: number; readonly to: number };
  /** Higher ones stand first. */
  readonly rank: number;
}

export interface AssistList {
  readonly from: number;
  readonly items: readonly AssistItem[];
}

/**
 * The suggestions at the cursor of a template: tags, filters, names and fields that exist on the pages that show it,
 * routes, templates, blocks. Pure: depends only on the text, the offset and the definition.
 */
export function completeTemplate(context: AssistContext, edited: EditedText, offset: number): AssistList | undefined {
  const place = cursorPlace(edited.source, offset);
  if (!place) return undefined;
  const items = itemsFor(context, edited, place);
  return items.length === 0 ? undefined : { from: place.from, items };
}

function itemsFor(context: AssistContext, edited: EditedText, place: CursorPlace): readonly AssistItem[] {
  switch (place.kind) {
    case "tagName":
      return tagItems(edited.source, place);
    case "blockName":
      return blocksToFill(context, edited).map(({ name, by }) => ({
        label: name,
        kind: "block",
        detail: by,
        info: `A part of ${by} that this template can fill.`,
        rank: 0,
      }));
    case "format":
      return (filterNamed(place.filter)?.argumentWords ?? []).map(({ word, example }, index) => ({
        label: word,
        kind: "format",
        detail: example,
        info: undefined,
        rank: -index,
      }));
    case "name":
      return place.of === "route"
        ? routeItems(context, place)
        : place.of === "query"
          ? queryItems(context)
          : templateItems(context, edited);
    case "argument":
      return [
        ...parameterItems(context, place),
        ...nameItems(context, namesAt(context, edited, place.token), false, -1),
      ];
    case "filter":
      return filterItems(context, typeOfInput(context, edited, place));
    case "name-or-field": {
      const names = namesAt(context, edited, place.token);
      if (place.path === "")
        return [...nameItems(context, names, place.wantsList, 0), ...functionItems(place.wantsList)];
      return memberItems(context, membersOfPath(context, names, place.path), place.wantsList);
    }
  }
}

function tagItems(source: string, { token }: CursorPlace): readonly AssistItem[] {
  const open = openTags(source, token.start);
  const inner = open.at(-1);
  const range = { from: token.start, to: token.end };
  const ends = [...new Set(open)].reverse().map((name, index): AssistItem => {
    const label = `end${name}`;
    const info = `Closes {% ${name} %}.`;
    return { label, kind: "tag", detail: "", info, snippet: `{% ${label} %}#{}`, range, rank: 20 - index };
  });
  const clauses = (tagNamed(inner ?? "")?.clauses ?? []).map(
    ({ name, summary, snippet }): AssistItem => ({
      label: name,
      kind: "tag",
      detail: "",
      info: summary,
      snippet,
      range,
      rank: 10,
    }),
  );
  const tags = templateTags.map(
    ({ name, summary, example, snippet }, index): AssistItem => ({
      label: name,
      kind: "tag",
      detail: "",
      info: `${summary}\n${example}`,
      snippet,
      range,
      rank: -index,
    }),
  );
  return [...ends, ...clauses, ...tags];
}

/** The tags that are open before an offset, the innermost last. */
export function openTags(source: string, before: number): readonly string[] {
  const open: string[] = [];
  for (const { kind, name = "", start } of scanTemplate(source)) {
    if (start >= before) break;
    if (kind !== "tag") continue;
    if (tagNamed(name)?.form === "block") open.push(name);
    else if (name.startsWith("end") && open.at(-1) === name.slice(3)) open.pop();
  }
  return open;
}

function routeItems({ routes }: AssistContext, place: Extract<CursorPlace, { kind: "name" }>): readonly AssistItem[] {
  return routes.routes.map(({ route, pattern }): AssistItem => {
    const wanted = pattern.parameters.map(({ name }) => ` ${name}=#{${name}}`).join("");
    const from = place.from;
    const isBare = place.token.end - (place.token.isClosed ? 2 : 0) - place.to <= 3;
    return {
      label: route.name,
      kind: "route",
      detail: route.path,
      info: `${route.label}${wanted === "" ? "" : `; needs ${pattern.parameters.map(({ name }) => name).join(", ")}`}.`,
      // With its parameters, when nothing follows the name yet.
      ...(wanted !== "" && isBare && place.isClosed
        ? { snippet: `${route.name}"${wanted}`, range: { from, to: place.to + 1 } }
        : { snippet: route.name, range: { from, to: place.to } }),
      rank: 0,
    };
  });
}

function queryItems({ reader }: AssistContext): readonly AssistItem[] {
  return reader.ofKind("query").map((query) => ({
    label: query.name,
    kind: "query",
    detail: reader.model(query.modelId)?.label ?? "",
    info: `${query.label}.`,
    rank: 0,
  }));
}

function templateItems({ reader }: AssistContext, { id }: EditedText): readonly AssistItem[] {
  const own = reader.templates
    .filter((template) => template.id !== id)
    .map(
      (template): AssistItem => ({
        label: template.name,
        kind: "template",
        detail: "",
        info: "A template of yours.",
        rank: 1,
      }),
    );
  const taken = new Set(own.map(({ label }) => label));
  const builtIn = [
    { label: BASE_TEMPLATE, info: "The built-in layout." },
    ...allViewTypes().flatMap(({ defaultTemplate }) =>
      defaultTemplate ? [{ label: defaultTemplate.name, info: defaultTemplate.description }] : [],
    ),
  ].filter(({ label }) => !taken.has(label) && label !== reader.template(id)?.name);
  return [...own, ...builtIn.map((item): AssistItem => ({ ...item, kind: "template", detail: "built in", rank: 0 }))];
}

function parameterItems(
  { routes }: AssistContext,
  { route, given }: Extract<CursorPlace, { kind: "argument" }>,
): readonly AssistItem[] {
  const parameters = routes.find(route)?.pattern.parameters ?? [];
  return parameters
    .filter(({ name }) => !given.includes(name))
    .map(({ name, converter }) => ({
      label: `${name}=`,
      kind: "parameter",
      detail: converter,
      info: `A parameter of the route "${route}".`,
      rank: 5,
    }));
}

function typeOfInput(
  context: AssistContext,
  edited: EditedText,
  { input, token }: Extract<CursorPlace, { kind: "filter" }>,
): ValueType | undefined {
  const path = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.exec(input)?.[0];
  return path === undefined ? undefined : typeOfPath(context, namesAt(context, edited, token), path);
}

/** Filters that accept this type; all filters when it is unknown. */
function filterItems({ reader }: AssistContext, input: ValueType | undefined): readonly AssistItem[] {
  const bound = templateFilters(reader.definition.settings);
  return filterTypes
    .filter(({ name }) => input === undefined || accepts(bound[name] as ExpressionFilter, input))
    .map((filter) => ({
      label: filter.name,
      kind: "filter",
      detail: filter.example === filter.name ? "" : filter.example,
      info: filter.summary,
      ...(filter.argument === "required" ? { snippet: `${filter.name}:#{}` } : {}),
      rank: 0,
    }));
}

/** A filter that only lacks its argument is accepted too. */
function accepts(filter: ExpressionFilter, input: ValueType): boolean {
  const check = filter.check(input, undefined);
  return check.ok || (filter.argument === "required" && !/; this is /.test(check.message));
}

function nameItems(
  context: AssistContext,
  names: ReadonlyMap<string, KnownName>,
  wantsList: boolean,
  rank: number,
): readonly AssistItem[] {
  return [...names].map(([name, { type, isOwn, onlyOn }]) => ({
    label: name,
    kind: "name",
    detail: typeLabels(context, type),
    info: onlyOn ? `Only on ${onlyOn.map(({ label }) => label).join(", ")}.` : undefined,
    // A template's own names come first; lists come first where a list is wanted.
    rank: rank + (isOwn ? 3 : 0) + (wantsList && type.kind === "list" ? 6 : 0) + (RARE.has(name) ? -2 : 0),
  }));
}

const RARE: ReadonlySet<string> = new Set(["app", "request", "user", "params", "model"]);

function functionItems(wantsList: boolean): readonly AssistItem[] {
  if (wantsList) return [];
  return expressionFunctions.map((one) => ({
    label: one.name,
    kind: "function",
    detail: one.signature,
    info: one.summary,
    snippet: one.maxArguments === 0 ? `${one.name}()` : `${one.name}(#{})`,
    rank: -10,
  }));
}

function memberItems(
  context: AssistContext,
  members: ReadonlyMap<string, Member>,
  wantsList: boolean,
): readonly AssistItem[] {
  return [...members].map(([name, member], index) => ({
    label: name,
    kind: "field",
    detail: typeLabels(context, member.type),
    info: member.label,
    rank: (wantsList && member.type.kind === "list" ? 50 : 0) - index * 0.01,
  }));
}

/** A type in a short form for a list: `row of Film`, `rows of Film`, `date`. */
export function typeLabels({ reader }: AssistContext, type: ValueType): string {
  const label = (id: ModelId) => reader.model(id)?.label ?? "a model";
  if (type.kind === "record") return `row of ${label(type.modelId)}`;
  if (type.kind === "list" && type.item.kind === "record") return `rows of ${label(type.item.modelId)}`;
  if (type.kind === "object") return "";
  return describeType(type).replace(/^an? /, "");
}

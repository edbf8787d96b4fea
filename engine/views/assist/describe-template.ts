import type { FieldId, QueryId, RouteId } from "../../definition/ids.ts";
import { functionNamed } from "../../expressions/functions/registry.ts";
import { filterNamed } from "../../templates/filters/registry.ts";
import { ownerOfClause, tagNamed } from "../../templates/tags/registry.ts";
import { builtInBlockOf } from "./blocks-to-fill.ts";
import { typeLabels } from "./complete-template.ts";
import { cursorPlace, tokenAt } from "./cursor-place.ts";
import { type AssistContext, type EditedText, membersOf, namesAt, typeOfPath } from "./names-at.ts";

/** The meaning of the word at a position. */
export interface WordMeaning {
  readonly from: number;
  readonly to: number;
  /** `film.director: a record of Person` */
  readonly title: string;
  readonly text: string | undefined;
  /** Where it is defined, for "go to definition". */
  readonly target: WordTarget | undefined;
}

export type WordTarget =
  | { readonly kind: "template"; readonly name: string }
  | { readonly kind: "route"; readonly routeId: RouteId }
  | { readonly kind: "field"; readonly fieldId: FieldId }
  | { readonly kind: "query"; readonly queryId: QueryId }
  | { readonly kind: "block"; readonly name: string };

/** Undefined for markup, for invalid parts, and for words without a meaning of their own. */
export function describeTemplate(context: AssistContext, edited: EditedText, offset: number): WordMeaning | undefined {
  const { source } = edited;
  const word = wordAt(source, offset);
  const place = cursorPlace(source, word ? word.to : offset);
  if (place?.kind === "name") return nameMeaning(context, source, place);
  const token = tokenAt(source, offset);
  if (!token || !word || token.start + 2 > word.from) return undefined;
  const before = source.slice(token.start + 2, word.from);
  if (isInString(before)) return undefined;
  const text = source.slice(word.from, word.to);
  if (/^\s*\w+\s+$/.test(before) && tagNamed(token.name)?.assist?.at?.("")?.kind === "block") {
    const by = builtInBlockOf(context, edited, text);
    const sentence =
      by === undefined ? "A block of this layout. F2 renames it in all templates that fill it." : `A block of ${by}.`;
    return {
      ...word,
      title: text,
      text: sentence,
      target: by === undefined ? { kind: "block", name: text } : undefined,
    };
  }
  const meaning = (title: string, sentence: string | undefined, target?: WordTarget): WordMeaning => ({
    ...word,
    title,
    text: sentence,
    target,
  });
  if (!token.isOutput && before.trim() === "") {
    const known = tagNamed(text);
    const clause = ownerOfClause(text)?.clauses?.find(({ name }) => name === text);
    if (known) return meaning(known.example, known.summary);
    return clause && meaning(`{% ${text} %}`, clause.summary);
  }
  if (/\|\s*$/.test(before)) {
    const filter = filterNamed(text);
    if (filter) return meaning(`|${filter.example}`, filter.summary);
  }
  const path = `${/((?:[A-Za-z_]\w*\s*\.\s*)*)$/.exec(before)?.[1] ?? ""}`.replace(/\s/g, "");
  const one = functionNamed(text);
  if (one && (source[word.to] === "(" || /\|\s*$/.test(before))) return meaning(one.signature, one.summary);
  const names = namesAt(context, edited, token);
  if (path === "") {
    const known = names.get(text);
    return known && meaning(titled(text, typeLabels(context, known.type)), onlyOn(known.onlyOn));
  }
  const holder = typeOfPath(context, names, path.slice(0, -1));
  const member = holder && membersOf(context, holder).get(text);
  return (
    member &&
    meaning(
      titled(`${path}${text}`, typeLabels(context, member.type)),
      member.label,
      member.fieldId === undefined ? undefined : { kind: "field", fieldId: member.fieldId as FieldId },
    )
  );
}

const titled = (name: string, type: string): string => (type === "" ? name : `${name}: ${type}`);

const onlyOn = (routes: readonly { readonly label: string }[] | undefined): string | undefined =>
  routes && `Only on ${routes.map(({ label }) => label).join(", ")}.`;

function nameMeaning(
  { routes, reader }: AssistContext,
  source: string,
  { of, from, to }: { readonly of: "template" | "route" | "query"; readonly from: number; readonly to: number },
): WordMeaning | undefined {
  const name = source.slice(from, to);
  if (of === "query") {
    const query = reader.ofKind("query").find((one) => one.name === name);
    if (!query) return undefined;
    const rows = reader.model(query.modelId)?.label ?? "no model";
    return { from, to, title: `${name}: ${rows}`, text: query.label, target: { kind: "query", queryId: query.id } };
  }
  if (of === "template") {
    const isOwn = reader.templateByName(name) !== undefined;
    if (!isOwn && !name.startsWith("_default/")) return undefined;
    return {
      from,
      to,
      title: name,
      text: isOwn ? "A template of yours." : "Built in.",
      target: { kind: "template", name },
    };
  }
  const found = routes.find(name);
  return (
    found && {
      from,
      to,
      title: `${name}: ${found.route.path}`,
      text: found.route.label,
      target: { kind: "route", routeId: found.route.id },
    }
  );
}

function wordAt(source: string, offset: number): { readonly from: number; readonly to: number } | undefined {
  let from = offset;
  let to = offset;
  while (from > 0 && /\w/.test(source[from - 1] as string)) from--;
  while (to < source.length && /\w/.test(source[to] as string)) to++;
  return from === to ? undefined : { from, to };
}

const isInString = (text: string): boolean => {
  let quote = "";
  for (const character of text) {
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === '"' || character === "'") quote = character;
  }
  return quote !== "";
};

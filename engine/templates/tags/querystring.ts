import type { Evaluator } from "../../expressions/operation.ts";
import { addStep } from "../analyze/steps.ts";
import { machineWriter, type ValueWriter } from "../format/value-text.ts";
import { escaperOf, escapers, type Place } from "../render/escaping.ts";
import { splitArguments } from "../syntax/tag-arguments.ts";
import type { Binding, Span } from "../syntax/template-tree.ts";
import type { ReadTag, TagAnalysis, TagReader, TagType } from "./tag-type.ts";

export interface QueryStringNode extends Span {
  readonly kind: "querystring";
  readonly source: string;
  readonly changes: readonly Binding[];
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    querystring: QueryStringNode;
  }
}

/** The rendering's input with the parameters of the request's address, in their order, decoded. */
export const QUERY_INPUT = " query";
export interface QueryInput {
  readonly names: readonly string[];
  readonly values: readonly string[];
}

export const querystringTag: TagType<QueryStringNode> = {
  name: "querystring",
  form: "inline",
  summary: "The query of the present address with some parameters changed; null removes one.",
  example: "{% querystring year=film.year cursor=null %}",
  snippet: "{% querystring #{name}=#{value} %}",
  parse,
  analyze,
  assist: { at: (before) => (/(?:^|\s)\w*$/.test(before) ? { kind: "nothing" } : undefined) },
};

function parse(tag: ReadTag, reader: TagReader): void {
  const { source, start, end } = tag;
  const { positional, named } = splitArguments(reader.source, tag.rest);
  if (positional.length > 0 || named.some(({ value }) => value.source === "")) {
    reader.broken(tag, "TEMPLATE_E003", "Write {% querystring year=2020 cursor=null %}, without blanks around the =.");
    return;
  }
  reader.add({ kind: "querystring", source, changes: named, start, end });
}

/** The positions in an address at which a query can begin. */
const BEFORE_QUERY: ReadonlySet<Place> = new Set(["urlStart", "urlPath", "urlUnknown"]);

function analyze(node: QueryStringNode, { around, page, steps }: TagAnalysis): void {
  const { unit } = around;
  const place = page.position.place(node, unit);
  if (place === "urlQuery" || place === "srcset")
    page.problem(unit, "TEMPLATE_E003", node, "{% querystring %} begins with ?, so it stands before any other query.");
  const isInAddress = place !== undefined && BEFORE_QUERY.has(place);
  if (isInAddress) page.position.html = { ...page.position.html, url: "query", urlWord: "" };
  const changes = node.changes.flatMap(({ name, value }): Change[] => {
    const analyzed = page.expression(value, around, "key");
    if (!analyzed) return [];
    const { type, read } = analyzed;
    if (type.kind === "object" || (type.kind === "list" && type.item.kind === "object"))
      page.problem(unit, "TEMPLATE_E007", value, "A parameter is one value, or a list of them.");
    return [{ name, read, write: machineWriter(type.kind === "list" ? type.item : type) }];
  });
  if (!place || place === "urlQuery" || place === "srcset") return;
  const query = page.inputSlot(QUERY_INPUT);
  const escapeFor = isInAddress ? escapers.attribute : escaperOf(place);
  addStep(steps, {
    kind: "run",
    compile:
      ({ meter }) =>
      (frame) => {
        const text = changedQuery(frame[query] as QueryInput | null, changes, frame);
        meter.chargeText(text);
        meter.out += escapeFor(text);
        meter.checkOutput();
      },
  });
}

interface Change {
  readonly name: string;
  readonly read: Evaluator;
  readonly write: ValueWriter;
}

/** Parameters that are changed come last, as they stand in the tag. */
function changedQuery(query: QueryInput | null, changes: readonly Change[], frame: unknown[]): string {
  const changed = new Set(changes.map(({ name }) => name));
  const pairs = (query?.names ?? []).flatMap((name, index) =>
    changed.has(name) ? [] : [pairOf(name, query?.values[index] ?? "")],
  );
  for (const { name, read, write } of changes) {
    const value = read(frame);
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== null && one !== undefined) pairs.push(pairOf(name, write(one)));
  }
  return `?${pairs.join("&")}`;
}

const pairOf = (name: string, value: string): string => `${encode(name)}=${encode(value)}`;

const encode = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd")).replace(/'/g, "%27");

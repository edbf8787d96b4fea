import { scalar } from "../../value-types/value-type.ts";
import { linkOf } from "../analyze/link-of.ts";
import { addStep, setStep } from "../analyze/steps.ts";
import { BLOCKED_URL, escaperOf, escapers } from "../render/escaping.ts";
import { asName, leadingString, restAfter, splitArguments } from "../syntax/tag-arguments.ts";
import type { SourcePart, Span } from "../syntax/template-tree.ts";
import { insideQuotes } from "./inside-quotes.ts";
import type { ReadTag, TagAnalysis, TagCursor, TagReader, TagType } from "./tag-type.ts";

export interface UrlNode extends Span {
  readonly kind: "url";
  readonly source: string;
  readonly route: string;
  /** With its quotes. */
  readonly routeSpan: Span;
  /** By name, or in the order of the path's parameters when the name is absent. */
  readonly arguments: readonly { readonly name?: string; readonly value: SourcePart }[];
  /** `as name`: gets the address instead of showing it. */
  readonly as?: string;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    url: UrlNode;
  }
}

export const urlTag: TagType<UrlNode> = {
  name: "url",
  form: "inline",
  summary: "The address of a route.",
  example: '{% url "film_detail" id=film.id %}',
  snippet: '{% url "#{}" %}',
  parse,
  analyze,
  links: (node) => [{ to: "route", name: node.route, span: insideQuotes(node.routeSpan) }],
  assist: { quoted: "route", at: cursorAt },
};

function parse(tag: ReadTag, reader: TagReader): void {
  const route = leadingString(tag.rest);
  if (!route) {
    reader.broken(tag, "TEMPLATE_E003", 'Write {% url "book_detail" id=book.id %}, with the route\'s name in quotes.');
    return;
  }
  const { rest, name: as } = asName(reader.source, restAfter(reader.source, tag.rest, route.span.end));
  const { positional, named } = splitArguments(reader.source, rest);
  const given = [...positional.map((value) => ({ value })), ...named];
  if (given.some((argument) => argument.value.source === "")) {
    reader.broken(tag, "TEMPLATE_E003", "A parameter has no value. Write id=book.id, without blanks around the =.");
    return;
  }
  reader.add({
    kind: "url",
    source: tag.source,
    route: route.value,
    routeSpan: route.span,
    arguments: given,
    ...(as ? { as } : {}),
    start: tag.start,
    end: tag.end,
  });
}

function analyze(node: UrlNode, { around, page, steps, bind }: TagAnalysis): void {
  const place = node.as === undefined ? page.position.place(node, around.unit) : undefined;
  // The path of a route begins with a slash and is written by us: the text after it cannot change its target.
  if (place === "urlStart") page.position.html = { ...page.position.html, url: "path" };
  const given = node.arguments.map(({ name, value }) => ({
    name,
    span: value,
    value: page.expression(value, around, "key"),
  }));
  const link = linkOf(node, given, page.routes);
  for (const { span, message, hint } of link.problems) page.problem(around.unit, "TEMPLATE_E009", span, message, hint);
  const { write, values } = link;
  if (node.as !== undefined) {
    page.checkName(node.as, node, around.unit);
    const slot = page.newSlot();
    bind(node.as, { type: scalar("text"), slot, ...(write ? {} : { isUnknown: true }) });
    if (write)
      addStep(
        steps,
        setStep(slot, (frame) => write(values.map((read) => read(frame))) ?? null),
      );
    return;
  }
  if (write === undefined || place === undefined) return;
  const escapeFor = place === "urlStart" || place === "srcset" ? escapers.attribute : escaperOf(place);
  addStep(steps, {
    kind: "run",
    compile:
      ({ meter }) =>
      (frame) => {
        meter.charge(1);
        meter.out += escapeFor(write(values.map((read) => read(frame))) ?? BLOCKED_URL);
        meter.checkOutput();
      },
  });
}

function cursorAt(before: string): TagCursor | undefined {
  const named = /^["']([^"']*)["']\s+([\s\S]*)$/.exec(before);
  if (!named) return { kind: "nothing" };
  const [, route = "", rest = ""] = named;
  const word = /(?:^|\s)(\w*)$/.exec(rest)?.[1];
  if (word === undefined) return undefined;
  const given = [...rest.matchAll(/(?:^|\s)(\w+)=/g)].map((match) => match[1] as string);
  return { kind: "parameter", route, given, word };
}

import { scalar } from "../../value-types/value-type.ts";
import { addStep } from "../analyze/steps.ts";
import { escaperOf } from "../render/escaping.ts";
import { asName, leadingString } from "../syntax/tag-arguments.ts";
import type { Span } from "../syntax/template-tree.ts";
import type { ReadTag, TagAnalysis, TagReader, TagType } from "./tag-type.ts";

export interface NowNode extends Span {
  readonly kind: "now";
  readonly source: string;
  readonly format: string;
  readonly formatSpan: Span;
  readonly name?: string;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    now: NowNode;
  }
}

export const nowTag: TagType<NowNode> = {
  name: "now",
  form: "inline",
  summary: "The present day or time in your format, with Django's letters, in the app's time zone.",
  example: '{% now "Y" %}',
  snippet: '{% now "#{Y}" %}',
  parse,
  analyze,
};

function parse(tag: ReadTag, reader: TagReader): void {
  const { source, start, end } = tag;
  const { rest, name } = asName(reader.source, tag.rest);
  const format = leadingString(rest);
  if (format?.span.end !== rest.end) {
    reader.broken(tag, "TEMPLATE_E003", 'Write {% now "j F Y" %}, with the format in quotes.');
    return;
  }
  const at = { format: format.value, formatSpan: format.span };
  reader.add({ kind: "now", source, ...at, ...(name ? { name } : {}), start, end });
}

function analyze(node: NowNode, { around, page, steps, bind }: TagAnalysis): void {
  const write = page.people.dates.compile("timestamp", node.format);
  if (typeof write === "string") {
    page.problem(around.unit, "TEMPLATE_E003", node.formatSpan, write);
    if (node.name) bind(node.name, { type: TEXT, slot: page.newSlot(), isUnknown: true });
    return;
  }
  const request = page.inputSlot("request");
  const read = (frame: readonly unknown[]): string => {
    const time = (frame[request] as { readonly time?: unknown } | null)?.time;
    return typeof time === "string" ? (write(time) ?? "") : "";
  };
  if (node.name !== undefined) {
    page.checkName(node.name, node, around.unit);
    const slot = page.newSlot();
    bind(node.name, { type: TEXT, slot });
    addStep(steps, {
      kind: "run",
      compile:
        ({ meter }) =>
        (frame) => {
          meter.charge(1);
          frame[slot] = read(frame);
        },
    });
    return;
  }
  const place = page.position.place(node, around.unit);
  if (!place) return;
  const escapeFor = escaperOf(place);
  addStep(steps, {
    kind: "run",
    compile:
      ({ meter }) =>
      (frame) => {
        meter.charge(1);
        meter.out += escapeFor(read(frame));
        meter.checkOutput();
      },
  });
}

const TEXT = scalar("text");

import { truthy } from "../../expressions/operators/truthy.ts";
import { addStep } from "../analyze/steps.ts";
import { asName, splitArguments } from "../syntax/tag-arguments.ts";
import type { SourcePart, Span } from "../syntax/template-tree.ts";
import { commonValues, shownValues } from "./shown-values.ts";
import type { ReadTag, TagAnalysis, TagReader, TagType } from "./tag-type.ts";

export interface FirstOfNode extends Span {
  readonly kind: "firstof";
  readonly source: string;
  readonly values: readonly SourcePart[];
  /** Gets the value instead of showing it. */
  readonly name?: string;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    firstof: FirstOfNode;
  }
}

export const firstofTag: TagType<FirstOfNode> = {
  name: "firstof",
  form: "inline",
  summary: "The first of its values that is not absent, empty, zero or false.",
  example: '{% firstof film.name film.genre "Unknown" %}',
  snippet: '{% firstof #{value} "#{}" %}',
  parse,
  analyze,
};

function parse(tag: ReadTag, reader: TagReader): void {
  const { source, start, end } = tag;
  const { rest, name } = asName(reader.source, tag.rest);
  const { positional, named } = splitArguments(reader.source, rest);
  if (positional.length === 0 || named.length > 0) {
    reader.broken(tag, "TEMPLATE_E003", 'Write {% firstof film.name "Unknown" %}: values with blanks between them.');
    return;
  }
  reader.add({ kind: "firstof", source, values: positional, ...(name ? { name } : {}), start, end });
}

function analyze(node: FirstOfNode, analysis: TagAnalysis): void {
  const { around, page, steps, bind } = analysis;
  const values = node.values
    .map((value) => page.expression(value, around, "show"))
    .filter((value) => value !== undefined);
  const tests = values.map(({ type, read }) => truthy(type).js([read]));
  if (node.name === undefined) {
    const shown = shownValues(values, node, analysis);
    if (!shown || values.length < node.values.length) return;
    addStep(steps, {
      kind: "run",
      compile:
        ({ meter }) =>
        (frame) => {
          meter.charge(1);
          const index = tests.findIndex((test) => test(frame) === true);
          const value = index < 0 ? null : shown[index]?.read(frame);
          meter.chargeText(value);
          meter.out += index < 0 ? "" : (shown[index]?.write(value) ?? "");
          meter.checkOutput();
        },
    });
    return;
  }
  page.checkName(node.name, node, around.unit);
  const common = commonValues(values);
  const slot = page.newSlot();
  if (!common)
    page.problem(around.unit, "TEMPLATE_E007", node, "Values that get one name have one type; these have several.");
  const isWhole = common !== undefined && values.length === node.values.length;
  bind(node.name, { type: common?.type ?? { kind: "null" }, slot, ...(isWhole ? {} : { isUnknown: true }) });
  if (!isWhole) return;
  addStep(steps, {
    kind: "run",
    compile:
      ({ meter }) =>
      (frame) => {
        const index = tests.findIndex((test) => test(frame) === true);
        const value = index < 0 ? null : (common.reads[index]?.(frame) ?? null);
        meter.chargeText(value);
        frame[slot] = value;
      },
  });
}

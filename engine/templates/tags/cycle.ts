import { addStep } from "../analyze/steps.ts";
import { asName, splitArguments } from "../syntax/tag-arguments.ts";
import type { SourcePart, Span } from "../syntax/template-tree.ts";
import { commonValues, shownValues } from "./shown-values.ts";
import type { Cycle, ReadTag, TagAnalysis, TagReader, TagType } from "./tag-type.ts";

export interface CycleNode extends Span {
  readonly kind: "cycle";
  readonly source: string;
  readonly values: readonly SourcePart[];
  readonly name?: string;
  /** Gives the name its value and shows nothing. */
  readonly isSilent: boolean;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    cycle: CycleNode;
  }
}

export const cycleTag: TagType<CycleNode> = {
  name: "cycle",
  form: "inline",
  summary: "The next of its values each time it is reached; after the last one the first again.",
  example: '{% cycle "odd" "even" %}',
  snippet: '{% cycle "#{}" "#{}" %}',
  parse,
  analyze,
};

function parse(tag: ReadTag, reader: TagReader): void {
  const { source, start, end } = tag;
  const isSilent = /\sas\s+\w+\s+silent$/.test(tag.rest.source);
  const whole = isSilent ? withoutLast(tag.rest, "silent") : tag.rest;
  const { rest, name } = asName(reader.source, whole);
  const { positional, named } = splitArguments(reader.source, rest);
  if (positional.length === 0 || named.length > 0) {
    reader.broken(tag, "TEMPLATE_E003", 'Write {% cycle "odd" "even" %}: the values, with blanks between them.');
    return;
  }
  reader.add({ kind: "cycle", source, values: positional, ...(name ? { name } : {}), isSilent, start, end });
}

function withoutLast(part: SourcePart, word: string): SourcePart {
  const source = part.source.slice(0, -word.length).trimEnd();
  return { source, start: part.start, end: part.start + source.length };
}

function analyze(node: CycleNode, analysis: TagAnalysis): void {
  const { around, page } = analysis;
  const [only, ...others] = node.values;
  const named = only && others.length === 0 ? page.cycles.find(around.unit, only.source) : undefined;
  const cycle = named ?? newCycle(node, analysis);
  if (cycle) step(cycle, node, analysis);
}

/** Undefined when it has a problem, which is noted. */
function newCycle(node: CycleNode, { around, page, bind }: TagAnalysis): Cycle | undefined {
  const { unit } = around;
  const values = node.values
    .map((value) => page.expression(value, around, "show"))
    .filter((value) => value !== undefined);
  if (node.values.length < 2) {
    const message = "{% cycle %} needs at least two values, or the name of a cycle before it.";
    return page.problem(unit, "TEMPLATE_E003", node, message) as undefined;
  }
  if (values.length < node.values.length) return undefined;
  const { name, isSilent } = node;
  const slot = page.newSlot();
  if (name === undefined) return keep({ name, slot, values, variable: undefined, isSilent });
  page.checkName(name, node, unit);
  const common = commonValues(values);
  if (!common) {
    const message = "The values of a cycle with a name have one type; these have several.";
    return page.problem(unit, "TEMPLATE_E007", node, message) as undefined;
  }
  const variable = { type: common.type, slot: page.newSlot() };
  bind(name, variable);
  return keep({
    name,
    slot,
    values: values.map((value, index) => ({ ...value, read: common.reads[index] ?? value.read })),
    variable,
    isSilent,
  });

  function keep(cycle: Cycle): Cycle {
    page.cycles.add(unit, cycle);
    return cycle;
  }
}

/** Goes on to the next value. */
function step({ slot, values, variable, isSilent }: Cycle, node: CycleNode, analysis: TagAnalysis): void {
  const shown = isSilent ? [] : shownValues(values, node, analysis);
  if (!shown) return;
  addStep(analysis.steps, {
    kind: "run",
    compile:
      ({ meter }) =>
      (frame) => {
        const before = frame[slot];
        const index = typeof before === "number" && before + 1 < values.length ? before + 1 : 0;
        frame[slot] = index;
        const value = values[index]?.read(frame) ?? null;
        meter.chargeText(value);
        if (variable) frame[variable.slot] = value;
        meter.out += shown[index]?.write(value) ?? "";
        meter.checkOutput();
      },
  });
}

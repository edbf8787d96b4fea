import { objectOf, scalar } from "../../value-types/value-type.ts";
import type { FormWriter } from "../analyze/form-scope.ts";
import { addStep, type RenderParts, type Run, type Step } from "../analyze/steps.ts";
import { leadingString } from "../syntax/tag-arguments.ts";
import type { Span, TemplateNode, TemplateTag } from "../syntax/template-tree.ts";
import { insideQuotes } from "./inside-quotes.ts";
import {
  type OpenForm,
  openAndClose,
  type ReadTag,
  type TagAnalysis,
  type TagReader,
  type TagType,
} from "./tag-type.ts";

export interface LinesNode extends Span {
  readonly kind: "lines";
  readonly open: TemplateTag;
  readonly name: string;
  readonly nameSpan: Span;
  readonly body: readonly TemplateNode[];
  readonly close?: TemplateTag;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    lines: LinesNode;
  }
}

export const linesTag: TagType<LinesNode> = {
  name: "lines",
  form: "block",
  summary:
    "The rows that belong to the row of the form, such as the items of an order. Its inside is shown for each of them; empty it shows all their fields.",
  example: '{% lines "items" %} … {% endlines %}',
  snippet: '{% lines "#{}" %}\n  {% fields %}\n{% endlines %}',
  parse,
  pieces: openAndClose,
  analyze,
};

function parse(tag: ReadTag, reader: TagReader): void {
  const name = leadingString(tag.rest);
  if (!name) reader.problem("TEMPLATE_E003", tag, 'Write {% lines "items" %}, with the name of the lines in quotes.');
  const body: TemplateNode[] = [];
  const { start, end: openEnd } = tag;
  reader.open({
    tag,
    body,
    finish: (close, end): LinesNode => ({
      kind: "lines",
      open: tag,
      name: name?.value ?? "",
      nameSpan: name ? insideQuotes(name.span) : { start, end: openEnd },
      body,
      ...(close ? { close } : {}),
      start,
      end,
    }),
  });
}

/** `line` in a row: its number among those that are shown, from 1. */
const lineType = objectOf({ number: scalar("int") });

function analyze(node: LinesNode, analysis: TagAnalysis): void {
  const { around, page, steps } = analysis;
  const { form, unit } = around;
  const { name } = node;
  if (!form || around.isRepeated || !page.position.isBetweenTags) {
    const where = form ? "between tags, and in no {% for %}" : "inside {% form %}";
    page.problem(unit, "FORM_E005", node.open, `{% lines %} stands ${where}.`);
    return;
  }
  page.noteField({ unit, form: form.form, name, span: node.nameSpan, tag: node });
  const scope = form.form.lines.get(name);
  if (!scope) {
    page.problem(
      unit,
      "FORM_E002",
      node.open,
      `The form has no lines "${name}".`,
      namesOf([...form.form.lines.keys()]),
    );
    return;
  }
  if (form.placed.has(name)) {
    page.problem(unit, "FORM_E003", node.open, `The lines "${name}" stand in the form twice.`);
    return;
  }
  form.placed.add(name);
  const row: OpenForm = { form: scope, slot: page.newSlot(), placed: new Set(), parts: new Set(), isRow: true };
  const numberSlot = page.newSlot();
  const variables = new Map(around.variables).set("line", { type: lineType, slot: numberSlot });
  const start = page.position.beginBranch(node.open, unit);
  const loopState: number[] = [];
  const body: Step[] = [];
  const inside = { ...around, variables, form: row, isRepeated: true, loopState, depth: around.depth + 1 };
  page.walk(node.body, inside, body);
  page.position.endBranches({ start, ends: [page.position.html], at: node.open, what: "{% lines %}", unit });
  warnOfMissing(node, row, analysis);
  const isEmpty = node.body.every((child) => child.kind === "text" && child.source.trim() === "");
  const placed = { name, formSlot: form.slot, rowSlot: row.slot, numberSlot, loopState, body, isEmpty };
  addStep(steps, { kind: "run", compile: (parts) => compileLines(placed, parts) });
}

const namesOf = (names: readonly string[]): string =>
  names.length === 0 ? "It has no lines." : `It has ${names.slice(0, 12).join(", ")}.`;

/** A field that is needed and that no branch places can never be sent. */
function warnOfMissing(node: LinesNode, { form, placed, parts }: OpenForm, { around, page }: TagAnalysis): void {
  const missing = placed.size === 0 || parts.has("fields") ? [] : form.required.filter((name) => !placed.has(name));
  if (missing.length === 0) return;
  page.problem(
    around.unit,
    "FORM_W003",
    node.open,
    `Each row asks for ${missing.join(", ")}, and no {% field %} shows it.`,
    "Add {% fields %} for those that are not placed one by one.",
  );
}

interface PlacedLines {
  readonly name: string;
  readonly formSlot: number;
  readonly rowSlot: number;
  readonly numberSlot: number;
  readonly loopState: readonly number[];
  readonly body: readonly Step[];
  readonly isEmpty: boolean;
}

const NOTHING: ReadonlySet<string> = new Set();

function compileLines(placed: PlacedLines, { meter, compile }: RenderParts): Run {
  const { name, formSlot, rowSlot, numberSlot, loopState, isEmpty } = placed;
  const body = compile(placed.body);
  return (frame) => {
    meter.charge(1);
    const lines = (frame[formSlot] as FormWriter).lines(name);
    if (!lines) return;
    for (const state of loopState) frame[state] = null;
    meter.out += lines.open();
    lines.rows.forEach((row, index) => {
      meter.charge(1);
      frame[rowSlot] = row;
      frame[numberSlot] = { number: index + 1 };
      meter.out += row.open();
      if (row.instead !== undefined) meter.out += row.instead;
      else if (isEmpty) meter.out += row.rest(NOTHING);
      else body(frame);
      meter.out += row.close();
      meter.checkOutput();
    });
    meter.out += lines.close();
    meter.checkOutput();
  };
}

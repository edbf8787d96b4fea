import { FORMS_INPUT, type FormInScope, type FormWriter, type FormWriters, formType } from "../analyze/form-scope.ts";
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

export interface FormNode extends Span {
  readonly kind: "form";
  readonly open: TemplateTag;
  /** Absent: the form of the page's own view. */
  readonly name?: string;
  readonly nameSpan?: Span;
  readonly body: readonly TemplateNode[];
  readonly close?: TemplateTag;
}
declare module "../syntax/template-tree.ts" {
  interface TagNodes {
    form: FormNode;
  }
}

export const formTag: TagType<FormNode> = {
  name: "form",
  form: "block",
  summary:
    "The form of a page that adds, changes or deletes a row. Without anything inside it shows all its fields and its button.",
  example: "{% form %} … {% endform %}",
  snippet: "{% form %}\n  #{}\n{% endform %}",
  parse,
  pieces: openAndClose,
  analyze,
  links: ({ name, nameSpan }) => (name && nameSpan ? [{ to: "form", name, span: nameSpan }] : []),
};

function parse(tag: ReadTag, reader: TagReader): void {
  const name = leadingString(tag.rest);
  if (!name && tag.rest.source.trim() !== "") reader.problem("TEMPLATE_E003", tag, "Write {% form %}.");
  const body: TemplateNode[] = [];
  reader.open({
    tag,
    body,
    finish: (close, end): FormNode => ({
      kind: "form",
      open: tag,
      ...(name ? { name: name.value, nameSpan: insideQuotes(name.span) } : {}),
      body,
      ...(close ? { close } : {}),
      start: tag.start,
      end,
    }),
  });
}

function analyze(node: FormNode, analysis: TagAnalysis): void {
  const { around, page, steps } = analysis;
  const { unit } = around;
  const form = placedForm(node, analysis);
  if (!form) return;
  if (!page.placeForm(form.key, around)) {
    const message = "The form stands on this page twice, and a page has each form once.";
    page.problem(unit, "FORM_E005", node.open, message, "Take one of them out, or make a second form.");
    return;
  }
  const open: OpenForm = { form, slot: page.newSlot(), placed: new Set(), parts: new Set() };
  const stateSlot = page.newSlot();
  const variables = new Map(around.variables).set("form", { type: formType(form), slot: stateSlot, form });
  const start = page.position.beginBranch(node.open, unit);
  const body: Step[] = [];
  page.walk(node.body, { ...around, variables, form: open, depth: around.depth + 1 }, body);
  page.position.endBranches({ start, ends: [page.position.html], at: node.open, what: "{% form %}", unit });
  warnOfMissing(node, open, analysis);
  const isEmpty = node.body.every((child) => child.kind === "text" && child.source.trim() === "");
  const placed: PlacedForm = {
    key: form.key,
    input: page.inputSlot(FORMS_INPUT),
    slot: open.slot,
    stateSlot,
    body,
    isEmpty,
  };
  addStep(steps, { kind: "run", compile: (parts) => compileForm({ ...placed, parts: open.parts }, parts) });
}

/** The form that may stand here; undefined when something is wrong, which is noted. */
function placedForm({ open: at, name }: FormNode, { around, page }: TagAnalysis): FormInScope | undefined {
  const { unit } = around;
  const refuse = (code: "FORM_E001" | "FORM_E005", message: string, hint?: string): undefined =>
    page.problem(unit, code, at, message, hint) as undefined;
  if (!page.position.isBetweenTags)
    return refuse("FORM_E005", "{% form %} stands between tags, where a paragraph could.");
  if (around.form) return refuse("FORM_E005", "A form cannot stand inside another form.");
  if (around.isRepeated) return refuse("FORM_E005", "A form cannot stand in {% for %}: a page has each form once.");
  const form = page.forms?.find(name);
  if (!form) {
    const message = name === undefined ? "This page has no form of its own." : `There is no form "${name}".`;
    return refuse(
      "FORM_E001",
      message,
      name === undefined
        ? 'Write {% form "name" %}, or use it in a page that adds, changes or deletes a row.'
        : namesOf(page.forms?.names ?? []),
    );
  }
  return form.refusal === undefined ? form : refuse("FORM_E001", form.refusal);
}

const namesOf = (names: readonly string[]): string =>
  names.length === 0 ? "The app has no forms yet." : `There are ${names.slice(0, 12).join(", ")}.`;

/** A field that is needed and that no branch places can never be sent. */
function warnOfMissing(node: FormNode, { form, placed, parts }: OpenForm, { around, page }: TagAnalysis): void {
  if (placed.size === 0 || parts.has("fields")) return;
  const missing = form.required.filter((name) => !placed.has(name));
  if (missing.length === 0) return;
  page.problem(
    around.unit,
    "FORM_W003",
    node.open,
    `The form asks for ${missing.join(", ")}, and no {% field %} shows it.`,
    "Add {% fields %} for those that are not placed one by one.",
  );
}

interface PlacedForm {
  readonly key: string;
  readonly input: number;
  readonly slot: number;
  readonly stateSlot: number;
  readonly body: readonly Step[];
  readonly isEmpty: boolean;
}

function compileForm(form: PlacedForm & Pick<OpenForm, "parts">, { meter, compile }: RenderParts): Run {
  const { key, input, slot, stateSlot, isEmpty, parts } = form;
  const body = compile(form.body);
  return (frame) => {
    meter.charge(1);
    const writer: FormWriter | undefined = (frame[input] as FormWriters | null)?.get(key);
    if (!writer) return;
    frame[slot] = writer;
    frame[stateSlot] = writer.state;
    if (writer.instead !== undefined) meter.out += writer.instead;
    else {
      meter.out += writer.open();
      if (!parts.has("errors")) meter.out += writer.errors();
      body(frame);
      if (isEmpty) meter.out += writer.rest(NOTHING);
      if (!parts.has("submit")) meter.out += `<p class="buttons">${writer.submit(undefined)}</p>\n`;
      meter.out += writer.close();
    }
    meter.checkOutput();
  };
}

const NOTHING: ReadonlySet<string> = new Set();

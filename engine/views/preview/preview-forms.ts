import type { JsonValue } from "../../definition/json.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import { formBody } from "../../forms/form-body.ts";
import type { FormFacts, FormPlan } from "../../forms/form-plan.ts";
import type { FormState, Removal } from "../../forms/form-state.ts";
import { formWriter } from "../../forms/form-writer.ts";
import { freshValues } from "../../forms/fresh-values.ts";
import { readForm } from "../../forms/read-form.ts";
import type { FieldOptions, OptionRow, WidgetWords } from "../../forms/widgets/widget.ts";
import { parseQuery } from "../../rest/query-string.ts";
import type { FormWriters } from "../../templates/analyze/form-scope.ts";
import { noReads } from "../../templates/analyze/template-reads.ts";
import { formWords } from "../forms/form-words.ts";
import { previewReads } from "./preview-reads.ts";
import { sampleRows } from "./sample-rows.ts";

/** The state in which a preview shows forms: as they open, sent with nothing filled in, or carried out. */
export const formPreviews = ["empty", "errors", "sent"] as const;
export type FormPreview = (typeof formPreviews)[number];

const NOTHING_ELSE: Removal = { rows: [], hidden: 0, total: 1, blockedBy: undefined, blocking: [] };

interface Shown {
  readonly state: FormPreview;
  readonly address: string;
  /** The row that the page shows, by the draft's names. */
  readonly row: Readonly<Record<string, unknown>> | undefined;
  readonly facts: Omit<FormFacts, "record">;
}

/**
 * The forms of a previewed page, by the code that shows them on the host. They cannot be sent from here. Relations
 * offer sample rows, besides the one that the row has.
 */
export function previewForms(reader: DefinitionReader, plans: readonly FormPlan[], shown: Shown): FormWriters {
  const words = formWords(reader);
  return new Map(
    plans.map((plan) => [plan.key, formWriter({ plan, state: stateOf(reader, plan, { ...shown, words }), words })]),
  );
}

function stateOf(
  reader: DefinitionReader,
  plan: FormPlan,
  { state, address, row, facts, words }: Shown & { readonly words: WidgetWords },
): FormState {
  const [path = "", query = ""] = address.split("?");
  const given = plan.action === "create" ? undefined : row;
  const values = given && Object.fromEntries(plan.fields.map(({ name }) => [name, keyOf(given[name])]));
  const { names, values: sent } = parseQuery(query);
  const fromAddress = new Map(names.map((name, index) => [name, sent[index] ?? ""]));
  const options = new Map<string, FieldOptions>();
  for (const { name, target } of plan.fields)
    if (target !== undefined) options.set(name, sampleOptions(reader, target, given?.[name]));
  const fresh: FormState = {
    kind: "fresh",
    action: path,
    token: "",
    values: freshValues(plan, words, {
      ...(values ? { row: values } : {}),
      facts: { ...facts, record: values },
      address: fromAddress,
      options,
    }),
    errors: new Map(),
    asks: new Map(),
    problems: [],
    options,
    ...(plan.action === "delete" ? { removal: NOTHING_ELSE } : {}),
  };
  if (state === "sent") return { ...fresh, kind: "done", message: doneMessage(plan, words) };
  if (state === "empty") return fresh;
  const nothing = plan.fields.map(({ name }) => [name, ""] as const);
  const { errors, typed } = readForm(plan, formBody(nothing), words);
  // A form that asks for nothing in particular can still be refused as a whole.
  const problems = errors.size === 0 ? [words.texts.sendAgain] : [];
  return { ...fresh, kind: "refused", errors, problems, values: plan.action === "create" ? typed : fresh.values };
}

function doneMessage({ success, action }: FormPlan, { texts }: WidgetWords): string {
  if (success.to === "message") return success.text;
  return action === "delete" ? texts.deleted : texts.saved;
}

/** The value of a relation or a list as a form has it: the key of the row, or the keys. */
const keyOf = (value: unknown): JsonValue => (Array.isArray(value) ? value.map(keyOf) : keyOfRow(value));

const keyOfRow = (value: unknown): JsonValue =>
  (value !== null && typeof value === "object" && "id" in value ? value.id : (value ?? null)) as JsonValue;

function sampleOptions(reader: DefinitionReader, modelId: FormPlan["modelId"], held: unknown): FieldOptions {
  const nothing = { ...noReads(modelId), title: true };
  const samples = sampleRows(reader, previewReads(reader, nothing), 3).map(optionOf);
  const own = (Array.isArray(held) ? held : [held])
    .filter((row) => row !== null && typeof row === "object")
    .map((row) => optionOf(row as Record<string, unknown>));
  return { kind: "few", rows: [...own, ...samples.filter(({ key }) => !own.some((row) => row.key === key))] };
}

const optionOf = (row: Readonly<Record<string, unknown>>): OptionRow => ({
  key: String(row.id),
  title: String(row._title ?? row.id),
});

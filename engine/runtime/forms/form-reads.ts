import { keyOf } from "../../field-types/keys.ts";
import type { FormPlan } from "../../forms/form-plan.ts";
import type { Removal } from "../../forms/form-state.ts";
import type { FieldOptions } from "../../forms/widgets/widget.ts";
import { rowTooLarge } from "../../query/answer-size.ts";
import type { RemovalItem } from "../../query/compile-delete-preview.ts";
import { type FormReads, formColumns, type WholeRow } from "../../query/form-rows.ts";
import { MAX_OPTIONS, type OptionItem } from "../../query/option-rows.ts";
import type { CompiledView } from "../../views/app-views.ts";
import { type FormCall, type FormRow, maySend, unitOf } from "./form-call.ts";
import { removalOf } from "./form-removal.ts";

type OptionsByModel = ReadonlyMap<string, FieldOptions>;

/** What the forms of a page are shown with, besides what was typed. */
export interface ReadForms {
  /** The rows that relations may be set to, by their model; without those that the caller may not read. */
  readonly options: OptionsByModel;
  /** The page's own row, where a form changes or deletes it. */
  readonly row: FormRow | undefined;
  readonly removal: Removal | undefined;
}

export const NO_FORMS: ReadForms = { options: new Map(), row: undefined, removal: undefined };

/** What the page's statement has to read for the forms that this caller may send. */
export function formReads(call: FormCall, { forms, model, rowCount }: CompiledView): FormReads {
  const { rules, reader } = call.live.snapshot;
  const sendable = forms.filter((plan) => maySend(call, plan));
  const targets = new Set(sendable.flatMap(({ fields }) => fields.flatMap(({ target }) => target ?? [])));
  const readable = [...targets].filter((id) => rules.permits(id, "read", call.caller, call.facts));
  const needsRow = rowCount === "one" && sendable.some(({ action }) => action !== "create");
  return {
    options: readable.flatMap((id) => reader.model(id) ?? []),
    row: needsRow ? model : undefined,
    withRemoval: sendable.some(({ action }) => action === "delete"),
  };
}

/** The same, from the columns of the statement. */
export function readForms(call: FormCall, reads: FormReads, columns: readonly (string | null)[]): ReadForms {
  const { options, row, removal } = formColumns(reads, columns);
  const [found] = JSON.parse(row) as readonly WholeRow[];
  const [reach] = JSON.parse(removal) as readonly RemovalItem[];
  return {
    options: new Map(
      (JSON.parse(options) as readonly OptionItem[]).map(({ model, rows }) => [
        model,
        { kind: rows.length > MAX_OPTIONS ? "many" : "few", rows },
      ]),
    ),
    row: reads.row && found ? formRow(call, reads.row, found) : undefined,
    removal: reads.row && reach ? removalOf(call, reads.row, reach) : undefined,
  };
}

function formRow(call: FormCall, model: NonNullable<FormReads["row"]>, { version, values }: WholeRow): FormRow {
  if (values === null) throw rowTooLarge();
  const key = keyOf(model).parse(values.id as never);
  if (!key.ok) throw new Error(`A row of ${model.name} has a key that cannot be read.`);
  return { unit: unitOf(call, model.id), id: key.value, version, values };
}

/** By the names of a form's fields. */
export const optionsOfFields = ({ fields }: FormPlan, byModel: OptionsByModel): ReadonlyMap<string, FieldOptions> =>
  new Map(
    fields.flatMap(({ name, target }): [string, FieldOptions][] =>
      target === undefined ? [] : [[name, byModel.get(target) ?? { kind: "none" }]],
    ),
  );

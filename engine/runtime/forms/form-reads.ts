import type { ModelId } from "../../definition/ids.ts";
import { keyOf } from "../../field-types/keys.ts";
import type { FormField, FormLines, FormPlan } from "../../forms/form-plan.ts";
import type { Removal } from "../../forms/form-state.ts";
import type { FieldOptions } from "../../forms/widgets/widget.ts";
import { rowTooLarge } from "../../query/answer-size.ts";
import type { RemovalItem } from "../../query/compile-delete-preview.ts";
import { type FormReads, formColumns, type WholeRow } from "../../query/form-rows.ts";
import type { HeldKeys, OptionRows, OptionsItem } from "../../query/option-rows.ts";
import type { CompiledView } from "../../views/app-views.ts";
import type { ChosenRows } from "./chosen-rows.ts";
import { type FormCall, type FormRow, maySend, unitOf } from "./form-call.ts";
import { formForCaller } from "./form-for-caller.ts";
import { removalOf } from "./form-removal.ts";

type OptionsById = ReadonlyMap<string, FieldOptions>;

/** What the forms of a page are shown with, besides what was typed. */
export interface ReadForms {
  /** The rows that relations and lists may be set to; without those that the caller may not read. */
  readonly options: OptionsById;
  /** The page's own row, where a form changes or deletes it. */
  readonly row: FormRow | undefined;
  readonly removal: Removal | undefined;
}

export const NO_FORMS: ReadForms = { options: new Map(), row: undefined, removal: undefined };

/** What the page's statement has to read for the forms that this caller may send. */
export function formReads(
  call: FormCall,
  { forms, model, rowCount }: Pick<CompiledView, "forms" | "model" | "rowCount">,
  chosen: ChosenRows,
): FormReads {
  const sendable = forms.filter((plan) => maySend(call, plan)).map((plan) => formForCaller(call, plan));
  const needsRow = rowCount === "one" && sendable.some(({ action }) => action !== "create");
  const ofRow = needsRow ? sendable.filter(({ action }) => action !== "create") : [];
  const lists = new Map(ofRow.flatMap(({ fields }) => fields.flatMap(({ list }) => (list ? [[list.name, list]] : []))));
  return {
    options: optionsOf(call, { sendable, ofRow, chosen }),
    row: needsRow ? model : undefined,
    lists: [...lists.values()],
    owned: needsRow ? ownedOf(ofRow.flatMap(({ lines }) => lines).filter((lines) => mayRead(call, lines))) : [],
    withRemoval: sendable.some(({ action }) => action === "delete"),
  };
}

const mayRead = (call: FormCall, { collection }: FormLines): boolean =>
  unitOf(call, collection.owner.id).view(call.who, "pages").collection(collection.owner, collection.name) !== undefined;

/** What is read of lines: each once, though several forms show them. */
const ownedOf = (lines: readonly FormLines[]): FormReads["owned"] => [
  ...new Map(
    lines.map(({ name, collection, fields }) => [
      name,
      { collection, fields: fields.flatMap(({ field }) => field ?? []) },
    ]),
  ).values(),
];

interface Offered {
  readonly sendable: readonly FormPlan[];
  /** Those of them that show the page's own row. */
  readonly ofRow: readonly FormPlan[];
  readonly chosen: ChosenRows;
}

function optionsOf(call: FormCall, { sendable, ofRow, chosen }: Offered): readonly OptionRows[] {
  const { rules, reader } = call.live.snapshot;
  const found = new Map<string, OptionRows>();
  for (const plan of sendable) {
    for (const { id, held } of choosing(plan)) {
      const model = reader.model(id);
      if (!model || !rules.permits(model.id, "read", call.caller, call.facts)) continue;
      const known = found.get(id);
      const isNew = ofRow.includes(plan) && held && !known?.held.some(({ name }) => name === held.name);
      found.set(id, {
        id,
        model,
        hasChosen: chosen.keys.has(id),
        held: [...(known?.held ?? []), ...(isNew ? [held] : [])],
        isSearched: chosen.search?.id === id,
      });
    }
  }
  return [...found.values()];
}

interface Choosing {
  readonly id: ModelId;
  readonly held: HeldKeys | undefined;
}

/** The fields of a form that choose rows, those of its lines among them. */
const choosing = ({ fields, lines }: FormPlan): readonly Choosing[] => [
  ...fields.flatMap(({ target, field, list }): Choosing[] => {
    if (target === undefined) return [];
    const held = list ? { name: list.name, list } : field && { name: field.name, field };
    return [{ id: target, held }];
  }),
  ...lines.flatMap(({ name, collection: { via }, fields: own }) =>
    own.flatMap(({ target, field }): Choosing[] =>
      target && field ? [{ id: target, held: { name: `${name}.${field.name}`, field, via } }] : [],
    ),
  ),
];

/** By which the options of a field are found. */
export const optionsId = ({ target }: Pick<FormField, "target">): string | undefined => target;

/** The same, from the columns of the statement. */
export function readForms(call: FormCall, reads: FormReads, columns: readonly (string | null)[]): ReadForms {
  const { options, row, removal } = formColumns(reads, columns);
  const [found] = JSON.parse(row) as readonly WholeRow[];
  const [reach] = JSON.parse(removal) as readonly RemovalItem[];
  return {
    options: new Map((JSON.parse(options) as readonly OptionsItem[]).map((item) => [item.id, optionsIn(item)])),
    row: reads.row && found ? formRow(call, reads.row, found) : undefined,
    removal: reads.row && reach ? removalOf(call, reads.row, reach) : undefined,
  };
}

const optionsIn = ({ rows, chosen, found }: OptionsItem): FieldOptions =>
  rows ? { kind: "few", rows, chosen } : { kind: "many", chosen, ...(found ? { found } : {}) };

function formRow(call: FormCall, model: NonNullable<FormReads["row"]>, { version, values }: WholeRow): FormRow {
  if (values === null) throw rowTooLarge();
  const key = keyOf(model).parse(values.id as never);
  if (!key.ok) throw new Error(`A row of ${model.name} has a key that cannot be read.`);
  return { unit: unitOf(call, model.id), id: key.value, version, values };
}

/** By the names of a form's fields; what was found belongs to the field that looked for it. */
export const optionsOfFields = (
  { fields }: FormPlan,
  byId: OptionsById,
  searched: string | undefined,
): ReadonlyMap<string, FieldOptions> =>
  new Map(
    fields.flatMap((field): [string, FieldOptions][] => {
      const id = optionsId(field);
      if (id === undefined) return [];
      const options = byId.get(id) ?? { kind: "none" };
      const isFound = options.kind === "many" && options.found !== undefined && field.name !== searched;
      return [[field.name, isFound ? { kind: "many", chosen: options.chosen } : options]];
    }),
  );

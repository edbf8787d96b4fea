import { keyOf } from "../../field-types/keys.ts";
import { storedFields } from "../../forms/form-lines.ts";
import type { FormLines, FormPlan } from "../../forms/form-plan.ts";
import type { Removal } from "../../forms/form-state.ts";
import type { FieldOptions, OptionRow } from "../../forms/widgets/widget.ts";
import { rowTooLarge } from "../../query/answer-size.ts";
import type { RemovalItem } from "../../query/compile-delete-preview.ts";
import { type FormReads, formColumns, type WholeRow } from "../../query/form-rows.ts";
import type { HeldKeys, OptionRows, OptionsItem } from "../../query/option-rows.ts";
import type { CompiledView } from "../../views/app-views.ts";
import type { ChosenRows } from "./chosen-rows.ts";
import { type FormCall, type FormPage, type FormRow, maySend, unitOf } from "./form-call.ts";
import { formForCaller } from "./form-for-caller.ts";
import { removalOf } from "./form-removal.ts";
import { optionLimit } from "./option-limits.ts";
import { type ChoosingField, choosingOf, followsForm, optionsId } from "./options-id.ts";

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
  { view, params }: { readonly view: Pick<CompiledView, "forms" | "model" | "rowCount"> } & Pick<FormPage, "params">,
  chosen: ChosenRows,
): FormReads {
  const { forms, model, rowCount } = view;
  const sendable = forms.filter((plan) => maySend(call, plan)).map((plan) => formForCaller(call, plan));
  const needsRow = rowCount === "one" && sendable.some(({ action }) => action !== "create");
  const ofRow = needsRow ? sendable.filter(({ action }) => action !== "create") : [];
  const lists = new Map(ofRow.flatMap(({ fields }) => fields.flatMap(({ list }) => (list ? [[list.name, list]] : []))));
  return {
    options: optionsOf(call, { sendable, ofRow, chosen, params }),
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
    lines.map((each) => [
      each.name,
      { collection: each.collection, fields: storedFields(each).flatMap(({ field }) => field ?? []) },
    ]),
  ).values(),
];

interface Offered extends Pick<FormPage, "params"> {
  readonly sendable: readonly FormPlan[];
  /** Those of them that show the page's own row. */
  readonly ofRow: readonly FormPlan[];
  readonly chosen: ChosenRows;
}

function optionsOf(call: FormCall, { sendable, ofRow, chosen, params }: Offered): readonly OptionRows[] {
  const { rules, reader } = call.live.snapshot;
  const found = new Map<string, OptionRows>();
  for (const plan of sendable) {
    for (const { field, lines, held } of choosingFields(plan)) {
      const id = optionsId(call, plan, { field, ...(lines ? { lines } : {}) });
      const model = field.target && reader.model(field.target);
      if (id === undefined || !model || !rules.permits(model.id, "read", call.caller, call.facts)) continue;
      const known = found.get(id);
      const isOfRow = ofRow.includes(plan);
      const isNew = isOfRow && held && !known?.held.some(({ name }) => name === held.name);
      const choosing = { field, ...(lines ? { lines } : {}) };
      const limit = optionLimit(call, { plan, choosing, chosen, page: { params }, isOfRow });
      found.set(id, {
        id,
        model,
        hasChosen: chosen.keys.has(id),
        held: [...(known?.held ?? []), ...(isNew ? [held] : [])],
        isSearched: chosen.search?.id === id,
        ...(limit ? { limit } : {}),
      });
    }
  }
  return [...found.values()];
}

interface Choosing extends ChoosingField {
  readonly held: HeldKeys | undefined;
}

/** The fields of a form that choose rows, those of its lines among them. */
const choosingFields = ({ fields, lines }: FormPlan): readonly Choosing[] => [
  ...fields.flatMap((one): Choosing[] => {
    const { target, field, list } = one;
    if (target === undefined) return [];
    return [{ field: one, held: list ? { name: list.name, list } : field && { name: field.name, field } }];
  }),
  ...lines.flatMap((each) =>
    each.fields.flatMap((one): Choosing[] => {
      const { target, field, isOfNewRows } = one;
      const { via } = each.collection;
      const held = field && !isOfNewRows ? { name: `${each.name}.${field.name}`, field, via } : undefined;
      return target && field ? [{ field: one, lines: each, held }] : [];
    }),
  ),
];

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

const optionsIn = ({ rows, chosen, found }: OptionsItem): FieldOptions => ({
  ...(rows ? { kind: "few", rows } : { kind: "many" }),
  chosen,
  ...(found ? { found } : {}),
});

function formRow(call: FormCall, model: NonNullable<FormReads["row"]>, { version, values }: WholeRow): FormRow {
  if (values === null) throw rowTooLarge();
  const key = keyOf(model).parse(values.id as never);
  if (!key.ok) throw new Error(`A row of ${model.name} has a key that cannot be read.`);
  return { unit: unitOf(call, model.id), id: key.value, version, values };
}

interface OptionsOfForm {
  readonly byId: OptionsById;
  /** The field for which rows were looked for. */
  readonly searched: string | undefined;
  /** The row that the form changes. */
  readonly row: FormRow | undefined;
}

/** By the names of a form's fields; what was found belongs to the field that looked for it. */
export const optionsOfFields = (
  call: Pick<FormCall, "live">,
  plan: FormPlan,
  { byId, searched, row }: OptionsOfForm,
): ReadonlyMap<string, FieldOptions> =>
  new Map(
    plan.fields.flatMap((field): [string, FieldOptions][] => {
      const id = optionsId(call, plan, choosingOf(plan, field));
      if (id === undefined) return [];
      const all = byId.get(id) ?? { kind: "none" };
      const options = field.list?.link.model.link?.mutual && row ? withoutRow(all, String(row.id)) : all;
      if (options.kind === "none") return [[field.name, options]];
      const { found, ...others } = options;
      const own = found && field.name === searched ? { ...others, found } : others;
      const follows = own.kind === "few" && followsForm(call, plan, field);
      return [[field.name, follows ? { ...own, follows } : own]];
    }),
  );

/** A row is not linked with itself by links that hold both ways. */
function withoutRow(options: FieldOptions, key: string): FieldOptions {
  if (options.kind === "none") return options;
  const others = (rows: readonly OptionRow[]) => rows.filter((row) => row.key !== key);
  const found = options.found ? { found: others(options.found) } : {};
  return options.kind === "few" ? { ...options, ...found, rows: others(options.rows) } : { ...options, ...found };
}

import type { FieldId, ModelId } from "../../definition/ids.ts";
import type { DefinitionReader } from "../../definition/reader.ts";
import type { FieldRecord } from "../../definition/records/field.ts";
import {
  choiceValues,
  fieldTypeOf,
  holdsChoices,
  knownFieldType,
  knownFieldTypeIn,
} from "../../field-types/registry.ts";
import { patternOf } from "../../field-types/text-pattern.ts";
import type { Problem } from "../../problem.ts";
import { valueText } from "../design/design-schema.ts";
import type { ColumnDesign, TableDesign } from "../design/table-design.ts";
import { ofItemsOf, positionIndex } from "../operations/create-index.ts";
import { FILLED_ROW, type FillWith } from "../operations/fill-column.ts";
import type { ColumnRef, TableRef } from "../operations/operation-type.ts";
import type { Operation } from "../operations/registry.ts";
import { asideName, passingName } from "../physical-names.ts";
import { compileFormula } from "./compile-formula.ts";
import type { CurrentColumn, CurrentTable } from "./current-tables.ts";
import { orderRenames } from "./order-renames.ts";
import { planConstraints } from "./plan-constraints.ts";
import { canMakeOf, matchBy, matchFields } from "./plan-match.ts";
import type { FillAnswers } from "./schema-plan.ts";
import type { TablePlan } from "./table-plan.ts";
import { typeChange } from "./type-change.ts";

export interface TablePlanInput {
  readonly to: DefinitionReader;
  readonly want: TableDesign;
  readonly have: CurrentTable;
  readonly current: ReadonlyMap<ModelId, CurrentTable>;
  readonly answers: FillAnswers;
  /** The live definition: names of removed fields, and previous choices. */
  readonly from: DefinitionReader | undefined;
}

export function planTable(input: TablePlanInput): TablePlan {
  const plan: TablePlan = {
    build: [],
    dropKeys: [],
    dropIndexes: [],
    columns: [],
    values: [],
    indexes: [],
    addKeys: [],
    facts: [],
    problems: [],
  };
  const { to, want, have } = input;
  const label = to.model(want.modelId)?.label ?? want.name;
  const table: TableRef = { modelId: want.modelId, label, name: want.name };
  const wasMutual = input.from?.model(want.modelId)?.link?.mutual;
  if (have.place === "live" && input.from?.model(want.modelId) && wasMutual !== to.model(want.modelId)?.link?.mutual) {
    plan.problems.push(refusedMutual(table, wasMutual === true));
  }
  const wanted = new Map(want.columns.map((column) => [column.fieldId, column]));

  for (const { place, column } of have.columns.values()) {
    if (wanted.has(column.fieldId) || place !== "live") continue;
    const gone = input.from?.field(column.fieldId)?.label ?? column.name;
    plan.columns.push({ kind: "archive_column", table, label: gone, column });
  }
  plan.columns.push(...columnRenames(input, table));
  for (const column of want.columns) {
    if (have.columns.get(column.fieldId)?.place !== "aside") continue;
    const name = labelOf(to, column);
    plan.columns.push({ kind: "restore_column", table, label: name, fieldId: column.fieldId, name: column.name });
  }
  for (const column of want.columns) {
    const present = have.columns.get(column.fieldId);
    if (present) changeColumn(input, plan, table, column, present);
    else addColumn(input, plan, table, column);
  }
  planConstraints(plan, { want, have, table });
  return plan;
}

const labelOf = (reader: DefinitionReader, column: ColumnDesign): string =>
  reader.field(column.fieldId)?.label ?? column.name;

const refOf = (reader: DefinitionReader, column: ColumnDesign, name = column.name): ColumnRef => ({
  fieldId: column.fieldId,
  label: labelOf(reader, column),
  name,
});

function columnRenames({ to, want, have }: TablePlanInput, table: TableRef): Operation[] {
  const renames = want.columns.flatMap((column) => {
    const present = have.columns.get(column.fieldId);
    return present?.place === "live" ? [{ key: column.fieldId, from: present.column.name, to: column.name }] : [];
  });
  return orderRenames(renames, passingName).map(({ key, from, to: name, passing }) => ({
    kind: "rename_column",
    table,
    column: { fieldId: key, label: to.field(key)?.label ?? from, name: from },
    to: name,
    passing,
  }));
}

/** The table to which a relation points, with its name after the plan. */
function parentRef(reader: DefinitionReader, modelId: ModelId): TableRef {
  const model = reader.model(modelId);
  return { modelId, label: model?.label ?? "?", name: model?.name ?? asideName(modelId) };
}

function addColumn(input: TablePlanInput, plan: TablePlan, table: TableRef, column: ColumnDesign): void {
  const { to, have } = input;
  const field = to.field(column.fieldId) as FieldRecord;
  const ref = refOf(to, column);
  const hasOwnValue = column.default !== undefined || column.defaultNow;
  const place = { modelId: table.modelId, fieldId: column.fieldId, table: have.name };
  let fill: FillWith | undefined;
  if (column.notNull && !hasOwnValue) {
    plan.facts.push({ kind: "rows", ...place });
    fill = answerFor(input, plan, field);
  } else if (column.unique && hasOwnValue) plan.facts.push({ kind: "rows", ...place });

  if (fill?.by === "formula") {
    plan.columns.push({ kind: "add_column", table, label: ref.label, column: { ...column, notNull: false } });
    plan.values.push(
      { kind: "fill_column", table, column: ref, sqlType: column.sqlType, rows: { which: "empty" }, fill },
      { kind: "change_required", table, column: ref, required: true },
    );
  } else {
    const constant = fill?.text ?? undefined;
    plan.columns.push({
      kind: "add_column",
      table,
      label: ref.label,
      column,
      ...(constant === undefined ? {} : { fill: constant }),
    });
  }
  if (column.unique || column.indexed) {
    const position = positionIndex(input.want, column);
    plan.indexes.push({
      kind: "create_index",
      table,
      column: ref,
      unique: column.unique,
      concurrently: false,
      ...(position ? { position } : {}),
      ...ofItemsOf(column),
    });
  }
  if (column.references) {
    const parent = parentRef(to, column.references);
    plan.addKeys.push({ kind: "add_foreign_key", table, column: ref, parent, empty: fill === undefined });
  }
}

function changeColumn(
  input: TablePlanInput,
  plan: TablePlan,
  table: TableRef,
  column: ColumnDesign,
  present: CurrentColumn,
): void {
  const { to, have } = input;
  const now = present.column;
  const field = to.field(column.fieldId) as FieldRecord;
  const ref = refOf(to, column);
  const place = { modelId: table.modelId, fieldId: column.fieldId, table: have.name };

  const byRows = matchChange(input, plan, { place, table, ref, field, column, now });
  if (byRows === "impossible") return;
  // Keys of an order by hand are no texts, and texts are no such keys.
  const isOther = (now.position === undefined) !== (column.position === undefined);
  const change = byRows === "planned" ? CONVERTED : isOther ? REFUSED : typeChange(now.sqlType, column.sqlType);
  if (change.kind === "refused") {
    // The target model has changed its kind of key: that is reported separately (PLAN_E004).
    const parent = column.references && input.current.get(column.references);
    if (parent && parent.place !== "staged" && parent.key !== to.model(parent.modelId)?.key) return;
    plan.problems.push(refusedChange(table, field, now.sqlType));
    return;
  }
  const retyped = change.kind !== "same";
  if (retyped && byRows === undefined) {
    if (change.kind === "checked") {
      plan.facts.push({ kind: "misfits", ...place, column: now.name, from: now.sqlType, to: column.sqlType });
    }
    const rewrites = change.kind === "checked" || change.rewrites;
    plan.columns.push({
      kind: "change_type",
      table,
      column: ref,
      from: now,
      to: column.sqlType,
      rewrites,
      narrows: change.kind === "checked",
    });
  }
  planSoftLimits(input, plan, { place, table, ref, field, column: now.name });
  const keeps = !retyped && now.default === column.default && now.defaultNow === column.defaultNow;
  const hasNone = column.default === undefined && !column.defaultNow;
  if (!keeps && !(retyped && hasNone)) {
    plan.values.push({ kind: "change_default", table, column: ref, from: now, to: column });
  }

  const becomesRequired = column.notNull && !now.notNull;
  const becomesRelated = column.references !== undefined && column.references !== now.references;
  const isMatched = becomesRelated && byRows === "planned";
  // Keys of one model name other rows of another one.
  const before = becomesRelated && !isMatched ? (now.references ?? present.keysOf) : undefined;
  const isRepointed = before !== undefined && before !== column.references;
  if (isRepointed) plan.facts.push({ kind: "repointed", ...place, column: now.name, before });
  else if (becomesRelated && !isMatched) {
    const parent = input.current.get(column.references as ModelId)?.name;
    plan.facts.push({ kind: "orphans", ...place, column: now.name, ...(parent === undefined ? {} : { parent }) });
  }
  const fill = !isMatched && (becomesRequired || becomesRelated) ? answerFor(input, plan, field) : undefined;
  if (becomesRequired) {
    const text = column.unique && !retyped && fill?.by === "value" ? fill.text : null;
    const filledWith = text === null ? {} : { filledWith: { text, sqlType: column.sqlType } };
    plan.facts.push({ kind: "empty", ...place, column: now.name, ...filledWith, ...(isMatched ? { isMatched } : {}) });
  }
  if (fill && becomesRelated) {
    const parent = parentRef(to, column.references as ModelId);
    const rows = isRepointed ? ({ which: "pointing" } as const) : ({ which: "orphans", parent } as const);
    plan.values.push({ kind: "fill_column", table, column: ref, sqlType: column.sqlType, rows, fill });
  }
  if (fill && becomesRequired && !(fill.by === "value" && fill.text === null)) {
    const rows = { which: "empty" } as const;
    if (present.place === "live" && have.place === "live" && !retyped && !column.unique && canFillAhead(input, fill)) {
      const asNow = { table: { ...table, name: have.name }, column: { ...ref, name: now.name } };
      plan.build.push({ kind: "fill_ahead", ...asNow, sqlType: column.sqlType, fill });
    }
    plan.values.push({ kind: "fill_column", table, column: ref, sqlType: column.sqlType, rows, fill });
  }
  if (column.notNull !== now.notNull) {
    plan.values.push({ kind: "change_required", table, column: ref, required: column.notNull });
  }

  if (now.references && now.references !== column.references) {
    const parent = parentRef(to, now.references);
    plan.dropKeys.push({ kind: "drop_foreign_key", table: { ...table, name: have.name }, column: ref, parent });
  }
  if (becomesRelated) {
    const parent = parentRef(to, column.references as ModelId);
    plan.addKeys.push({ kind: "add_foreign_key", table, column: ref, parent, empty: false });
  }
  if (column.position) movePositionIndex(plan, { table, ref, column, now, want: input.want });
  else changeIndexes(plan, { table, ref, column, present, have, retyped });
  if (column.unique && !now.unique) plan.facts.push({ kind: "duplicates", ...place, column: now.name });
}

/**
 * A formula is compiled for the names of the new version: before the switch it may run only where they equal the old
 * ones.
 */
function canFillAhead({ from, to }: TablePlanInput, fill: FillWith): boolean {
  if (fill.by === "value") return true;
  if (!from) return false;
  const isSame = (model: { id: ModelId; name: string }) =>
    from.model(model.id)?.name === model.name &&
    to.fields(model.id).every((field) => {
      const before = from.field(field.id);
      return before?.name === field.name && before.type.name === field.type.name;
    });
  return to.models.every(isSame);
}

/**
 * Limits that a column's type does not express: the list of choices, the length and the pattern of a text. Stored rows may exceed them;
 * writes may not.
 */
function planSoftLimits(
  { from, to }: TablePlanInput,
  plan: TablePlan,
  about: {
    readonly place: { readonly modelId: ModelId; readonly fieldId: FieldId; readonly table: string };
    readonly table: TableRef;
    readonly ref: ColumnRef;
    readonly field: FieldRecord;
    readonly column: string;
  },
): void {
  const { place, table, ref, field, column } = about;
  const old = from?.field(field.id);
  if (holdsChoices(field)) {
    const choices = to.choices(field.id);
    const before = new Map((from?.choices(field.id) ?? []).map((choice) => [choice.id, choice.value]));
    const renames = choices.flatMap((choice) => {
      const was = before.get(choice.id);
      return was === undefined || was === choice.value ? [] : [{ from: was, to: choice.value }];
    });
    if (renames.length > 0) plan.values.push({ kind: "rename_choices", table, column: ref, renames });
    const values = [...choices.map((choice) => choice.value), ...renames.map((rename) => rename.from)];
    const isNarrower = !holdsChoices(old) || [...before.values()].some((value) => !values.includes(value));
    if (isNarrower) plan.facts.push({ kind: "unlisted", ...place, column, values });
  }
  const type = fieldTypeOf(field.type);
  if (type?.fits && old && old.type.name !== field.type.name && fieldTypeOf(old.type)?.cast === "text") {
    plan.facts.push({ kind: "unfit", ...place, column, ...type.fits });
  }
  const pattern = patternOf(field.type);
  if (pattern !== undefined && old && patternOf(old.type) !== pattern && fieldTypeOf(old.type)?.cast === "text") {
    plan.facts.push({ kind: "unmatched", ...place, column, pattern });
  }
  const length = type?.maxLength?.(field.type);
  if (length !== undefined && old) {
    const before = fieldTypeOf(old.type);
    const oldLength = before?.maxLength?.(old.type) ?? Number.POSITIVE_INFINITY;
    if (before?.cast === "text" && length < oldLength) plan.facts.push({ kind: "longer", ...place, column, length });
  }
  const least = type?.minLength?.(field.type);
  if (least !== undefined && old && fieldTypeOf(old.type)?.cast === "text") {
    const oldLeast = fieldTypeOf(old.type)?.minLength?.(old.type) ?? 0;
    if (least > oldLeast) plan.facts.push({ kind: "shorter", ...place, column, length: least });
  }
}

/** In the switch: its index has two columns, and both may just have changed their names. */
function movePositionIndex(
  plan: TablePlan,
  change: {
    readonly table: TableRef;
    readonly ref: ColumnRef;
    readonly column: ColumnDesign;
    readonly now: ColumnDesign;
    readonly want: TableDesign;
  },
): void {
  const { table, ref, column, now, want } = change;
  if (now.indexed && now.position?.scope === column.position?.scope) return;
  const position = positionIndex(want, column);
  const index = { table, column: ref, unique: false, concurrently: false, ...(position ? { position } : {}) };
  if (now.indexed) plan.dropIndexes.push({ kind: "drop_index", ...index });
  plan.indexes.push({ kind: "create_index", ...index });
}

function changeIndexes(
  plan: TablePlan,
  change: {
    table: TableRef;
    ref: ColumnRef;
    column: ColumnDesign;
    present: CurrentColumn;
    have: CurrentTable;
    retyped: boolean;
  },
): void {
  const { table, ref, column, present, have, retyped } = change;
  for (const unique of [true, false]) {
    const is = unique ? present.column.unique : present.column.indexed;
    const should = unique ? column.unique : column.indexed;
    const isOtherKind = ofItemsOf(present.column).ofItems !== ofItemsOf(column).ofItems;
    if (is && (!should || isOtherKind)) {
      const kind = ofItemsOf(present.column);
      plan.dropIndexes.push({ kind: "drop_index", table, column: ref, unique, concurrently: false, ...kind });
    }
    if ((is && !isOtherKind) || !should) continue;
    if (have.place === "staged" || retyped) {
      plan.indexes.push({
        kind: "create_index",
        table,
        column: ref,
        unique,
        concurrently: false,
        ...ofItemsOf(column),
      });
    } else {
      // Before the switch, so it uses the present names.
      plan.build.push({
        kind: "create_index",
        table: { ...table, name: have.name },
        column: { ...ref, name: present.column.name },
        unique,
        concurrently: true,
        ...ofItemsOf(column),
      });
    }
  }
}

/** The builder's answer for rows that need a value; a wrong answer is a problem. */
function answerFor(input: TablePlanInput, plan: TablePlan, field: FieldRecord): FillWith | undefined {
  const answer = input.answers[field.id];
  if (!answer) return undefined;
  const name = `${input.to.model(field.modelId)?.label ?? "?"}.${field.name}`;
  if (answer.fill === "formula") {
    const compiled = compileFormula({
      reader: input.to,
      field,
      source: answer.formula,
      alias: FILLED_ROW,
    });
    if (compiled.ok) return { by: "formula", source: answer.formula, expression: compiled.expression };
    plan.problems.push({
      code: "PLAN_E003",
      severity: "error",
      recordId: field.id,
      message: `The formula that fills ${name} is not right. ${compiled.message}`,
      hint: "Correct the formula, or fill with one value.",
    });
    return undefined;
  }
  if (answer.fill === "match") return undefined;
  if (answer.value === null) return { by: "value", text: null };
  const text = valueText(input.to, field, answer.value);
  if (text !== undefined) return { by: "value", text };
  const choices = choiceValues(input.to, field);
  const parsed = knownFieldTypeIn(input.to, field).parseJson(answer.value, field.type, { choices });
  plan.problems.push({
    code: "PLAN_E002",
    severity: "error",
    recordId: field.id,
    message: `${name} cannot be filled with this value: it ${parsed.ok ? "does not fit" : parsed.message}.`,
    hint: "Enter another value.",
  });
  return undefined;
}

const REFUSED = { kind: "refused" } as const;
const CONVERTED = { kind: "lossless", rewrites: true } as const;

/**
 * Texts that become a relation, and a relation that becomes texts: through a field of the other model. Undefined where it is
 * neither, or where keys are written as they are.
 */
function matchChange(
  input: TablePlanInput,
  plan: TablePlan,
  about: {
    readonly place: { readonly modelId: ModelId; readonly fieldId: FieldId; readonly table: string };
    readonly table: TableRef;
    readonly ref: ColumnRef;
    readonly field: FieldRecord;
    readonly column: ColumnDesign;
    readonly now: ColumnDesign;
  },
): "planned" | "impossible" | undefined {
  const { to, current } = input;
  const { place, table, ref, field, column, now } = about;
  const answer = input.answers[field.id];
  const becomesRelation = column.references !== undefined && !now.references && now.sqlType === "text";
  const becomesText = column.references === undefined && now.references !== undefined && column.sqlType === "text";
  const modelId = becomesRelation ? column.references : becomesText ? now.references : undefined;
  if (modelId === undefined) return undefined;
  const target = current.get(modelId);
  const fields = matchFields(to, target);
  const change = { table, column: ref, from: now };
  if (becomesText) {
    if (fields.length === 0) return undefined;
    plan.facts.push({ kind: "named", ...place, column: now.name, by: fields.map(({ id }) => id) });
    const match = answer?.fill === "match" ? matchBy(to, { fields, by: answer.by, modelId }) : undefined;
    if (!match) return undefined;
    plan.values.push({ kind: "write_titles", ...change, ...match });
    return "planned";
  }
  const chosen = answer?.fill === "match" ? answer : undefined;
  const match =
    matchBy(to, { fields, by: chosen?.by ?? fields[0]?.id ?? "", modelId }) ??
    matchBy(to, { fields, by: fields[0]?.id ?? "", modelId });
  if (!match || !target) {
    plan.problems.push(refusedRelation(table, field, parentRef(to, modelId)));
    return "impossible";
  }
  for (const by of fields) {
    const byColumn = target.columns.get(by.id)?.column.name ?? by.name;
    plan.facts.push({ kind: "matches", ...place, column: now.name, parent: target.name, by: by.id, byColumn });
  }
  const by = to.field(match.by.fieldId);
  const rest = chosen?.rest === "create" && by && canMakeOf(to, by) ? "create" : "empty";
  plan.values.push({ kind: "match_rows", ...change, to: column.sqlType, ...match, rest });
  return "planned";
}

/** Which row of the other model each text means cannot be told: no field of it tells its rows apart. */
function refusedRelation(table: TableRef, field: FieldRecord, parent: TableRef): Problem {
  return {
    code: "PLAN_E001",
    severity: "error",
    recordId: field.id,
    property: "type",
    message: `${table.label}.${field.name} cannot become a relation to ${parent.label}: its values are texts, and no live field of ${parent.label} is unique or its title, so no text says which row is meant.`,
    hint: `Add a relation to ${parent.label} beside it, choose the rows there, and remove this field later.`,
  };
}

/** Rows of links that hold one way would be half of the ones that hold both. */
function refusedMutual(table: TableRef, wasMutual: boolean): Problem {
  return {
    code: "PLAN_E007",
    severity: "error",
    recordId: table.modelId,
    property: "link",
    message: `${table.label} is published ${wasMutual ? "as links that hold both ways" : "as links that hold one way"}, and its rows would not fit ${wasMutual ? "links that hold one way" : "links that hold both ways"}.`,
    hint: "Add another link between the models, and remove this one later.",
  };
}

function refusedChange(table: TableRef, field: FieldRecord, from: string): Problem {
  const type = knownFieldType(field.type);
  return {
    code: "PLAN_E001",
    severity: "error",
    recordId: field.id,
    property: "type",
    message: `${table.label}.${field.name} cannot become ${type.label.toLowerCase()}: its values (${from}) could not all be kept.`,
    hint: "Add a new field of that type beside it, fill it, and remove the old one later.",
  };
}

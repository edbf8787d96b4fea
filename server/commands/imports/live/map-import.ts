import type { LiveField, LiveImport } from "#contract/http/imports";
import type { AppId, ImportId } from "#contract/platform-ids";
import type { LinkedCollection } from "#engine/definition/collections";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { type FieldRecord, isPosition, pointsTo } from "#engine/definition/records/field";
import { UserError } from "#engine/errors";
import { dateOrderOf } from "#engine/field-types/date-order";
import { keyOf } from "#engine/field-types/keys";
import { fieldTypeOf, storedFields } from "#engine/field-types/registry";
import { listLabel } from "#engine/forms/linked-lists";
import { importedLists } from "#engine/import/imported-lists";
import {
  isMatchable,
  type LiveMapping,
  type MappingProblem,
  mappingProblems,
  matchableFields,
  proposeMapping,
} from "#engine/import/live-mapping";
import type { ServerContext } from "../../../context.ts";
import { BadRows } from "../../../imports/bad-rows.ts";
import { changeProposed } from "../../../imports/import-states.ts";
import { liveColumns } from "../../../imports/live/live-columns.ts";
import { liveLists } from "../../../imports/live/live-lists.ts";
import { LiveRows } from "../../../imports/live/live-rows.ts";
import { type LiveTarget, onLiveTarget } from "../../../imports/live/live-target.ts";
import { RowLookUps } from "../../../imports/live/row-look-ups.ts";
import { readRows } from "../../../imports/reading/read-rows.ts";
import { tryInTurn } from "../../../imports/reading-turns.ts";
import type { Import, ImportAnalysis } from "../../../models/import.ts";
import type { Actor } from "../../../policies/actor.ts";
import { findAppFor } from "../../apps/find-app.ts";
import { proposedAnalysis } from "../check-import.ts";
import { findImportFor } from "../find-import.ts";

export interface LivePlace {
  readonly appId: AppId;
  readonly modelId: ModelId;
}

/** Maps a file's columns to a live model, and tries the mapping on every row. Nothing is written to the model. */
export async function mapImport(
  context: ServerContext,
  actor: Actor,
  input: LivePlace & { readonly importId: ImportId; readonly mapping?: LiveMapping | undefined },
): Promise<Import> {
  const row = await findImportFor(actor, input.importId);
  const analysis = proposedAnalysis(row);
  await findAppFor(actor, "writeRows", input.appId);
  const { live, badValues, badRows, skippedRows } = await onLiveTarget(context, input, async (target) => {
    const mapping = input.mapping ?? proposeMapping(target.reader, target.model, namedColumns(analysis));
    const problems = judgeMapping(target, mapping, analysis);
    const tried =
      problems.length > 0
        ? { outcome: undefined, badValues: 0, badRows: [], skippedRows: 0 }
        : await tryInTurn(row, (goOn) => tryRows(context, { row, analysis, target, mapping, goOn }));
    return { ...tried, live: presentLive(target, { mapping, problems, analysis, outcome: tried.outcome }) };
  });
  const hasChanged = await changeProposed(row.id, { analysis: { ...analysis, live, badValues, badRows, skippedRows } });
  if (!hasChanged) throw new UserError("conflict", "This import is not waiting for a proposal any more.");
  return row.reload();
}

/** What rows have beyond the header fills a field by choice only. */
const namedColumns = ({ facts }: ImportAnalysis) => facts.filter(({ isExtra }) => !isExtra);

/** What the mapping cannot be; also a value for all rows that its field cannot hold. */
export function judgeMapping(
  target: LiveTarget,
  mapping: LiveMapping,
  analysis: ImportAnalysis,
): readonly MappingProblem[] {
  const { reader, model } = target;
  const sources = analysis.facts.map(({ source }) => source);
  const problems = mappingProblems(reader, model, { mapping, sources });
  if (problems.length > 0) return problems;
  const fixed = liveColumns(target, mapping, analysis).flatMap((column): MappingProblem[] => {
    const read = column.source === undefined ? column.convert(undefined) : undefined;
    return read?.ok === false ? [{ fieldId: column.fieldId, message: `${column.field.label} ${read.message}.` }] : [];
  });
  const listed = liveLists(target, mapping, analysis)
    .filter(({ isFixed }) => isFixed)
    .flatMap((list): MappingProblem[] => {
      const [bad] = list.read([], new Map()).bad;
      return bad ? [{ fieldId: list.fieldId, message: `${list.source}: “${bad.value}” ${bad.message}.` }] : [];
    });
  return [...fixed, ...listed];
}

/** The dry run: what would become of each row, and the first values that do not fit. */
async function tryRows(
  context: ServerContext,
  input: { row: Import; analysis: ImportAnalysis; target: LiveTarget; mapping: LiveMapping; goOn: () => void },
) {
  const { target, mapping, analysis } = input;
  const lookUps = new RowLookUps(context.appDatabase.pool, target);
  const rows = new LiveRows({ target, mapping, analysis, lookUps });
  const outcome = { add: 0, update: 0, skip: 0, refuse: 0 };
  const bad = new BadRows();
  for await (const batch of readRows(input.row.filePath, analysis.format)) {
    input.goOn();
    for (const row of await rows.convert(batch)) {
      outcome[row.fate === "load" ? (row.isUpdate ? "update" : "add") : row.fate] += 1;
      bad.add(row.row, row);
    }
  }
  return { outcome, ...bad.told };
}

function relationOf(reader: DefinitionReader, field: FieldRecord): Pick<LiveField, "relation"> {
  const targetId = pointsTo(field);
  const related = targetId && reader.model(targetId);
  if (!related) return {};
  const matchable = matchableFields(reader, field).map(({ id, label }) => ({ fieldId: id, label }));
  return { relation: { label: related.label, matchable } };
}

const liveList = (reader: DefinitionReader, list: LinkedCollection): LiveField => ({
  fieldId: list.via.id,
  name: list.name,
  label: listLabel(list),
  type: list.link.far.type.name,
  required: false,
  unique: false,
  hasDefault: false,
  isAutomatic: false,
  isMatchable: false,
  isList: true,
  ...relationOf(reader, list.link.far),
});

export function presentLive(
  target: LiveTarget,
  input: {
    mapping: LiveMapping;
    problems: readonly MappingProblem[];
    analysis: ImportAnalysis;
    outcome: LiveImport["outcome"];
  },
): LiveImport {
  const { reader, model } = target;
  const { mapping, analysis } = input;
  const used = new Set<string | null>([
    mapping.key,
    ...mapping.fields.flatMap(({ take }) => (take.from === "column" ? [take.source] : [])),
  ]);
  return {
    appId: target.appId,
    modelId: model.id,
    modelLabel: model.label,
    pluralLabel: model.pluralLabel ?? model.label,
    keyType: keyOf(model).name,
    dateOrder: dateOrderOf(reader.definition.settings.locale),
    fields: storedFields(reader, model.id)
      .filter((field) => !isPosition(field))
      .map((field): LiveField => {
        return {
          fieldId: field.id,
          name: field.name,
          label: field.label,
          type: field.type.name,
          required: field.required,
          unique: field.unique,
          hasDefault: field.default !== undefined,
          isAutomatic: fieldTypeOf(field.type)?.automatic !== undefined,
          isMatchable: isMatchable(field),
          ...relationOf(reader, field),
        };
      })
      .concat(importedLists(reader, model.id).map((list) => liveList(reader, list))),
    mapping: structuredClone(mapping) as LiveImport["mapping"],
    problems: input.problems.map((problem) => ({ ...problem })),
    unused: namedColumns(analysis)
      .map(({ source }) => source)
      .filter((source) => !used.has(source)),
    ...(input.outcome ? { outcome: input.outcome } : {}),
  };
}

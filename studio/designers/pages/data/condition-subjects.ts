import { type Collection, holdsMany, isLinked } from "#engine/definition/collections";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { type FieldRecord, pointsTo } from "#engine/definition/records/field";
import { isTotal } from "#engine/expressions/totals";
import { fieldTypeOf } from "#engine/field-types/registry";
import { listLabel } from "#engine/forms/linked-lists";
import { scalar, type ValueType } from "#engine/value-types/value-type";
import {
  type ComparisonOption,
  comparisonsOf,
  comparisonsOfType,
  type QueryCondition,
} from "#engine/views/query-conditions";

/** What a condition can be about: a field of the row or of a row that it points to, the rows of a list, or their number. */
export interface ConditionSubject {
  /** Unique among the subjects of a model. */
  readonly key: string;
  /** What inputs for it are called: "Price", "Author: Name", "Lines: Quantity", "Number of Lines". */
  readonly label: string;
  /** The field at the end; undefined for a number of rows. */
  readonly field: FieldRecord | undefined;
  readonly type: ValueType | undefined;
  readonly comparisons: readonly ComparisonOption[];
  /** The condition that a subject begins with. */
  readonly start: QueryCondition;
}

export interface SubjectGroup {
  /** Undefined: the row's own fields. */
  readonly label: string | undefined;
  readonly subjects: readonly ConditionSubject[];
}

/** The subjects of a model's conditions, grouped by where they lead: its fields first, then relations, then lists. */
export function subjectGroups(reader: DefinitionReader, modelId: ModelId): readonly SubjectGroup[] {
  const own: SubjectGroup = { label: undefined, subjects: fieldSubjects(reader, modelId, { path: "", label: "" }) };
  const near = relationGroups(reader, modelId, { path: "", label: "" });
  const lists = reader
    .collections(modelId)
    .filter(holdsMany)
    .map((list) => listGroup(reader, list));
  return [own, ...near, ...lists].filter(({ subjects }) => subjects.length > 0);
}

export const keyOfCondition = ({ field, list }: QueryCondition): string =>
  list ? `${list.name}${list.asks === "count" ? "#" : `>${field}`}` : field;

interface Way {
  /** The relations on the way, with a dot behind each. */
  readonly path: string;
  readonly label: string;
  readonly list?: string;
}

function fieldSubjects(reader: DefinitionReader, modelId: ModelId, way: Way): readonly ConditionSubject[] {
  return reader.fields(modelId).flatMap((field): ConditionSubject[] => {
    const comparisons = comparisonsOf(field);
    if (comparisons.length === 0 || isTotal(reader, field)) return [];
    const list = way.list === undefined ? {} : { list: { name: way.list, asks: "some" as const } };
    const start = { field: `${way.path}${field.name}`, comparison: "filled" as const, value: "", ...list };
    const type = fieldTypeOf(field.type)?.valueType(field.type);
    return [{ key: keyOfCondition(start), label: `${way.label}${field.label}`, field, type, comparisons, start }];
  });
}

function relationGroups(
  reader: DefinitionReader,
  modelId: ModelId,
  way: Way,
  except?: FieldRecord,
): readonly SubjectGroup[] {
  return reader.fields(modelId).flatMap((relation): SubjectGroup[] => {
    const target = pointsTo(relation);
    if (!target || relation.id === except?.id) return [];
    const beyond = { ...way, path: `${way.path}${relation.name}.`, label: `${way.label}${relation.label}: ` };
    return [{ label: `${way.label}${relation.label}`, subjects: fieldSubjects(reader, target, beyond) }];
  });
}

function listGroup(reader: DefinitionReader, list: Collection): SubjectGroup {
  const label = labelOfList(list);
  const way = { path: "", label: `${label}: `, list: list.name };
  const type = scalar("int");
  const count: ConditionSubject = {
    key: `${list.name}#`,
    label: `Number of ${label}`,
    field: undefined,
    type,
    comparisons: comparisonsOfType(type, { isChoice: false }).filter(
      ({ comparison }) => comparison !== "empty" && comparison !== "filled",
    ),
    start: { field: "", comparison: ">=", value: "1", list: { name: list.name, asks: "count" } },
  };
  const beyond = relationGroups(reader, list.target.id, way, isLinked(list) ? undefined : list.via);
  const fields = fieldSubjects(reader, list.target.id, way).filter(({ field }) => field?.id !== list.via.id);
  return { label, subjects: [count, ...fields, ...beyond.flatMap(({ subjects }) => subjects)] };
}

function labelOfList(list: Collection): string {
  if (isLinked(list)) return listLabel(list);
  const words = list.name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

import type { Layout } from "#contract/http/drafts";
import type { DefinitionRecord } from "#engine/definition/app-definition";
import type { FieldId, ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { type FieldRecord, pointsTo } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import type { PendingState } from "#engine/edits/pending-changes";
import { freePlaceNear } from "../../../canvas/geometry.ts";
import { NODE_WIDTH, nodeHeight, roomForNew } from "./measure.ts";

/** A relation as it is drawn: from the many to the one. */
export type DrawnRelation = {
  readonly fieldId: FieldId;
  readonly from: ModelId;
  readonly to: ModelId;
  readonly label: string;
  readonly reverseLabel: string | undefined;
  readonly isRequired: boolean;
  readonly isUnique: boolean;
  readonly state: PendingState | undefined;
};

/** What stands on the canvas: the models of the draft, and as ghosts those that live still has. */
export interface Drawing {
  readonly models: readonly ModelRecord[];
  readonly removedModels: readonly ModelRecord[];
  readonly relations: readonly DrawnRelation[];
  /** Rows of each node: its fields and the removed ones. */
  rows(modelId: ModelId): number;
}

interface Pending {
  readonly removed: readonly DefinitionRecord[];
  stateOf(id: FieldId): PendingState | undefined;
}

export function drawingOf(reader: DefinitionReader, pending: Pending | undefined): Drawing {
  const removed = pending?.removed ?? [];
  const removedModels = removed.filter((record) => record.kind === "model");
  const removedFields = removed.filter((record) => record.kind === "field");
  const there = new Set<string>([...reader.models, ...removedModels].map((model) => model.id));
  const relation = (field: FieldRecord, state: PendingState | undefined): DrawnRelation[] => {
    const to = field.type.targetModelId as ModelId;
    if (pointsTo(field) === undefined || !there.has(to) || !there.has(field.modelId)) return [];
    const reverse = field.type.reverseName;
    return [
      {
        fieldId: field.id,
        from: field.modelId,
        to,
        label: field.label,
        reverseLabel: typeof reverse === "string" ? reverse : undefined,
        isRequired: field.required,
        isUnique: field.unique,
        state,
      },
    ];
  };
  const removedRows = new Map<string, number>();
  for (const field of removedFields) removedRows.set(field.modelId, (removedRows.get(field.modelId) ?? 0) + 1);
  return {
    models: reader.models,
    removedModels,
    relations: [
      ...reader.models.flatMap((model) =>
        reader.fields(model.id).flatMap((field) => relation(field, pending?.stateOf(field.id))),
      ),
      ...removedFields.flatMap((field) => relation(field, "removed")),
    ],
    rows: (modelId) => reader.fields(modelId).length + (removedRows.get(modelId) ?? 0),
  };
}

/** Places for models that have none: each near the last one, on nothing. */
export function placesForNew(drawing: Drawing, layout: Layout): Layout {
  const boxes: { id: string; x: number; y: number; width: number; height: number }[] = [];
  const all = [...drawing.models, ...drawing.removedModels];
  for (const model of all) {
    const at = layout[model.id];
    if (at) boxes.push({ id: model.id, ...at, width: NODE_WIDTH, height: nodeHeight(drawing.rows(model.id)) });
  }
  const places: Layout = {};
  for (const model of all) {
    if (layout[model.id]) continue;
    const last = boxes.at(-1);
    const wanted = {
      id: model.id,
      x: last ? last.x + NODE_WIDTH + 80 : 0,
      y: last ? last.y : 0,
      width: NODE_WIDTH,
      height: roomForNew(drawing.rows(model.id)),
    };
    const at = freePlaceNear(boxes, wanted);
    places[model.id] = at;
    boxes.push({ ...wanted, ...at });
  }
  return places;
}

/** The models that a selected one is related to, itself included. */
export function relatedTo(relations: readonly DrawnRelation[], selected: ReadonlySet<string>): ReadonlySet<string> {
  const related = new Set<string>(selected);
  for (const { from, to } of relations) {
    if (selected.has(from)) related.add(to);
    if (selected.has(to)) related.add(from);
  }
  return related;
}

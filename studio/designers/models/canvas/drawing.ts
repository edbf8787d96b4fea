import type { Layout } from "#contract/http/drafts";
import type { DefinitionRecord } from "#engine/definition/app-definition";
import type { FieldId, ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { type FieldRecord, pointsTo } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import { isBareLink } from "#engine/edits/commands/links";
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
  /** A link of many to many: one line for its model, which has no box. The labels are what its ends call each other. */
  readonly linkId?: ModelId;
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
  stateOf(id: FieldId | ModelId): PendingState | undefined;
}

export function drawingOf(reader: DefinitionReader, pending: Pending | undefined): Drawing {
  const removed = pending?.removed ?? [];
  const removedModels = removed.filter((record) => record.kind === "model");
  const removedFields = removed.filter((record) => record.kind === "field");
  const links = reader.models.flatMap((model) => linkLine(reader, model, pending?.stateOf(model.id)));
  const isLine = new Set(links.map(({ linkId }) => linkId));
  const models = reader.models.filter(({ id }) => !isLine.has(id));
  const there = new Set<string>([...models, ...removedModels].map((model) => model.id));
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
    models,
    removedModels,
    relations: [
      ...links,
      ...models.flatMap((model) =>
        reader.fields(model.id).flatMap((field) => relation(field, pending?.stateOf(field.id))),
      ),
      ...removedFields.flatMap((field) => relation(field, "removed")),
    ],
    rows: (modelId) => reader.fields(modelId).length + (removedRows.get(modelId) ?? 0),
  };
}

/** A hidden link as one line from its first end to its second. With fields of its own, or rows that point to it, it has a box. */
function linkLine(
  reader: DefinitionReader,
  model: ModelRecord,
  state: PendingState | undefined,
): (DrawnRelation & { readonly linkId: ModelId })[] {
  if (!model.link?.hidden || !isBareLink(reader, model)) return [];
  const [first, second] = model.link.fields.map((id) => reader.field(id));
  const [from, to] = [first, second].map((field) => field && reader.model(field.type.targetModelId as ModelId));
  if (!first || !from || !to || from.link?.hidden || to.link?.hidden) return [];
  const [label, reverse] = model.link.names;
  return [
    {
      linkId: model.id,
      fieldId: first.id,
      from: from.id,
      to: to.id,
      label: label ?? reverse ?? model.label,
      reverseLabel: label === null ? undefined : (reverse ?? undefined),
      isRequired: false,
      isUnique: false,
      state,
    },
  ];
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
  for (const { from, to, linkId } of relations) {
    if (linkId !== undefined && selected.has(linkId)) related.add(from).add(to);
    if (selected.has(from)) related.add(to);
    if (selected.has(to)) related.add(from);
  }
  return related;
}

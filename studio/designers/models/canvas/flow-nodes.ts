import type { Edge, Node } from "@xyflow/react";
import type { Layout } from "#contract/http/drafts";
import type { FieldId, ModelId } from "#engine/definition/ids";
import { isEqualJson } from "#engine/definition/json";
import type { Box } from "../../../canvas/geometry.ts";
import type { Drawing, DrawnRelation } from "./drawing.ts";
import { NODE_WIDTH, nodeHeight } from "./measure.ts";

export type ModelFlowNode = Node<
  {
    readonly modelId: ModelId;
    /** The field of this model that is selected. */
    readonly fieldId: FieldId | undefined;
    readonly isRemoved: boolean;
    readonly isFaded: boolean;
  },
  "model"
>;
export type RelationFlowEdge = Edge<DrawnRelation & { readonly isFaded: boolean }, "relation">;

export type Measured = Readonly<Record<string, { readonly width: number; readonly height: number }>>;

/** What nodes and edges are made of. */
export interface FlowInput {
  readonly drawing: Drawing;
  /** Where each model is, drags included. */
  readonly positions: Layout;
  readonly selected: ReadonlySet<string>;
  /** What is near the selection; the rest is faded. Undefined: nothing is. */
  readonly related: ReadonlySet<string> | undefined;
  readonly fieldId: FieldId | undefined;
}

/** A node a model; one that did not change is the same object as before, so that it is not drawn again. */
export function flowNodes(
  input: FlowInput & { readonly measured: Measured; readonly before: ReadonlyMap<string, ModelFlowNode> },
): Map<string, ModelFlowNode> {
  const { drawing, before } = input;
  const nodeOf = (id: ModelId, isRemoved: boolean): [string, ModelFlowNode] => {
    const node = modelNode(input, { id, isRemoved });
    const old = before.get(id);
    return [id, old && isSameNode(old, node) ? old : node];
  };
  return new Map([
    ...drawing.models.map((model) => nodeOf(model.id, false)),
    ...drawing.removedModels.map((model) => nodeOf(model.id, true)),
  ]);
}

function modelNode(
  input: FlowInput & { readonly measured: Measured },
  { id, isRemoved }: { readonly id: ModelId; readonly isRemoved: boolean },
): ModelFlowNode {
  const { drawing, positions, selected, related, fieldId } = input;
  const size = input.measured[id];
  const isSelected = selected.has(id);
  return {
    id,
    type: "model",
    position: positions[id] ?? { x: 0, y: 0 },
    selected: isSelected,
    data: {
      modelId: id,
      fieldId: isSelected ? fieldId : undefined,
      isRemoved,
      isFaded: related !== undefined && !related.has(id),
    },
    initialWidth: NODE_WIDTH,
    initialHeight: nodeHeight(drawing.rows(id)),
    ...(size ? { measured: size } : {}),
  };
}

/** Where a node stands, as it was measured; before that, as it will be. */
export const boxOf = (node: ModelFlowNode): Box => ({
  id: node.id,
  ...node.position,
  width: node.measured?.width ?? node.initialWidth ?? NODE_WIDTH,
  height: node.measured?.height ?? node.initialHeight ?? 0,
});

const isSameNode = (old: ModelFlowNode, node: ModelFlowNode): boolean =>
  old.position.x === node.position.x &&
  old.position.y === node.position.y &&
  old.selected === node.selected &&
  old.measured === node.measured &&
  old.data.isFaded === node.data.isFaded &&
  old.data.fieldId === node.data.fieldId &&
  old.data.isRemoved === node.data.isRemoved;

/**
 * An edge a relation, from the side that faces the other end; a loop leaves and enters at the right. It leaves its field,
 * a link its model.
 */
export function flowEdges(
  input: FlowInput & { readonly before: ReadonlyMap<string, RelationFlowEdge> },
): RelationFlowEdge[] {
  const { drawing, positions, selected, related, fieldId, before } = input;
  const x = (id: ModelId) => positions[id]?.x ?? 0;
  return drawing.relations.map((relation): RelationFlowEdge => {
    const isLoop = relation.from === relation.to;
    const isRightward = isLoop || x(relation.to) > x(relation.from);
    const edge: RelationFlowEdge = {
      id: relation.fieldId,
      type: "relation",
      source: relation.from,
      sourceHandle: `${relation.linkId === undefined ? relation.fieldId : "out"}:${isRightward ? "right" : "left"}`,
      target: relation.to,
      targetHandle: isLoop || !isRightward ? "in:right" : "in:left",
      selected: relation.linkId === undefined ? relation.fieldId === fieldId : selected.has(relation.linkId),
      data: {
        ...relation,
        isFaded:
          related !== undefined && ![relation.from, relation.to, relation.linkId].some((id) => id && selected.has(id)),
      },
    };
    const old = before.get(edge.id);
    return old && isEqualJson(old, edge) ? old : edge;
  });
}

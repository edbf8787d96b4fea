import type { Edge, Node, NodeDimensionChange, NodePositionChange } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import type { Layout } from "#contract/http/drafts";
import type { FieldId, ModelId } from "#engine/definition/ids";
import { isEqualJson } from "#engine/definition/json";
import { type Drawing, type DrawnRelation, relatedTo } from "./drawing.ts";
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

type Measured = Readonly<Record<string, { readonly width: number; readonly height: number }>>;

/**
 * React Flow's nodes and edges, derived from the drawing and the layout. What only React Flow knows (measured sizes, where
 * a drag is) is kept beside; a node that did not change is the same object, so that it is not drawn again.
 */
export function useFlow(input: {
  readonly drawing: Drawing;
  readonly layout: Layout;
  readonly selected: ReadonlySet<string>;
  readonly fieldId: FieldId | undefined;
}) {
  const { drawing, layout, selected, fieldId } = input;
  const [measured, setMeasured] = useState<Measured>({});
  const [dragged, setDragged] = useState<Layout>({});
  const known = useRef(new Map<string, ModelFlowNode>());
  const knownEdges = useRef(new Map<string, RelationFlowEdge>());

  const related = useMemo(
    () => (selected.size === 0 ? undefined : relatedTo(drawing.relations, selected)),
    [drawing, selected],
  );

  const nodes = useMemo(() => {
    const before = known.current;
    const after = new Map<string, ModelFlowNode>();
    const add = (id: ModelId, isRemoved: boolean) => {
      const position = dragged[id] ?? layout[id] ?? { x: 0, y: 0 };
      const size = measured[id];
      const isFaded = related !== undefined && !related.has(id);
      const isSelected = selected.has(id);
      const ownField = isSelected ? fieldId : undefined;
      const old = before.get(id);
      const isSame =
        old &&
        old.position.x === position.x &&
        old.position.y === position.y &&
        old.selected === isSelected &&
        old.measured === size &&
        old.data.isFaded === isFaded &&
        old.data.fieldId === ownField &&
        old.data.isRemoved === isRemoved;
      after.set(
        id,
        isSame
          ? old
          : {
              id,
              type: "model",
              position,
              selected: isSelected,
              data: { modelId: id, fieldId: ownField, isRemoved, isFaded },
              initialWidth: NODE_WIDTH,
              initialHeight: nodeHeight(drawing.rows(id)),
              ...(size ? { measured: size } : {}),
            },
      );
    };
    for (const model of drawing.models) add(model.id, false);
    for (const model of drawing.removedModels) add(model.id, true);
    known.current = after;
    return [...after.values()];
  }, [drawing, layout, dragged, measured, selected, related, fieldId]);

  const edges = useMemo<RelationFlowEdge[]>(() => {
    const x = (id: ModelId) => (dragged[id] ?? layout[id])?.x ?? 0;
    const before = knownEdges.current;
    const after = drawing.relations.map((relation): RelationFlowEdge => {
      // The side that faces the other end; a loop leaves and enters at the right.
      const isLoop = relation.from === relation.to;
      const isRightward = isLoop || x(relation.to) > x(relation.from);
      const edge: RelationFlowEdge = {
        id: relation.fieldId,
        type: "relation",
        source: relation.from,
        sourceHandle: `${relation.fieldId}:${isRightward ? "right" : "left"}`,
        target: relation.to,
        targetHandle: isLoop || !isRightward ? "in:right" : "in:left",
        selected: relation.fieldId === fieldId,
        data: {
          ...relation,
          isFaded: related !== undefined && !selected.has(relation.from) && !selected.has(relation.to),
        },
      };
      const old = before.get(edge.id);
      return old && isEqualJson(old, edge) ? old : edge;
    });
    knownEdges.current = new Map(after.map((edge) => [edge.id, edge]));
    return after;
  }, [drawing, layout, dragged, related, selected, fieldId]);

  const onDimensions = useCallback((change: NodeDimensionChange) => {
    const size = change.dimensions;
    if (size) setMeasured((before) => ({ ...before, [change.id]: size }));
  }, []);

  const onDrag = useCallback((change: NodePositionChange) => {
    const { id, position, dragging } = change;
    setDragged((before) => {
      if (dragging && position) return { ...before, [id]: position };
      const { [id]: _, ...rest } = before;
      return rest;
    });
  }, []);

  return { nodes, edges, onDimensions, onDrag };
}

import type { NodeDimensionChange, NodePositionChange } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import type { Layout } from "#contract/http/drafts";
import type { FieldId } from "#engine/definition/ids";
import { type Drawing, relatedTo } from "./drawing.ts";
import { flowEdges, flowNodes, type Measured, type ModelFlowNode, type RelationFlowEdge } from "./flow-nodes.ts";

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
  const knownNodes = useRef<ReadonlyMap<string, ModelFlowNode>>(new Map());
  const knownEdges = useRef<ReadonlyMap<string, RelationFlowEdge>>(new Map());

  const positions = useMemo(() => ({ ...layout, ...dragged }), [layout, dragged]);
  const related = useMemo(() => {
    // A selected model may be gone, by undo or by somebody else.
    const shown = [...drawing.models, ...drawing.removedModels].some(({ id }) => selected.has(id));
    const isAny = shown || drawing.relations.some(({ linkId }) => linkId !== undefined && selected.has(linkId));
    return isAny ? relatedTo(drawing.relations, selected) : undefined;
  }, [drawing, selected]);
  const nodes = useMemo(() => {
    const before = knownNodes.current;
    const after = flowNodes({ drawing, positions, measured, selected, related, fieldId, before });
    knownNodes.current = after;
    return [...after.values()];
  }, [drawing, positions, measured, selected, related, fieldId]);
  const edges = useMemo(() => {
    const after = flowEdges({ drawing, positions, selected, related, fieldId, before: knownEdges.current });
    knownEdges.current = new Map(after.map((edge) => [edge.id, edge]));
    return after;
  }, [drawing, positions, related, selected, fieldId]);

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

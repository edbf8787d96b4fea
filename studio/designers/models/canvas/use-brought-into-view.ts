import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect, useRef } from "react";
import type { ModelId } from "#engine/definition/ids";
import { motion } from "../../../canvas/motion.ts";
import type { ModelFlowNode } from "./flow-nodes.ts";
import { NODE_WIDTH, nodeHeight } from "./measure.ts";

const MARGIN = 24;

/**
 * A model that was just selected, by a click, a link, the palette or "back", is moved into view, by as little as it
 * takes. A model that is seen whole stays where it is.
 */
export function useBroughtIntoView(input: {
  readonly modelId: ModelId | undefined;
  readonly nodes: readonly ModelFlowNode[];
  readonly wrapper: RefObject<HTMLDivElement | null>;
}): void {
  const { modelId, nodes, wrapper } = input;
  const flow = useReactFlow<ModelFlowNode>();
  const shown = useRef<ModelId>(undefined);
  useEffect(() => {
    if (modelId === shown.current) return;
    const node = nodes.find((each) => each.id === modelId);
    const frame = wrapper.current?.getBoundingClientRect();
    if (modelId === undefined) shown.current = undefined;
    if (!node || !frame || !flow.viewportInitialized) return;
    shown.current = modelId;
    // After React Flow has fitted the first view.
    requestAnimationFrame(() => {
      const { x, y, zoom } = flow.getViewport();
      const width = (node.measured?.width ?? NODE_WIDTH) * zoom;
      const height = (node.measured?.height ?? nodeHeight(3)) * zoom;
      const left = node.position.x * zoom + x;
      const top = node.position.y * zoom + y;
      const dx = shift({ start: left, size: width, space: frame.width });
      const dy = shift({ start: top, size: height, space: frame.height });
      if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: motion() });
    });
  }, [modelId, nodes, wrapper, flow]);
}

/** How far something must move to be seen; what is larger than the space shows its start. */
function shift({
  start,
  size,
  space,
}: {
  readonly start: number;
  readonly size: number;
  readonly space: number;
}): number {
  if (start < MARGIN) return MARGIN - start;
  const over = start + size + MARGIN - space;
  return over <= 0 ? 0 : -Math.min(over, start - MARGIN);
}

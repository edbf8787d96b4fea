import { getViewportForBounds, useNodesInitialized, useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect, useState } from "react";
import type { Layout } from "#contract/http/drafts";
import type { ModelFlowNode } from "./flow-nodes.ts";
import { READABLE_ZOOM } from "./measure.ts";

/** As small as the canvas lets people zoom. */
export const MIN_ZOOM = 0.1;

/**
 * Shows all models when the canvas opens: once, and only when every one of them has been measured and has a place.
 * (React Flow's own `fitView` fits what it has measured by then, which may be one node of many.)
 */
export function useFirstFit(input: {
  readonly nodes: readonly ModelFlowNode[];
  readonly layout: Layout;
  /** Named by the address: shown so that it can be read. */
  readonly modelId: string | undefined;
  readonly wrapper: RefObject<HTMLDivElement | null>;
}): boolean {
  const { nodes, layout, modelId, wrapper } = input;
  const isMeasured = useNodesInitialized();
  const flow = useReactFlow();
  const [isFitted, setFitted] = useState(false);
  const isReady = isMeasured && nodes.every((node) => layout[node.id]);
  useEffect(() => {
    const frame = wrapper.current?.getBoundingClientRect();
    if (isFitted || !isReady || !frame) return;
    const bounds = flow.getNodesBounds(nodes.map((node) => node.id));
    const all = getViewportForBounds(bounds, frame.width, frame.height, MIN_ZOOM, 1, 0.16);
    const one = modelId !== undefined && all.zoom < READABLE_ZOOM ? flow.getNodesBounds([modelId]) : undefined;
    void flow.setViewport(one ? getViewportForBounds(one, frame.width, frame.height, 0.8, 1, 0.2) : all);
    setFitted(true);
  }, [isFitted, isReady, flow, nodes, modelId, wrapper]);
  return isFitted;
}

import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect, useRef } from "react";
import type { StepId } from "#engine/definition/ids";
import type { FlowDrawing } from "#engine/flows/lay-out";
import { motion } from "../../../canvas/motion.ts";

const MARGIN = 48;

/** Shows the flow from its start when the canvas opens, and moves a step that was chosen into view by as little as it takes. */
export function useShownStep(input: {
  readonly drawing: FlowDrawing;
  readonly chosenId: StepId | undefined;
  readonly wrapper: RefObject<HTMLDivElement | null>;
}): void {
  const { drawing, chosenId, wrapper } = input;
  const flow = useReactFlow();
  const store = useStoreApi();
  const isOpened = useRef(false);
  useEffect(() => {
    const frame = wrapper.current?.getBoundingClientRect();
    if (!frame || frame.width === 0) return;
    const box = (chosenId && drawing.steps.get(chosenId)) ?? drawing.start;
    const show = (viewport: { x: number; y: number; zoom: number }, duration: number) => {
      // Before React Flow has begun, its store takes the viewport.
      if (flow.viewportInitialized) void flow.setViewport(viewport, { duration });
      else store.setState({ transform: [viewport.x, viewport.y, viewport.zoom] });
    };
    if (!isOpened.current) {
      const zoom = Math.min(1, Math.max(0.5, (frame.width - 2 * MARGIN) / drawing.main.width));
      const top = box === drawing.start ? 72 : frame.height / 3;
      show({ x: frame.width / 2 - (box.x + box.width / 2) * zoom, y: top - box.y * zoom, zoom }, 0);
      isOpened.current = flow.viewportInitialized;
      if (isOpened.current) return;
      const timer = requestAnimationFrame(() => {
        isOpened.current = true;
        void flow.setViewport({ x: frame.width / 2 - (box.x + box.width / 2) * zoom, y: top - box.y * zoom, zoom });
      });
      return () => cancelAnimationFrame(timer);
    }
    const { x, y, zoom } = flow.getViewport();
    const dx = shift({ start: box.x * zoom + x, size: box.width * zoom, space: frame.width });
    const dy = shift({ start: box.y * zoom + y, size: box.height * zoom, space: frame.height });
    if (dx !== 0 || dy !== 0) show({ x: x + dx, y: y + dy, zoom }, motion());
  }, [drawing, chosenId, wrapper, flow, store]);
}

function shift(of: { readonly start: number; readonly size: number; readonly space: number }): number {
  if (of.start < MARGIN) return MARGIN - of.start;
  const over = of.start + of.size + MARGIN - of.space;
  return over <= 0 ? 0 : -Math.min(over, of.start - MARGIN);
}

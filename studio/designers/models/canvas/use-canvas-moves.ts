import { useReactFlow } from "@xyflow/react";
import type { RefObject } from "react";
import type { FieldId, ModelId } from "#engine/definition/ids";
import { focusCanvas } from "../../../canvas/focus-canvas.ts";
import { type Direction, neighbourInDirection } from "../../../canvas/geometry.ts";
import { motion } from "../../../canvas/motion.ts";
import { useDraftSession } from "../../../draft-session/react/session-context.ts";
import { useModelsPlace } from "../use-models-place.ts";
import type { Drawing } from "./drawing.ts";
import type { ModelFlowNode } from "./flow-nodes.ts";
import { NODE_WIDTH, nodeHeight, READABLE_ZOOM } from "./measure.ts";

const NUDGE = 24;

/** What keys do with the place one is at: another model or field, models moved a little, another zoom. */
export function useCanvasMoves(input: {
  readonly drawing: Drawing;
  readonly selected: ReadonlySet<string>;
  readonly wrapper: RefObject<HTMLDivElement | null>;
}) {
  const { drawing, selected, wrapper } = input;
  const place = useModelsPlace();
  const session = useDraftSession();
  const flow = useReactFlow<ModelFlowNode>();
  const { modelId, fieldId } = place;

  const boxes = () =>
    flow.getNodes().map((node) => ({
      id: node.id,
      ...node.position,
      width: node.measured?.width ?? NODE_WIDTH,
      height: node.measured?.height ?? nodeHeight(drawing.rows(node.data.modelId)),
    }));

  return {
    goTo: (direction: Direction) => {
      const all = boxes();
      const next = modelId
        ? neighbourInDirection(all, modelId, direction)
        : [...all].sort((a, b) => a.x + a.y - b.x - b.y)[0];
      if (next) place.select({ modelId: next.id as ModelId });
      focusCanvas();
    },
    goToField: (step: 1 | -1) => {
      if (!modelId) return;
      const fields = session.view.reader.fields(modelId);
      const at = fields.findIndex((field) => field.id === fieldId);
      const next: FieldId | undefined = at < 0 ? fields[step > 0 ? 0 : fields.length - 1]?.id : fields[at + step]?.id;
      place.select({ modelId, fieldId: next });
      requestAnimationFrame(() => {
        const target = wrapper.current?.querySelector<HTMLElement>(next ? `[data-field="${next}"]` : ".react-flow");
        target?.focus({ preventScroll: true });
      });
    },
    nudge: (direction: Direction) => {
      const dx = direction === "left" ? -NUDGE : direction === "right" ? NUDGE : 0;
      const dy = direction === "up" ? -NUDGE : direction === "down" ? NUDGE : 0;
      const moved = boxes().filter((box) => selected.has(box.id));
      session.place("models", Object.fromEntries(moved.map((box) => [box.id, { x: box.x + dx, y: box.y + dy }])));
    },
    /** What is edited in place must be near enough to be read. */
    comeNear: (id: string) => {
      if (flow.getZoom() < READABLE_ZOOM)
        void flow.fitView({ nodes: [{ id }], maxZoom: 1, padding: 0.4, duration: motion() });
    },
    showAll: () => void flow.fitView({ padding: 0.16, maxZoom: 1, duration: motion() }),
    zoom: (key: "=" | "+" | "-" | "0") => {
      const options = { duration: motion() };
      if (key === "0") void flow.zoomTo(1, options);
      else if (key === "-") void flow.zoomOut(options);
      else void flow.zoomIn(options);
    },
  };
}

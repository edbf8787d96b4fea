import "@xyflow/react/dist/base.css";
import {
  Background,
  BackgroundVariant,
  MiniMap,
  type NodeMouseHandler,
  ReactFlow,
  type ReactFlowProps,
  ReactFlowProvider,
} from "@xyflow/react";
import { useMemo, useRef } from "react";
import type { StepId } from "#engine/definition/ids";
import { layOut } from "#engine/flows/lay-out";
import { focusCanvas } from "../../../canvas/focus-canvas.ts";
import { useFlowDesk } from "../flow-desk.ts";
import { useStepsClipboard } from "../use-steps-clipboard.ts";
import { DrawingBehind } from "./DrawingBehind.tsx";
import classes from "./FlowCanvas.module.css";
import { FlowTools } from "./FlowTools.tsx";
import { type FlowNode, flowNodes, START_ID } from "./flow-nodes.ts";
import { SlotNode } from "./SlotNode.tsx";
import { StartNode } from "./StartNode.tsx";
import { StepNode } from "./StepNode.tsx";
import { useCanvasKeys } from "./use-canvas-keys.ts";
import { useDragToSlot } from "./use-drag-to-slot.ts";
import { useShownStep } from "./use-shown-step.ts";

const MAP_FROM_STEPS = 12;

/** Nodes are derived and never stored; the studio has keys and selection of its own. */
const behaviour = {
  nodeTypes: { start: StartNode, step: StepNode, slot: SlotNode },
  minZoom: 0.1,
  maxZoom: 1.6,
  panOnScroll: true,
  panActivationKeyCode: "Space",
  selectionKeyCode: null,
  multiSelectionKeyCode: null,
  deleteKeyCode: null,
  zoomOnDoubleClick: false,
  nodesConnectable: false,
  edgesReconnectable: false,
  elementsSelectable: false,
  disableKeyboardA11y: true,
  nodesFocusable: false,
  edgesFocusable: false,
  attributionPosition: "bottom-left",
} satisfies Partial<ReactFlowProps<FlowNode>>;

export function FlowCanvas() {
  return (
    <ReactFlowProvider>
      <Canvas />
    </ReactFlowProvider>
  );
}

function Canvas() {
  const desk = useFlowDesk();
  const { outline, chosenId, canEdit } = desk;
  const wrapper = useRef<HTMLDivElement>(null);
  const drawing = useMemo(() => layOut(outline), [outline]);
  const drag = useDragToSlot({ drawing, outline, move: desk.actions.move });
  const nodes = useMemo(
    () => flowNodes({ drawing, outline, chosenId, canEdit, dragged: drag.dragged, target: drag.target }),
    [drawing, outline, chosenId, canEdit, drag.dragged, drag.target],
  );
  useCanvasKeys(wrapper);
  useStepsClipboard(wrapper);
  useShownStep({ drawing, chosenId, wrapper });
  const clicked: NodeMouseHandler<FlowNode> = (_, node) => {
    if (node.type === "slot") return;
    desk.choose(node.id === START_ID ? undefined : (node.id as StepId));
  };
  return (
    <div ref={wrapper} className={classes.canvas}>
      <ReactFlow
        {...behaviour}
        // React Flow gives it the role "application".
        aria-label={`Flow ${desk.flow.label}. Arrow keys move between steps, A adds one, L shows them as a list, question mark shows all keys.`}
        tabIndex={0}
        nodes={nodes}
        edges={[]}
        nodesDraggable={canEdit}
        onNodesChange={drag.changed}
        onNodeDragStop={drag.stopped}
        onNodeClick={clicked}
        onPaneClick={() => {
          desk.choose(undefined);
          focusCanvas();
        }}
        onlyRenderVisibleElements={nodes.length > 120}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.2} color="var(--line)" />
        <DrawingBehind drawing={drawing} />
        {drawing.steps.size >= MAP_FROM_STEPS ? (
          <MiniMap
            className={classes.map ?? ""}
            pannable
            zoomable
            nodeColor="var(--neutral-8)"
            nodeBorderRadius={8}
            maskColor="var(--map-mask)"
            ariaLabel="Map of all steps"
          />
        ) : null}
      </ReactFlow>
      <FlowTools />
    </div>
  );
}

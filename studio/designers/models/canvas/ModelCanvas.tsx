import "@xyflow/react/dist/base.css";
import {
  Background,
  BackgroundVariant,
  MiniMap,
  ReactFlow,
  type ReactFlowProps,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
} from "@xyflow/react";
import { useLayoutEffect, useMemo, useRef } from "react";
import type { Layout } from "#contract/http/drafts";
import { focusCanvas } from "../../../canvas/focus-canvas.ts";
import { motion } from "../../../canvas/motion.ts";
import { useDraftPart, usePendingChanges, useReader } from "../../../draft-session/react/use-draft.ts";
import { useModelActions } from "../use-model-actions.ts";
import { useModelsClipboard } from "../use-models-clipboard.ts";
import { useModelsPlace } from "../use-models-place.ts";
import { BackToModels } from "./BackToModels.tsx";
import { useCanvasMenu } from "./CanvasMenu.tsx";
import { CanvasTools } from "./CanvasTools.tsx";
import { CanvasContext, useCanvasCommands } from "./canvas-context.ts";
import { drawingOf } from "./drawing.ts";
import { EdgeMarkers } from "./EdgeMarkers.tsx";
import { FindOnCanvas } from "./FindOnCanvas.tsx";
import { boxOf, type ModelFlowNode, type RelationFlowEdge } from "./flow-nodes.ts";
import classes from "./ModelCanvas.module.css";
import { ModelNode } from "./ModelNode.tsx";
import { NameModel } from "./NameModel.tsx";
import { RelateCard } from "./RelateCard.tsx";
import { RelationEdge } from "./RelationEdge.tsx";
import { useArrange } from "./use-arrange.ts";
import { useBroughtIntoView } from "./use-brought-into-view.ts";
import { useCanvasKeys } from "./use-canvas-keys.ts";
import { useCanvasSelection } from "./use-canvas-selection.ts";
import { MIN_ZOOM, useFirstFit } from "./use-first-fit.ts";
import { useFlow } from "./use-flow.ts";
import { useNodeChanges } from "./use-node-changes.ts";
import { usePlacesForNew } from "./use-places-for-new.ts";
import { useRelateByDrag } from "./use-relate-by-drag.ts";

const noLayout: Layout = {};
/** The measure of the smallest canvas on which the map still helps. */
const MAP_FROM_MODELS = 4;

/** What of React Flow's behaviour is the same for every drawing: the studio has keys and selection of its own. */
const behaviour = {
  nodeTypes: { model: ModelNode },
  edgeTypes: { relation: RelationEdge },
  minZoom: MIN_ZOOM,
  maxZoom: 1.6,
  panOnScroll: true,
  panActivationKeyCode: "Space",
  selectionKeyCode: "Shift",
  selectionMode: SelectionMode.Partial,
  multiSelectionKeyCode: ["Meta", "Control"],
  deleteKeyCode: null,
  zoomOnDoubleClick: false,
  connectOnClick: false,
  connectionRadius: 0,
  disableKeyboardA11y: true,
  nodesFocusable: false,
  edgesFocusable: false,
  attributionPosition: "bottom-left",
} satisfies Partial<ReactFlowProps<ModelFlowNode, RelationFlowEdge>>;

export function ModelCanvas() {
  return (
    <ReactFlowProvider>
      <Canvas />
    </ReactFlowProvider>
  );
}

function Canvas() {
  const place = useModelsPlace();
  const layout = useDraftPart((view) => view.layouts.models ?? noLayout);
  const commands = useCanvasCommands(place, useModelActions());
  const wrapper = useRef<HTMLDivElement>(null);
  const drawing = useDrawing();
  const { selected, selectNodes, clear } = useCanvasSelection();
  const flow = useFlow({ drawing, layout, selected, fieldId: place.fieldId });
  const { nodes, edges } = flow;
  useLayoutEffect(() => commands.router.setBoxes(nodes.map(boxOf)), [commands.router, nodes]);
  const arrange = useArrange(drawing);
  usePlacesForNew({ drawing, layout, arrange });
  const changed = useNodeChanges({ selected, selectNodes, flow });
  const connectEnded = useRelateByDrag(wrapper);
  const comeNear = useCanvasKeys({ drawing, selected, selectNodes, wrapper });
  const isFitted = useFirstFit({ nodes, layout, modelId: place.modelId, wrapper });
  useModelsClipboard(wrapper, selected);
  const { fitView } = useReactFlow();
  const { onContextMenu, menu } = useCanvasMenu({
    arrange: () => void arrange(),
    showAll: () => void fitView({ padding: 0.16, maxZoom: 1, duration: motion() }),
  });
  useBroughtIntoView({ modelId: isFitted ? place.modelId : undefined, nodes, wrapper });
  return (
    <div ref={wrapper} className={classes.canvas} data-fitted={isFitted || undefined}>
      <EdgeMarkers />
      <CanvasContext value={commands}>
        <ReactFlow
          {...behaviour}
          // React Flow gives it the role "application".
          aria-label="Diagram of the models. Arrow keys move between models, L shows them as a list, question mark shows all keys."
          tabIndex={0}
          nodes={nodes}
          edges={edges}
          onNodesChange={changed}
          onConnectEnd={connectEnded}
          onPaneClick={() => {
            clear();
            focusCanvas();
          }}
          onContextMenu={onContextMenu}
          onNodeDoubleClick={(_, node) => comeNear(node.id)}
          onEdgeClick={(_, edge) => {
            if (!edge.data) return;
            const { linkId, from, fieldId } = edge.data;
            place.select(linkId === undefined ? { modelId: from, fieldId } : { modelId: linkId });
          }}
          onlyRenderVisibleElements={nodes.length > 80}
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1.2} color="var(--line)" />
          {nodes.length >= MAP_FROM_MODELS ? <MapOfModels /> : null}
        </ReactFlow>
      </CanvasContext>
      <BackToModels />
      <CanvasTools onArrange={() => void arrange()} />
      <FindOnCanvas />
      <NameModel wrapper={wrapper} />
      <RelateCard />
      {menu}
    </div>
  );
}

/** Once the app is live, what live has and the draft does not is drawn too. */
function useDrawing() {
  const reader = useReader();
  const changes = usePendingChanges();
  const isLive = useDraftPart((view) => view.live !== undefined);
  return useMemo(() => drawingOf(reader, isLive ? changes : undefined), [reader, changes, isLive]);
}

const MapOfModels = () => (
  <MiniMap
    className={classes.map ?? ""}
    pannable
    zoomable
    nodeColor="var(--neutral-8)"
    nodeBorderRadius={8}
    maskColor="var(--map-mask)"
    ariaLabel="Map of all models"
  />
);

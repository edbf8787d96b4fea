import "@xyflow/react/dist/base.css";
import {
  Background,
  BackgroundVariant,
  type FinalConnectionState,
  MiniMap,
  type NodeChange,
  type OnConnectEnd,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
} from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Layout } from "#contract/http/drafts";
import type { ModelId } from "#engine/definition/ids";
import { focusCanvas } from "../../../canvas/focus-canvas.ts";
import { useDraftSession } from "../../../draft-session/react/session-context.ts";
import { useDraftPart, usePendingChanges, useReader } from "../../../draft-session/react/use-draft.ts";
import { useModelsUi } from "../models-ui.ts";
import { useModelActions } from "../use-model-actions.tsx";
import { useModelsPlace } from "../use-models-place.ts";
import { CanvasTools } from "./CanvasTools.tsx";
import { CanvasContext, useCanvasCommands } from "./canvas-context.ts";
import { drawingOf, placesForNew } from "./drawing.ts";
import { EdgeMarkers } from "./EdgeMarkers.tsx";
import { FindOnCanvas } from "./FindOnCanvas.tsx";
import { type ModelFlowNode, useFlow } from "./flow-nodes.ts";
import classes from "./ModelCanvas.module.css";
import { ModelNode } from "./ModelNode.tsx";
import { NameModel } from "./NameModel.tsx";
import { RelateCard } from "./RelateCard.tsx";
import { RelationEdge } from "./RelationEdge.tsx";
import { useArrange } from "./use-arrange.ts";
import { useBroughtIntoView } from "./use-brought-into-view.ts";
import { useCanvasKeys } from "./use-canvas-keys.ts";
import { MIN_ZOOM, useFirstFit } from "./use-first-fit.ts";

const nodeTypes = { model: ModelNode };
const edgeTypes = { relation: RelationEdge };
const noLayout: Layout = {};
/** The measure of the smallest canvas on which the map still helps. */
const MAP_FROM_MODELS = 4;

export function ModelCanvas() {
  return (
    <ReactFlowProvider>
      <Canvas />
    </ReactFlowProvider>
  );
}

function Canvas() {
  const session = useDraftSession();
  const reader = useReader();
  const changes = usePendingChanges();
  const isLive = useDraftPart((view) => view.live !== undefined);
  const layout = useDraftPart((view) => view.layouts.models ?? noLayout);
  const place = useModelsPlace();
  const commands = useCanvasCommands(place, useModelActions());
  const set = useModelsUi((ui) => ui.set);
  const wrapper = useRef<HTMLDivElement>(null);
  const [several, setSeveral] = useState<ReadonlySet<string>>(new Set());

  const drawing = useMemo(() => drawingOf(reader, isLive ? changes : undefined), [reader, changes, isLive]);
  const selected = useMemo<ReadonlySet<string>>(
    () => (several.size > 1 ? several : new Set(place.modelId ? [place.modelId] : [])),
    [several, place.modelId],
  );
  const { nodes, edges, onDimensions, onDrag } = useFlow({ drawing, layout, selected, fieldId: place.fieldId });
  const arrange = useArrange(drawing);

  // What has no place yet gets one: all of it at once by layout, single ones beside what is there.
  useEffect(() => {
    const all = [...drawing.models, ...drawing.removedModels];
    const missing = all.filter((model) => !layout[model.id]);
    if (missing.length === 0) return;
    if (missing.length === all.length && all.length > 1) void arrange();
    else session.place("models", placesForNew(drawing, layout));
  }, [drawing, layout, session, arrange]);

  const selectNodes = useCallback(
    (ids: ReadonlySet<string>) => {
      setSeveral(ids.size > 1 ? ids : new Set());
      const [first] = [...ids];
      if (ids.size <= 1 && first !== place.modelId) place.select({ modelId: first as ModelId | undefined });
    },
    [place],
  );

  const changed = useCallback(
    (made: readonly NodeChange<ModelFlowNode>[]) => {
      let next: Set<string> | undefined;
      const moved: Layout = {};
      for (const change of made) {
        if (change.type === "dimensions") onDimensions(change);
        else if (change.type === "position") {
          onDrag(change);
          if (change.dragging === false && change.position) {
            moved[change.id] = { x: Math.round(change.position.x), y: Math.round(change.position.y) };
          }
        } else if (change.type === "select") {
          next ??= new Set(selected);
          if (change.selected) next.add(change.id);
          else next.delete(change.id);
        }
      }
      if (Object.keys(moved).length > 0) session.place("models", moved);
      if (next) selectNodes(next);
    },
    [onDimensions, onDrag, selectNodes, selected, session],
  );

  const connectEnded = useCallback<OnConnectEnd>(
    (event: MouseEvent | TouchEvent, connection: FinalConnectionState) => {
      const point = "changedTouches" in event ? event.changedTouches[0] : event;
      const frame = wrapper.current?.getBoundingClientRect();
      const from = connection.fromNode?.id as ModelId | undefined;
      if (!point || !frame || !from) return;
      const under = document.elementFromPoint(point.clientX, point.clientY)?.closest(".react-flow__node");
      const to = under?.getAttribute("data-id") as ModelId | null;
      if (!to || !session.view.reader.model(to)) return;
      set({ relating: { from, to, at: { x: point.clientX - frame.left, y: point.clientY - frame.top } } });
    },
    [session, set],
  );

  const comeNear = useCanvasKeys({ drawing, selected, selectNodes, arrange, wrapper });

  const isFitted = useFirstFit({ nodes, layout, modelId: place.modelId, wrapper });
  useBroughtIntoView({ modelId: isFitted ? place.modelId : undefined, nodes, wrapper });

  return (
    <div ref={wrapper} className={classes.canvas} data-fitted={isFitted || undefined}>
      <EdgeMarkers />
      <CanvasContext value={commands}>
        <ReactFlow
          // React Flow gives it the role "application".
          aria-label="Diagram of the models. Arrow keys move between models, L shows them as a list, question mark shows all keys."
          tabIndex={0}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          onNodesChange={changed}
          onConnectEnd={connectEnded}
          onPaneClick={() => {
            setSeveral(new Set());
            if (place.modelId) place.select({});
            focusCanvas();
          }}
          onNodeDoubleClick={(_, node) => comeNear(node.id)}
          onEdgeClick={(_, edge) => {
            if (edge.data) place.select({ modelId: edge.data.from, fieldId: edge.data.fieldId });
          }}
          minZoom={MIN_ZOOM}
          maxZoom={1.6}
          panOnScroll
          panActivationKeyCode="Space"
          selectionKeyCode="Shift"
          selectionMode={SelectionMode.Partial}
          multiSelectionKeyCode={["Meta", "Control"]}
          deleteKeyCode={null}
          zoomOnDoubleClick={false}
          connectOnClick={false}
          connectionRadius={0}
          disableKeyboardA11y
          nodesFocusable={false}
          edgesFocusable={false}
          onlyRenderVisibleElements={nodes.length > 80}
          attributionPosition="bottom-left"
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1.2} color="var(--line)" />
          {nodes.length >= MAP_FROM_MODELS ? (
            <MiniMap
              className={classes.map ?? ""}
              pannable
              zoomable
              nodeColor="var(--neutral-8)"
              nodeBorderRadius={8}
              maskColor="var(--map-mask)"
              ariaLabel="Map of all models"
            />
          ) : null}
        </ReactFlow>
      </CanvasContext>
      <CanvasTools onArrange={() => void arrange()} />
      <FindOnCanvas />
      <NameModel wrapper={wrapper} />
      <RelateCard />
    </div>
  );
}

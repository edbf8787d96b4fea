import { useReactFlow } from "@xyflow/react";
import type { RefObject } from "react";
import type { FieldId, ModelId } from "#engine/definition/ids";
import { focusCanvas } from "../../../canvas/focus-canvas.ts";
import { type Direction, neighbourInDirection } from "../../../canvas/geometry.ts";
import { motion } from "../../../canvas/motion.ts";
import { hasCommandKey, hasNoModifier, isTyping } from "../../../components/platform-keys.ts";
import { useScreenKeys } from "../../../components/use-screen-keys.ts";
import { useDraftSession } from "../../../draft-session/react/session-context.ts";
import { useModelsUi } from "../models-ui.ts";
import { useModelActions } from "../use-model-actions.tsx";
import { useModelsPlace } from "../use-models-place.ts";
import type { Drawing } from "./drawing.ts";
import type { ModelFlowNode } from "./flow-nodes.ts";
import { NODE_WIDTH, nodeHeight, READABLE_ZOOM } from "./measure.ts";

const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

const NUDGE = 24;

/**
 * The canvas by keyboard alone; `?` lists it all (app/shortcut-groups.ts). Gives back how to come near a model that is
 * too far away to be read.
 */
export function useCanvasKeys(input: {
  readonly drawing: Drawing;
  readonly selected: ReadonlySet<string>;
  readonly selectNodes: (ids: ReadonlySet<string>) => void;
  readonly arrange: () => Promise<void>;
  readonly wrapper: RefObject<HTMLDivElement | null>;
}): (modelId: string) => void {
  const { drawing, selected, selectNodes, wrapper } = input;
  const place = useModelsPlace();
  const actions = useModelActions();
  const session = useDraftSession();
  const flow = useReactFlow<ModelFlowNode>();
  const set = useModelsUi((ui) => ui.set);
  const { modelId, fieldId } = place;

  const boxes = () =>
    flow.getNodes().map((node) => ({
      id: node.id,
      ...node.position,
      width: node.measured?.width ?? NODE_WIDTH,
      height: node.measured?.height ?? nodeHeight(drawing.rows(node.data.modelId)),
    }));

  const goTo = (direction: Direction) => {
    const all = boxes();
    const next = modelId
      ? neighbourInDirection(all, modelId, direction)
      : [...all].sort((a, b) => a.x + a.y - b.x - b.y)[0];
    if (next) place.select({ modelId: next.id as ModelId });
    focusCanvas();
  };

  const nudge = (direction: Direction) => {
    const dx = direction === "left" ? -NUDGE : direction === "right" ? NUDGE : 0;
    const dy = direction === "up" ? -NUDGE : direction === "down" ? NUDGE : 0;
    const moved = boxes().filter((box) => selected.has(box.id));
    session.place("models", Object.fromEntries(moved.map((box) => [box.id, { x: box.x + dx, y: box.y + dy }])));
  };

  const goToField = (step: 1 | -1) => {
    if (!modelId) return;
    const fields = session.view.reader.fields(modelId);
    const at = fields.findIndex((field) => field.id === fieldId);
    const next: FieldId | undefined = at < 0 ? fields[step > 0 ? 0 : fields.length - 1]?.id : fields[at + step]?.id;
    place.select({ modelId, fieldId: next });
    requestAnimationFrame(() => {
      const target = next
        ? wrapper.current?.querySelector<HTMLElement>(`[data-field="${next}"]`)
        : wrapper.current?.querySelector<HTMLElement>(".react-flow");
      target?.focus({ preventScroll: true });
    });
  };

  /** What is edited in place must be near enough to be read. */
  const comeNear = (id: string) => {
    if (flow.getZoom() < READABLE_ZOOM)
      void flow.fitView({ nodes: [{ id }], maxZoom: 1, padding: 0.4, duration: motion() });
  };
  const rename = () => {
    if (!modelId) return;
    comeNear(modelId);
    set({ renaming: fieldId ?? modelId });
  };

  const plain: Readonly<Record<string, () => void>> = {
    m: () => set({ isNamingModel: true }),
    f: () => {
      if (modelId) {
        comeNear(modelId);
        set({ addingFieldTo: modelId });
      } else if (drawing.models.length === 0) set({ isNamingModel: true });
    },
    r: () => {
      if (modelId) set({ relating: { from: modelId } });
    },
    l: () => place.show("list"),
    "/": () => set({ isSearching: true }),
    Enter: rename,
    F2: rename,
    Escape: () => {
      if (fieldId) place.select({ modelId });
      else selectNodes(new Set());
      focusCanvas();
    },
    Delete: () => remove(),
    Backspace: () => remove(),
  };

  const remove = () => {
    if (fieldId) actions.deleteField(fieldId);
    else for (const id of selected) if (session.view.reader.model(id as ModelId)) actions.deleteModel(id as ModelId);
    focusCanvas();
  };

  useScreenKeys(wrapper, (event) => {
    if (isTyping(event.target)) return;
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    const direction = arrows[event.key];
    if (direction && event.altKey && fieldId && (direction === "up" || direction === "down")) {
      actions.moveField(fieldId, direction === "up" ? -1 : 1);
      return done();
    }
    if (direction && event.shiftKey && selected.size > 0) {
      nudge(direction);
      return done();
    }
    if (direction && hasNoModifier(event)) {
      if (fieldId && (direction === "up" || direction === "down")) goToField(direction === "up" ? -1 : 1);
      else goTo(direction);
      return done();
    }
    if (event.code === "Digit1" && event.shiftKey) {
      void flow.fitView({ padding: 0.16, maxZoom: 1, duration: motion() });
      return done();
    }
    if (hasCommandKey(event)) {
      const key = event.key.toLowerCase();
      if (key === "a") {
        selectNodes(new Set(drawing.models.map((model) => model.id)));
        return done();
      }
      if (key === "d" && (fieldId ?? modelId)) {
        if (fieldId) actions.duplicateField(fieldId);
        else if (modelId) actions.duplicateModel(modelId);
        return done();
      }
      if (key === "=" || key === "+" || key === "-" || key === "0") {
        const options = { duration: motion() };
        if (key === "0") void flow.zoomTo(1, options);
        else if (key === "-") void flow.zoomOut(options);
        else void flow.zoomIn(options);
        return done();
      }
      return;
    }
    if (!hasNoModifier(event)) return;
    const isButton = event.target instanceof HTMLElement && event.target.closest("button, a, [role=button]");
    const isField = event.target instanceof HTMLElement && event.target.dataset.field !== undefined;
    // Enter on a button of the canvas presses it; on a field it edits.
    if (event.key === "Enter" && isButton && !isField) return;
    const command = plain[event.key] ?? plain[event.key.toLowerCase()];
    if (!command) return;
    command();
    done();
  });
  return comeNear;
}

import { useReactFlow } from "@xyflow/react";
import type { RefObject } from "react";
import { focusCanvas } from "../../../canvas/focus-canvas.ts";
import { freePlaceNear } from "../../../canvas/geometry.ts";
import { useModelsUi } from "../models-ui.ts";
import { ModelNameForm } from "../parts/ModelNameForm.tsx";
import { useModelActions } from "../use-model-actions.ts";
import classes from "./Card.module.css";
import { NODE_WIDTH, nodeHeight, roomForNew } from "./measure.ts";

/** A new model is named on the canvas, and then stands in the middle of what is seen. */
export function NameModel({ wrapper }: { readonly wrapper: RefObject<HTMLDivElement | null> }) {
  const isOpen = useModelsUi((ui) => ui.isNamingModel);
  return isOpen ? <Card wrapper={wrapper} /> : null;
}

function Card({ wrapper }: { readonly wrapper: RefObject<HTMLDivElement | null> }) {
  const set = useModelsUi((ui) => ui.set);
  const actions = useModelActions();
  const flow = useReactFlow();
  const middle = () => {
    const frame = wrapper.current?.getBoundingClientRect();
    const centre = flow.screenToFlowPosition({
      x: (frame?.left ?? 0) + (frame?.width ?? 0) / 2,
      y: (frame?.top ?? 0) + (frame?.height ?? 0) / 2,
    });
    const boxes = flow.getNodes().map((node) => ({
      id: node.id,
      ...node.position,
      width: node.measured?.width ?? NODE_WIDTH,
      height: node.measured?.height ?? nodeHeight(3),
    }));
    return freePlaceNear(boxes, {
      id: "new",
      x: centre.x - NODE_WIDTH / 2,
      y: centre.y - 90,
      width: NODE_WIDTH,
      height: roomForNew(0),
    });
  };
  return (
    <div className={classes.card} data-centred>
      <ModelNameForm
        onAdd={(model) => actions.addModel({ ...model, at: middle() })}
        onCancel={() => {
          set({ isNamingModel: false });
          focusCanvas();
        }}
      />
    </div>
  );
}

import { Button, TextInput } from "@mantine/core";
import { useReactFlow } from "@xyflow/react";
import { type RefObject, useState } from "react";
import { focusCanvas } from "../../../canvas/focus-canvas.ts";
import { freePlaceNear } from "../../../canvas/geometry.ts";
import { useModelsUi } from "../models-ui.ts";
import { useModelActions } from "../use-model-actions.tsx";
import classes from "./Card.module.css";
import { NODE_WIDTH, nodeHeight } from "./measure.ts";

/** A new model begins with what one of it and many of it are called; it then stands in the middle of what is seen. */
export function NameModel({ wrapper }: { readonly wrapper: RefObject<HTMLDivElement | null> }) {
  const isOpen = useModelsUi((ui) => ui.isNamingModel);
  return isOpen ? <Card wrapper={wrapper} /> : null;
}

function Card({ wrapper }: { readonly wrapper: RefObject<HTMLDivElement | null> }) {
  const set = useModelsUi((ui) => ui.set);
  const actions = useModelActions();
  const flow = useReactFlow();
  const [label, setLabel] = useState("");
  const [plural, setPlural] = useState("");
  const close = () => {
    set({ isNamingModel: false });
    focusCanvas();
  };
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
      height: nodeHeight(3),
    });
  };
  return (
    <form
      className={classes.card}
      data-centred
      aria-label="New model"
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape") close();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (label.trim() !== "") actions.addModel({ label: label.trim(), pluralLabel: plural.trim(), at: middle() });
      }}
    >
      <TextInput
        label="One of them is called"
        placeholder="Book"
        value={label}
        maxLength={200}
        autoFocus
        required
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <TextInput
        label="Many of them"
        placeholder="Books"
        description="For titles of lists and the address in the API. Optional."
        value={plural}
        maxLength={200}
        onChange={(event) => setPlural(event.currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button variant="subtle" color="gray" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" disabled={label.trim() === ""}>
          Add model
        </Button>
      </div>
    </form>
  );
}

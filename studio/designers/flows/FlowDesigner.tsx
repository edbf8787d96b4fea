import { Modal } from "@mantine/core";
import { lazy, Suspense, useMemo, useState } from "react";
import type { FlowRecord } from "#engine/definition/records/flow";
import type { Slot } from "#engine/flows/lay-out";
import { outlineOf } from "#engine/flows/outline-of";
import { focusCanvas } from "../../canvas/focus-canvas.ts";
import { Screen } from "../../components/Screen.tsx";
import { useReader } from "../../draft-session/react/use-draft.ts";
import { useMay } from "../../session/use-may.ts";
import { FindStep } from "./FindStep.tsx";
import { type FlowDesk, FlowDeskProvider } from "./flow-desk.ts";
import { FlowInspector } from "./inspector/FlowInspector.tsx";
import { StepInspector } from "./inspector/StepInspector.tsx";
import { FlowTree } from "./list/FlowTree.tsx";
import { StepPicker } from "./StepPicker.tsx";
import { useChosenStep } from "./use-chosen-step.ts";
import { useFlowPlace } from "./use-flow-place.ts";
import { useStepActions } from "./use-step-actions.ts";

// React Flow is a large part of the studio, and a phone never needs it.
const FlowCanvas = lazy(async () => ({ default: (await import("./canvas/FlowCanvas.tsx")).FlowCanvas }));

/** One flow: its steps on the canvas or in the list, and the chosen one at the right. */
export function FlowDesigner({ flow }: { readonly flow: FlowRecord }) {
  const reader = useReader();
  const canEdit = useMay()("edit");
  const place = useFlowPlace();
  const [chosenId, choose] = useChosenStep();
  const [adding, add] = useState<Slot>();
  const [isFinding, find] = useState(false);
  const [said, say] = useState("");
  const outline = useMemo(() => outlineOf(reader, flow.id), [reader, flow.id]);
  const actions = useStepActions({ flowId: flow.id, choose, say });
  const step = reader.ofKind("step").find(({ id, flowId }) => id === chosenId && flowId === flow.id);
  const desk: FlowDesk = {
    reader,
    flow,
    outline,
    canEdit,
    chosenId: step?.id,
    choose,
    adding,
    add,
    isFinding,
    find,
    show: place.show,
    say,
    actions,
  };
  const back = () => requestAnimationFrame(place.view === "list" ? focusTree : focusCanvas);
  return (
    <FlowDeskProvider value={desk}>
      <Screen
        title={flow.label}
        width="full"
        isHeadingHidden
        inspector={step ? <StepInspector key={step.id} step={step} /> : <FlowInspector key={flow.id} flow={flow} />}
      >
        {place.view === "list" ? (
          <FlowTree />
        ) : (
          <Suspense>
            <FlowCanvas />
          </Suspense>
        )}
        <div role="status" className="visually-hidden">
          {said}
        </div>
      </Screen>
      <Modal
        opened={adding !== undefined}
        onClose={() => add(undefined)}
        onExitTransitionEnd={back}
        title="Add a step"
        transitionProps={{ duration: 0 }}
        returnFocus={false}
      >
        {adding && <StepPicker slot={adding} />}
      </Modal>
      <Modal
        opened={isFinding}
        onClose={() => find(false)}
        onExitTransitionEnd={back}
        title="Find a step"
        transitionProps={{ duration: 0 }}
        returnFocus={false}
      >
        {isFinding && <FindStep />}
      </Modal>
    </FlowDeskProvider>
  );
}

const focusTree = (): void =>
  document.querySelector<HTMLElement>("[role=tree] [role=treeitem][tabindex='0']")?.focus({ preventScroll: true });

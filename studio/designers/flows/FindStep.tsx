import { stepsInOrder } from "#engine/flows/outline-flow";
import { useFlowDesk } from "./flow-desk.ts";
import { StepIcon, sentenceOf } from "./step-editors.tsx";
import { TypeToChoose } from "./TypeToChoose.tsx";

/** `/`: finds a step by its sentence or its name and goes there. */
export function FindStep() {
  const { reader, outline, choose, find } = useFlowDesk();
  const choices = stepsInOrder(outline).map(({ item: { step } }) => ({
    id: step.id,
    icon: <StepIcon step={step} />,
    label: step.label ?? sentenceOf(reader, step),
    of: step.name,
  }));
  return (
    <TypeToChoose
      label="A step of this flow"
      choices={choices}
      none="No step is called that."
      onChoose={({ id }) => {
        choose(id);
        find(false);
      }}
      onClose={() => find(false)}
    />
  );
}

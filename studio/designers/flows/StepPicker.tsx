import { useState } from "react";
import type { Slot } from "#engine/flows/lay-out";
import { stepsInOrder } from "#engine/flows/outline-flow";
import { PlainSelect } from "../../components/PlainSelect.tsx";
import { useFlowDesk } from "./flow-desk.ts";
import classes from "./flows.module.css";
import { slotWords } from "./place-words.ts";
import { stepChoices } from "./step-choices.tsx";
import { laneLabel } from "./step-editors.tsx";
import { TypeToChoose } from "./TypeToChoose.tsx";

/** What a new step does: found by typing a verb or a model, "create order". */
export function StepPicker({ slot }: { readonly slot: Slot }) {
  const { reader, outline, add, actions } = useFlowDesk();
  const [place, setPlace] = useState(slot);
  const parent = stepsInOrder(outline).find(({ item }) => item.step.id === place.parentId)?.item;
  return (
    <div className={classes.picker}>
      <p className={classes.help}>{slotWords(reader, outline, place)}.</p>
      {parent && parent.lanes.length > 1 && (
        <PlainSelect
          label="In"
          labelAt="beside"
          value={place.lane}
          onChange={(event) => {
            const lane = parent.lanes.find(({ name }) => name === event.currentTarget.value);
            if (lane) setPlace({ parentId: place.parentId, lane: lane.name, index: lane.items.length });
          }}
        >
          {parent.lanes.map(({ name }) => (
            <option key={name} value={name}>
              {laneLabel(reader, parent.step, name)}
            </option>
          ))}
        </PlainSelect>
      )}
      <TypeToChoose
        label="What it does"
        choices={stepChoices(reader)}
        none="No step is called that. Type a verb and a model: “create order”."
        onChoose={(choice) => {
          actions.insert(choice, place);
          add(undefined);
        }}
        onClose={() => add(undefined)}
      />
    </div>
  );
}

import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { Slot } from "#engine/flows/lay-out";
import { useFlowDesk } from "../flow-desk.ts";
import { slotWords } from "../place-words.ts";
import { slotBy } from "../step-keys.ts";

/** Adds after the chosen step, inside it, or in the chosen lane: for those without a keyboard. */
export function AddButtons({ lane }: { readonly lane: Slot | undefined }) {
  const desk = useFlowDesk();
  if (!desk.canEdit) return null;
  const inside = desk.chosenId && !lane ? slotBy(desk, "inside") : undefined;
  const after = lane ?? slotBy(desk, "after");
  return (
    <>
      {after && <AddAt slot={after} label="Add a step" />}
      {inside && <AddAt slot={inside} label="Add inside" />}
    </>
  );
}

function AddAt({ slot, label }: { readonly slot: Slot; readonly label: string }) {
  const { reader, outline, add } = useFlowDesk();
  return (
    <Button
      variant="default"
      leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
      title={slotWords(reader, outline, slot)}
      onClick={() => add(slot)}
    >
      {label}
    </Button>
  );
}

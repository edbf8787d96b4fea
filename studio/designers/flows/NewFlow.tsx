import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { addFlow } from "#engine/edits/commands/flows";
import { randomBytes } from "../../api/random.ts";
import { useDraft } from "../../draft-session/react/use-draft.ts";
import { useFlowPlace } from "./use-flow-place.ts";

/** Adds an empty flow and opens it; its label is changed at the right. */
export function NewFlow() {
  const { reader, apply } = useDraft();
  const { open } = useFlowPlace();
  const add = () => {
    const taken = new Set(reader.ofKind("flow").map(({ label }) => label));
    const label = freeLabel(taken);
    const command = addFlow(reader, { label, trigger: { on: "route" } }, randomBytes);
    if (apply(command)) open(command.flowId);
  };
  return (
    <Button leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />} onClick={add}>
      New flow
    </Button>
  );
}

function freeLabel(taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const label = number === 1 ? "New flow" : `New flow ${number}`;
    if (!taken.has(label)) return label;
  }
}

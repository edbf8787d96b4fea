import { SegmentedControl } from "@mantine/core";
import { useFlowPlace } from "./use-flow-place.ts";

/** Canvas or list, in both: `L` does the same. */
export function ViewSwitch() {
  const place = useFlowPlace();
  return (
    <SegmentedControl
      size="xs"
      aria-label="How the steps are shown"
      value={place.view}
      data={[
        { value: "canvas", label: "Canvas" },
        { value: "list", label: "List" },
      ]}
      onChange={(view) => place.show(view === "list" ? "list" : "canvas")}
    />
  );
}

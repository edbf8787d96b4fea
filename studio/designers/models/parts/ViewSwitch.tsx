import { SegmentedControl } from "@mantine/core";
import { useModelsPlace } from "../use-models-place.ts";

/** Canvas or list, in both: `L` does the same. */
export function ViewSwitch() {
  const place = useModelsPlace();
  return (
    <SegmentedControl
      size="xs"
      aria-label="How models are shown"
      value={place.view}
      data={[
        { value: "canvas", label: "Canvas" },
        { value: "list", label: "List" },
      ]}
      onChange={(view) => place.show(view === "list" ? "list" : "canvas")}
    />
  );
}

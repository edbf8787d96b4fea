import { SegmentedControl } from "@mantine/core";
import { type NarrowPane, type Pane, panesOf, shownPane } from "./narrow-pane.ts";
import type { Shown } from "./ShownSide.tsx";
import classes from "./templates.module.css";

/** On a narrow screen: which part of the page editor is seen. */
export function NarrowTabs({ narrow, shown }: { readonly narrow: NarrowPane; readonly shown: Shown }) {
  return (
    <SegmentedControl
      className={classes.narrowTabs ?? ""}
      classNames={{ label: classes.narrowTab ?? "" }}
      fullWidth
      radius={0}
      aria-label="What is shown"
      value={shownPane(narrow.pane, shown)}
      onChange={(value) => narrow.show(value as Pane)}
      data={[...panesOf(shown)]}
    />
  );
}

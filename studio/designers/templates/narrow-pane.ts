import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import type { Shown } from "./ShownSide.tsx";

/** What a narrow screen shows of the page editor: one at a time. */
export type Pane = "pages" | "structure" | "page" | "source" | "settings";

export interface NarrowPane {
  readonly pane: Pane;
  readonly show: (pane: Pane) => void;
}

/** Undefined where there is room for all of them beside each other. */
export function useNarrowPane(): NarrowPane | undefined {
  const isNarrow = useMediaQuery("(max-width: 900px)", undefined, { getInitialValueInEffect: false });
  const [pane, show] = useState<Pane>("page");
  return isNarrow ? { pane, show } : undefined;
}

const LABELS: Readonly<Record<Pane, string>> = {
  pages: "Pages",
  structure: "Structure",
  page: "Page",
  source: "Source",
  settings: "Settings",
};

const PANES: Readonly<Record<Shown, readonly Pane[]>> = {
  visual: ["pages", "structure", "page", "settings"],
  both: ["pages", "structure", "page", "source", "settings"],
  source: ["pages", "source"],
};

/** What there is to choose from, for each way of editing a template. */
export const panesOf = (shown: Shown): readonly { readonly value: Pane; readonly label: string }[] =>
  PANES[shown].map((value) => ({ value, label: LABELS[value] }));

/** The pane that is seen: one that a way of editing does not have is stood in for by its main one. */
export const shownPane = (pane: Pane, shown: Shown): Pane =>
  PANES[shown].includes(pane) ? pane : shown === "source" ? "source" : "page";

import { create } from "zustand";

/** What the frame remembers between visits; per browser, never in the definition. */
interface UiStore {
  readonly isRailFolded: boolean;
  readonly isInspectorOpen: boolean;
  /** How models are shown where the address does not say. */
  readonly modelsView: "canvas" | "list";
  /** The same for the steps of a flow. */
  readonly flowsView: "canvas" | "list";
  readonly isPaletteOpen: boolean;
  readonly areShortcutsOpen: boolean;
  /** The session ended while somebody was working. */
  readonly isSessionOver: boolean;
  setRailFolded(folded: boolean): void;
  setInspectorOpen(open: boolean): void;
  setModelsView(view: "canvas" | "list"): void;
  setFlowsView(view: "canvas" | "list"): void;
  setPaletteOpen(open: boolean): void;
  setShortcutsOpen(open: boolean): void;
  setSessionOver(over: boolean): void;
}

const RAIL_KEY = "quintet-rail-folded";
const LIST_KEY = "quintet-models-as-list";
const FLOW_LIST_KEY = "quintet-flows-as-list";

const remembered = (key: string): boolean => {
  try {
    return localStorage.getItem(key) === "1";
  } catch {
    return false;
  }
};

const remember = (key: string, value: boolean): void => {
  try {
    localStorage.setItem(key, value ? "1" : "0");
  } catch {
    // Storage may be blocked; the choice then lasts as long as the page.
  }
};

export const useUiStore = create<UiStore>((set) => ({
  isRailFolded: remembered(RAIL_KEY),
  // On a small screen it would cover what it is about.
  isInspectorOpen: !matchMedia("(max-width: 860px)").matches,
  modelsView: remembered(LIST_KEY) ? "list" : "canvas",
  flowsView: remembered(FLOW_LIST_KEY) ? "list" : "canvas",
  isPaletteOpen: false,
  areShortcutsOpen: false,
  isSessionOver: false,
  setRailFolded: (isRailFolded) => {
    remember(RAIL_KEY, isRailFolded);
    set({ isRailFolded });
  },
  setInspectorOpen: (isInspectorOpen) => set({ isInspectorOpen }),
  setModelsView: (modelsView) => {
    remember(LIST_KEY, modelsView === "list");
    set({ modelsView });
  },
  setFlowsView: (flowsView) => {
    remember(FLOW_LIST_KEY, flowsView === "list");
    set({ flowsView });
  },
  setPaletteOpen: (isPaletteOpen) => set({ isPaletteOpen }),
  setShortcutsOpen: (areShortcutsOpen) => set({ areShortcutsOpen }),
  setSessionOver: (isSessionOver) => set({ isSessionOver }),
}));

import { create } from "zustand";

/** What the frame remembers between visits; per browser, never in the definition. */
interface UiStore {
  readonly isRailFolded: boolean;
  readonly isInspectorOpen: boolean;
  readonly isPaletteOpen: boolean;
  readonly areShortcutsOpen: boolean;
  setRailFolded(folded: boolean): void;
  setInspectorOpen(open: boolean): void;
  setPaletteOpen(open: boolean): void;
  setShortcutsOpen(open: boolean): void;
}

const RAIL_KEY = "quintet-rail-folded";

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
  isInspectorOpen: true,
  isPaletteOpen: false,
  areShortcutsOpen: false,
  setRailFolded: (isRailFolded) => {
    remember(RAIL_KEY, isRailFolded);
    set({ isRailFolded });
  },
  setInspectorOpen: (isInspectorOpen) => set({ isInspectorOpen }),
  setPaletteOpen: (isPaletteOpen) => set({ isPaletteOpen }),
  setShortcutsOpen: (areShortcutsOpen) => set({ areShortcutsOpen }),
}));

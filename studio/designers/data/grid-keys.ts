import {
  type Cell,
  type GridSelection,
  type GridSize,
  GUTTER,
  HEADER_ROW,
  motionOf,
  move,
  tab,
} from "./grid-selection.ts";

/** What a key means in the grid while no cell is being edited. */
export type GridAction =
  | { readonly do: "select"; readonly selection: GridSelection }
  /** The key is not ours: the browser's Tab leaves the grid. */
  | { readonly do: "leave" }
  | { readonly do: "escape" }
  | { readonly do: "menu" }
  /** Begins editing: with what was typed, or with what is in the cell. */
  | { readonly do: "edit"; readonly text?: string }
  | { readonly do: "space" }
  | { readonly do: "clear" }
  | { readonly do: "deleteRows" }
  | { readonly do: "fillDown" }
  /** Moves the row in an order by hand. */
  | { readonly do: "moveRow"; readonly step: 1 | -1 }
  /** Shows all fields of the row beside the grid. */
  | { readonly do: "openRow" };

export interface GridKey {
  readonly key: string;
  readonly shift: boolean;
  /** ⌘, or Ctrl where there is none. */
  readonly command: boolean;
  /** Any of Alt, Ctrl and Meta. */
  readonly modified: boolean;
  /** Alt, without Ctrl and Meta. */
  readonly alt?: boolean;
}

export function gridAction(
  pressed: GridKey,
  where: { readonly active: Cell; readonly anchor: Cell; readonly size: GridSize; readonly tabLeaves: boolean },
): GridAction | undefined {
  const { key, shift, command } = pressed;
  const { active, anchor, size } = where;
  const select = (selection: GridSelection): GridAction => ({ do: "select", selection });
  const motion = motionOf(key, command);
  if (motion && (command || !pressed.modified)) {
    return select(move({ active, anchor: shift ? anchor : active }, motion, size, shift));
  }
  if (key === "Tab") {
    const next =
      where.tabLeaves || active.row === HEADER_ROW ? undefined : tab({ active, anchor: active }, shift, size);
    return next ? select(next) : { do: "leave" };
  }
  if (key === "Escape") return { do: "escape" };
  if (active.row === HEADER_ROW) {
    return (key === "Enter" || key === " ") && active.column !== GUTTER ? { do: "menu" } : undefined;
  }
  if (pressed.alt && shift && (key === "ArrowUp" || key === "ArrowDown")) {
    return { do: "moveRow", step: key === "ArrowUp" ? -1 : 1 };
  }
  if (command) return shift ? undefined : commandAction(key, size);
  if (pressed.modified) return undefined;
  if (key === "Enter" || key === "F2") return { do: "edit" };
  if (key === " ") return { do: "space" };
  if (key === "Delete" || key === "Backspace") return { do: active.column === GUTTER ? "deleteRows" : "clear" };
  // One character, also one that takes two units.
  return [...key].length === 1 ? { do: "edit", text: key } : undefined;
}

function commandAction(key: string, size: GridSize): GridAction | undefined {
  switch (key.toLowerCase()) {
    case "d":
      return { do: "fillDown" };
    case "enter":
      return { do: "openRow" };
    case "a":
      return {
        do: "select",
        selection: { active: { row: size.rows - 1, column: size.columns - 1 }, anchor: { row: 0, column: 1 } },
      };
    case "backspace":
    case "delete":
      return { do: "deleteRows" };
    default:
      return undefined;
  }
}

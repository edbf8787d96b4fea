import { type ClipboardEvent, type FocusEvent, type KeyboardEvent, type RefObject, useRef } from "react";
import { hasCommandKey } from "../../components/platform-keys.ts";
import type { GridCommands } from "./grid-commands.ts";
import { type GridAction, gridAction } from "./grid-keys.ts";
import { GUTTER } from "./grid-selection.ts";
import type { RowSession } from "./row-session.ts";
import type { CellEditing } from "./use-cell-editing.ts";
import type { GridPosition } from "./use-grid-position.ts";

interface Input {
  readonly position: GridPosition;
  readonly editing: CellEditing;
  readonly commands: GridCommands;
  readonly session: RowSession;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly onMenu: () => void;
  readonly onDeleteRows: () => void;
  readonly onOpenRow: () => void;
  readonly onMoveRow?: (step: 1 | -1) => void;
}

/** What the grid does on keys and with the clipboard. Events of what is inside it (menus, the editor) are left alone. */
export function useGridInput(input: Input) {
  const { position, commands, scroller } = input;
  const { active, anchor, range, size } = position;
  /** After Escape the next Tab leaves the grid. */
  const tabLeaves = useRef(false);
  const actions = gridActions(input, () => {
    tabLeaves.current = true;
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current) return;
    const action = gridAction(
      {
        key: event.key,
        shift: event.shiftKey,
        command: hasCommandKey(event.nativeEvent),
        alt: event.altKey && !event.ctrlKey && !event.metaKey,
        modified: event.altKey || event.ctrlKey || event.metaKey,
      },
      { active, anchor, size, tabLeaves: tabLeaves.current },
    );
    if (!action) return;
    if (action.do !== "leave" && action.do !== "escape") {
      event.preventDefault();
      event.stopPropagation();
    }
    (actions[action.do] as (action: GridAction) => void)(action);
  };
  const onFocus = (event: FocusEvent) => {
    tabLeaves.current = false;
    // A click focuses the cell beneath it, but the grid itself receives the keys.
    if (event.target.matches("[role=gridcell], [role=row], [role=columnheader]")) {
      scroller.current?.focus({ preventScroll: true });
    }
  };
  const onClipboard = (work: (data: DataTransfer) => void) => (event: ClipboardEvent) => {
    if (event.target !== scroller.current) return;
    event.preventDefault();
    work(event.clipboardData);
  };

  return {
    onKeyDown,
    onFocus,
    onCopy: onClipboard((data) => commands.copy(range, data)),
    onCut: onClipboard((data) => {
      commands.copy(range, data);
      commands.clear(range);
    }),
    onPaste: onClipboard((data) => commands.paste(range, data)),
  };
}

type Actions = { readonly [Do in GridAction["do"]]: (action: Extract<GridAction, { do: Do }>) => void };

function gridActions(input: Input, letTabLeave: () => void): Actions {
  const { position, commands, session, editing } = input;
  const { active, activeRow, activeColumn, range } = position;
  return {
    select: (action) => {
      position.select(action.selection);
      editing.stop();
    },
    leave: () => {},
    escape: () => {
      letTabLeave();
      if (activeRow && activeColumn?.name !== undefined && activeRow.issues[activeColumn.name]?.kind !== "conflict") {
        session.dropIssue(activeRow.key, activeColumn.name);
      }
      position.setSelection({ active, anchor: active });
    },
    menu: input.onMenu,
    edit: (action) => editing.start(action.text),
    space: () => {
      if (active.column !== GUTTER) editing.start();
    },
    clear: () => commands.clear(range),
    deleteRows: input.onDeleteRows,
    fillDown: () => commands.fillDown(range),
    openRow: input.onOpenRow,
    moveRow: (action) => input.onMoveRow?.(action.step),
  };
}

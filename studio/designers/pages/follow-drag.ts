interface DragHandlers {
  /** The pointer has moved far enough to be a drag; the first `onMove` follows. */
  readonly onStart: () => void;
  readonly onMove: (moved: PointerEvent) => void;
  /** The pointer is no longer followed, whether it dragged anything or not. */
  readonly onRelease: () => void;
  /** After `onRelease`, when there was a drag. */
  readonly onEnd: (end: { readonly isDropped: boolean; readonly isCopy: boolean }) => void;
}

const DRAG_FROM = 4;

/** Follows the pointer from where it was pressed until it is released, or Escape or the browser ends the drag. */
export function followDrag(
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
  { onStart, onMove, onRelease, onEnd }: DragHandlers,
): void {
  let isDragged = false;
  const move = (moved: PointerEvent): void => {
    if (!isDragged) {
      if (Math.hypot(moved.clientX - clientX, moved.clientY - clientY) < DRAG_FROM) return;
      isDragged = true;
      onStart();
    }
    onMove(moved);
  };
  const end = (isDropped: boolean, isCopy: boolean): void => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", up);
    window.removeEventListener("pointercancel", cancel);
    window.removeEventListener("keydown", key, true);
    onRelease();
    if (!isDragged) return;
    // The click that follows the drop is none.
    window.addEventListener("click", stopOnce, { capture: true, once: true });
    setTimeout(() => window.removeEventListener("click", stopOnce, true));
    onEnd({ isDropped, isCopy });
  };
  const up = (event: PointerEvent) => end(true, event.altKey);
  const cancel = () => end(false, false);
  const key = (pressed: KeyboardEvent) => {
    if (pressed.key !== "Escape") return;
    pressed.preventDefault();
    pressed.stopPropagation();
    cancel();
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", up);
  window.addEventListener("pointercancel", cancel);
  window.addEventListener("keydown", key, true);
}

const stopOnce = (event: Event): void => {
  event.preventDefault();
  event.stopPropagation();
};

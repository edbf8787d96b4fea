import { notifications } from "@mantine/notifications";
import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { hasCommandKey, hasNoModifier, isTyping, takesLetters } from "../../components/platform-keys.ts";
import { useDraftSession } from "../../draft-session/react/session-context.ts";
import { places } from "../../navigation/nav.ts";
import { useScreenUndo } from "../../session/screen-undo.ts";
import { useUiStore } from "../../session/ui-store.ts";
import { useApp } from "../../session/use-app.ts";

const SECOND_KEY_MS = 1_200;
const modifiers = new Set(["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock"]);

/** Keys that work in every designer. Undo in a text input stays the input's own, and undo of Data is the grid's. */
export function AppKeys() {
  const session = useDraftSession();
  const app = useApp();
  const navigate = useNavigate();
  const awaitsPlace = useRef(0);

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (modifiers.has(event.key)) return;
      // A place is chosen by G and the very next key: anything typed in between is typing.
      const isAfterG = Date.now() - awaitsPlace.current < SECOND_KEY_MS;
      awaitsPlace.current = 0;
      if (event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      if (hasCommandKey(event)) {
        if (key === "z" && !isTyping(event.target) && !isInDialog()) {
          event.preventDefault();
          const steps = useScreenUndo.getState().current ?? session;
          if (event.shiftKey) steps.redo();
          else steps.undo();
        } else if (key === "k") {
          event.preventDefault();
          const ui = useUiStore.getState();
          ui.setPaletteOpen(!ui.isPaletteOpen);
        } else if (key === "s") {
          event.preventDefault();
          notifications.show({ id: "saved", message: "Saved. Everything is, as you make it.", autoClose: 2_500 });
        } else if (key === ".") {
          event.preventDefault();
          const ui = useUiStore.getState();
          ui.setInspectorOpen(!ui.isInspectorOpen);
        } else if (event.key === "Enter" && event.shiftKey) {
          event.preventDefault();
          void navigate({ search: "?publish" });
        }
        return;
      }
      if (!hasNoModifier(event) || takesLetters(event.target) || isInDialog()) return;
      if (event.key === "?") {
        event.preventDefault();
        useUiStore.getState().setShortcutsOpen(true);
        return;
      }
      const place = isAfterG ? places.find((known) => known.key.toLowerCase() === key) : undefined;
      if (place) {
        event.preventDefault();
        event.stopPropagation();
        void navigate(`/apps/${app.id}/${place.path}`);
      } else if (key === "g") {
        awaitsPlace.current = Date.now();
      }
    };
    // Before the designers' own keys, so that the letter after G is not also a command of the canvas.
    window.addEventListener("keydown", pressed, { capture: true });
    return () => window.removeEventListener("keydown", pressed, { capture: true });
  }, [session, app.id, navigate]);
  return null;
}

/** A dialog has the keys for itself. */
const isInDialog = (): boolean => document.querySelector("[role=dialog][aria-modal=true]") !== null;

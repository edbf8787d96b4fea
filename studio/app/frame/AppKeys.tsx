import { notifications } from "@mantine/notifications";
import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import { hasCommandKey, hasNoModifier, isTyping } from "../../components/platform-keys.ts";
import { useDraftSession } from "../../draft-session/react/session-context.ts";
import { places } from "../../navigation/nav.ts";
import { useUiStore } from "../../session/ui-store.ts";
import { useApp } from "../../session/use-app.ts";

/** Keys that work in every designer. Undo in a text input stays the input's own. */
export function AppKeys() {
  const session = useDraftSession();
  const app = useApp();
  const navigate = useNavigate();
  const awaitsPlace = useRef(0);

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const key = event.key.toLowerCase();
      if (hasCommandKey(event)) {
        if (key === "z" && !isTyping(event.target) && !hasOwnUndo(event.target)) {
          event.preventDefault();
          if (event.shiftKey) session.redo();
          else session.undo();
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
      if (!hasNoModifier(event) || isTyping(event.target)) return;
      // A dialog has the keys for itself.
      if (document.querySelector("[role=dialog][aria-modal=true]")) return;
      if (event.key === "?") {
        event.preventDefault();
        useUiStore.getState().setShortcutsOpen(true);
        return;
      }
      const place =
        Date.now() - awaitsPlace.current < 1_200 ? places.find((known) => known.key.toLowerCase() === key) : undefined;
      if (place) {
        awaitsPlace.current = 0;
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

/** The grid writes to live rows, which the draft's history does not know: it takes back its own writes. */
const hasOwnUndo = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("[data-own-undo]") !== null;

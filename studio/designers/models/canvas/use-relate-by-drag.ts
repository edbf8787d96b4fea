import type { FinalConnectionState, OnConnectEnd } from "@xyflow/react";
import { type RefObject, useCallback } from "react";
import type { ModelId } from "#engine/definition/ids";
import { useDraftSession } from "../../../draft-session/react/session-context.ts";
import { useModelsUi } from "../models-ui.ts";

/** A line that was drawn to a model, wherever on it, asks for a relation to it. */
export function useRelateByDrag(wrapper: RefObject<HTMLDivElement | null>): OnConnectEnd {
  const session = useDraftSession();
  const set = useModelsUi((ui) => ui.set);
  return useCallback(
    (event: MouseEvent | TouchEvent, connection: FinalConnectionState) => {
      const point = "changedTouches" in event ? event.changedTouches[0] : event;
      const frame = wrapper.current?.getBoundingClientRect();
      const from = connection.fromNode?.id as ModelId | undefined;
      if (!point || !frame || !from) return;
      const under = document.elementFromPoint(point.clientX, point.clientY)?.closest(".react-flow__node");
      const to = under?.getAttribute("data-id") as ModelId | null;
      if (!to || !session.view.reader.model(to)) return;
      set({ relating: { from, to, at: { x: point.clientX - frame.left, y: point.clientY - frame.top } } });
    },
    [session, set, wrapper],
  );
}

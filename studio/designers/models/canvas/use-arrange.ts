import { notifications } from "@mantine/notifications";
import { useReactFlow } from "@xyflow/react";
import { useCallback, useRef } from "react";
import { autoLayout } from "../../../canvas/auto-layout.ts";
import { motion } from "../../../canvas/motion.ts";
import { useDraftSession } from "../../../draft-session/react/session-context.ts";
import type { Drawing } from "./drawing.ts";
import { NODE_WIDTH, nodeHeight } from "./measure.ts";

/** Lays everything out anew and shows all of it. */
export function useArrange(drawing: Drawing): () => Promise<void> {
  const session = useDraftSession();
  const flow = useReactFlow();
  const latest = useRef(drawing);
  latest.current = drawing;
  return useCallback(async () => {
    const { models, removedModels, relations, rows } = latest.current;
    try {
      const positions = await autoLayout({
        nodes: [...models, ...removedModels].map(({ id }) => ({ id, width: NODE_WIDTH, height: nodeHeight(rows(id)) })),
        edges: relations.map(({ from, to }) => ({ from, to })),
      });
      session.place("models", positions);
      requestAnimationFrame(() => void flow.fitView({ padding: 0.16, maxZoom: 1, duration: motion() }));
    } catch (error) {
      notifications.show({ color: "red", title: "The models were not arranged", message: (error as Error).message });
    }
  }, [session, flow]);
}

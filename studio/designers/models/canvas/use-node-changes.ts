import type { NodeChange } from "@xyflow/react";
import { useCallback } from "react";
import type { Layout } from "#contract/http/drafts";
import { useDraftSession } from "../../../draft-session/react/session-context.ts";
import type { ModelFlowNode } from "./flow-nodes.ts";
import type { useFlow } from "./use-flow.ts";

/** Takes what React Flow says of its nodes: sizes, drags, and what is selected. A drag that ended is the new layout. */
export function useNodeChanges(input: {
  readonly selected: ReadonlySet<string>;
  readonly selectNodes: (ids: ReadonlySet<string>) => void;
  readonly flow: Pick<ReturnType<typeof useFlow>, "onDimensions" | "onDrag">;
}) {
  const { selected, selectNodes } = input;
  const { onDimensions, onDrag } = input.flow;
  const session = useDraftSession();
  return useCallback(
    (made: readonly NodeChange<ModelFlowNode>[]) => {
      let next: Set<string> | undefined;
      const moved: Layout = {};
      for (const change of made) {
        if (change.type === "dimensions") onDimensions(change);
        else if (change.type === "position") {
          onDrag(change);
          if (change.dragging === false && change.position) {
            moved[change.id] = { x: Math.round(change.position.x), y: Math.round(change.position.y) };
          }
        } else if (change.type === "select") {
          next ??= new Set(selected);
          if (change.selected) next.add(change.id);
          else next.delete(change.id);
        }
      }
      if (Object.keys(moved).length > 0) session.place("models", moved);
      if (next) selectNodes(next);
    },
    [onDimensions, onDrag, selectNodes, selected, session],
  );
}

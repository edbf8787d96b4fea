import { Button } from "@mantine/core";
import { IconFocusCentered } from "@tabler/icons-react";
import { type ReactFlowState, useReactFlow, useStore } from "@xyflow/react";
import { motion } from "../../../canvas/motion.ts";
import classes from "./CanvasTools.module.css";
import { NODE_WIDTH } from "./measure.ts";

/** The way back for somebody who has moved so far that no model is in sight. */
export function BackToModels() {
  const flow = useReactFlow();
  const isAway = useStore(isNoModelInSight);
  if (!isAway) return null;
  return (
    <div className={classes.back}>
      <Button
        variant="default"
        leftSection={<IconFocusCentered size={16} stroke={1.5} />}
        onClick={() => void flow.fitView({ padding: 0.16, maxZoom: 1, duration: motion() })}
      >
        Back to the models
      </Button>
    </div>
  );
}

function isNoModelInSight(store: ReactFlowState): boolean {
  const [left, top, zoom] = store.transform;
  if (store.nodes.length === 0 || store.width === 0) return false;
  return store.nodes.every(({ position, measured }) => {
    const x = position.x * zoom + left;
    const y = position.y * zoom + top;
    const width = (measured?.width ?? NODE_WIDTH) * zoom;
    const height = (measured?.height ?? NODE_WIDTH) * zoom;
    return x + width < 0 || y + height < 0 || x > store.width || y > store.height;
  });
}

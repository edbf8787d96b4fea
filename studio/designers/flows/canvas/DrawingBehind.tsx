import { ViewportPortal } from "@xyflow/react";
import type { CSSProperties } from "react";
import type { StepId } from "#engine/definition/ids";
import type { DrawnBox, DrawnLine, FlowDrawing } from "#engine/flows/lay-out";
import { useFlowDesk } from "../flow-desk.ts";
import { laneLabel } from "../step-editors.tsx";
import classes from "./FlowCanvas.module.css";

/** What stands behind the steps: bands, frames, lines and the names of lanes. The list view says the same in words. */
export function DrawingBehind({ drawing }: { readonly drawing: FlowDrawing }) {
  const { reader } = useFlowDesk();
  const { main, after, frames, lanes, lines } = drawing;
  const stepOf = (id: string | undefined) => reader.ofKind("step").find((step) => step.id === (id as StepId));
  return (
    <ViewportPortal>
      <div className={classes.behind} aria-hidden="true">
        <div className={classes.band} style={at(main)}>
          <span className={classes.bandName}>One transaction</span>
        </div>
        {after && (
          <div className={classes.band} data-lane="after" style={at(after)}>
            <span className={classes.bandName}>After it is saved</span>
          </div>
        )}
        {[...frames].map(([id, box]) => (
          <div key={id} className={classes.frame} style={at(box)} />
        ))}
        <svg className={classes.lines} width="1" height="1" role="presentation">
          {lines.map((line) => (
            <path key={line.id} d={pathOf(line)} />
          ))}
        </svg>
        {lanes.map((lane) => {
          const step = stepOf(lane.parentId);
          return (
            <div key={lane.id} className={classes.lane} style={at(lane)}>
              <span>{step ? laneLabel(reader, step, lane.name) : lane.name}</span>
            </div>
          );
        })}
      </div>
    </ViewportPortal>
  );
}

const at = ({ x, y, width, height }: DrawnBox): CSSProperties => ({
  transform: `translate(${x}px, ${y}px)`,
  width,
  height,
});

const RADIUS = 8;

/** Straight down, or sideways at its bend, with round corners. */
function pathOf({ from, to, bendAt }: DrawnLine): string {
  if (Math.abs(from.x - to.x) < 1) return `M${from.x} ${from.y}V${to.y}`;
  const side = Math.sign(to.x - from.x);
  const radius = Math.min(RADIUS, Math.abs(to.x - from.x) / 2, Math.abs(bendAt - from.y), Math.abs(to.y - bendAt));
  return [
    `M${from.x} ${from.y}V${bendAt - radius}`,
    `Q${from.x} ${bendAt} ${from.x + side * radius} ${bendAt}`,
    `H${to.x - side * radius}`,
    `Q${to.x} ${bendAt} ${to.x} ${bendAt + radius}V${to.y}`,
  ].join("");
}

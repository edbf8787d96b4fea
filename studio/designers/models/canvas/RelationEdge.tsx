import { EdgeLabelRenderer, type EdgeProps, getBezierPath } from "@xyflow/react";
import { memo, useState } from "react";
import type { RelationFlowEdge } from "./flow-nodes.ts";
import classes from "./RelationEdge.module.css";

/** A relation: from the field that points (many) to the model it points to (one, or none or one). */
export const RelationEdge = memo(function RelationEdge(props: EdgeProps<RelationFlowEdge>) {
  const { id, sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition, selected, data } = props;
  const [isHovered, setHovered] = useState(false);
  if (!data) return null;
  const isLoop = data.from === data.to;
  const [path, middleX, middleY] = isLoop
    ? loopPath({ sourceX, sourceY, targetX, targetY })
    : getBezierPath({ sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition, curvature: 0.32 });
  const isSpoken = (isHovered || selected) && !data.isFaded;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hovering only shows labels that the field's row and the inspector have too */}
      <g
        className={classes.edge}
        data-state={data.state}
        data-selected={selected || undefined}
        data-faded={data.isFaded || undefined}
        onMouseEnter={() => setHovered(true)}
        onMouseLeave={() => setHovered(false)}
      >
        <path d={path} className={classes.reach} />
        <path
          id={id}
          d={path}
          className={classes.line}
          markerStart={`url(#${data.isUnique ? "relation-single" : "relation-many"})`}
          markerEnd={`url(#${data.isRequired ? "relation-one" : "relation-none-or-one"})`}
        />
      </g>
      {isSpoken ? (
        <EdgeLabelRenderer>
          <div
            className={classes.label}
            style={{ transform: `translate(-50%, -50%) translate(${middleX}px, ${middleY}px)` }}
          >
            {data.label}
            {data.reverseLabel ? <span> · {data.reverseLabel}</span> : null}
          </div>
        </EdgeLabelRenderer>
      ) : null}
    </>
  );
});

/** A model that points to itself: out at the right and in again above. */
function loopPath({
  sourceX,
  sourceY,
  targetX,
  targetY,
}: {
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
}): [string, number, number] {
  const out = Math.max(sourceX, targetX) + 56;
  return [
    `M${sourceX},${sourceY} C${out},${sourceY} ${out},${targetY} ${targetX},${targetY}`,
    out - 14,
    (sourceY + targetY) / 2,
  ];
}

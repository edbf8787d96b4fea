import { EdgeLabelRenderer, type EdgeProps, type Position } from "@xyflow/react";
import { memo, useState, useSyncExternalStore } from "react";
import { labelPlace, type Point, roundedPath } from "../../../canvas/polyline.ts";
import type { EdgeEnd } from "../../../canvas/route-edge.ts";
import { useCanvas } from "./canvas-context.ts";
import type { RelationFlowEdge } from "./flow-nodes.ts";
import classes from "./RelationEdge.module.css";

/** A relation: from the field that points (many) to the model it points to (one, or none or one); a link has many at both ends. */
export const RelationEdge = memo(function RelationEdge(props: EdgeProps<RelationFlowEdge>) {
  const { id, selected, data } = props;
  const [isHovered, setHovered] = useState(false);
  const points = useRoute(props);
  if (!data) return null;
  const path = roundedPath(points);
  const label = labelPlace(points);
  const isLink = data.linkId !== undefined;
  // What a link's ends are called stands nowhere else on the canvas.
  const isSpoken = (isHovered || selected || isLink) && !data.isFaded;
  const [start, end] = isLink
    ? ["relation-many-at-model", "relation-many-at-model"]
    : [data.isUnique ? "relation-single" : "relation-many", data.isRequired ? "relation-one" : "relation-none-or-one"];
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
        <path id={id} d={path} className={classes.line} markerStart={`url(#${start})`} markerEnd={`url(#${end})`} />
      </g>
      {isSpoken ? (
        <EdgeLabelRenderer>
          <div
            className={classes.label}
            style={{ transform: `translate(-50%, -50%) translate(${label.x}px, ${label.y}px)` }}
          >
            {data.label}
            {data.reverseLabel ? <span> · {data.reverseLabel}</span> : null}
          </div>
        </EdgeLabelRenderer>
      ) : null}
    </>
  );
});

/** The way round the models; it is another only where an end or a model near it has moved. */
function useRoute(props: EdgeProps<RelationFlowEdge>): readonly Point[] {
  const { router } = useCanvas();
  const edge = {
    id: props.id,
    from: { x: props.sourceX, y: props.sourceY, side: sideOf(props.sourcePosition) },
    to: { x: props.targetX, y: props.targetY, side: sideOf(props.targetPosition) },
  };
  return useSyncExternalStore(router.subscribe, () => router.routeOf(edge));
}

const sideOf = (position: Position): EdgeEnd["side"] => (position === "left" ? "left" : "right");

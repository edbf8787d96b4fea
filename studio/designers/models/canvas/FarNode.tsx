import { Handle, Position } from "@xyflow/react";
import { memo } from "react";
import type { ModelId } from "#engine/definition/ids";
import { pointsTo } from "#engine/definition/records/field";
import classes from "./FarNode.module.css";
import { fieldTop, nodeHeight } from "./measure.ts";
import { useRows } from "./use-rows.ts";

/**
 * A model that is too far away to read: its label, then only a block, in the size of the whole. It keeps the handles
 * that lines end at, where the rows have them, so that zooming in moves nothing.
 */
export const FarNode = memo(function FarNode({
  modelId,
  label,
}: {
  readonly modelId: ModelId;
  readonly label: string | undefined;
}) {
  const rows = useRows(modelId);
  return (
    <div
      className={classes.far}
      data-block={label === undefined || undefined}
      style={{ height: nodeHeight(rows.length) - 2 }}
    >
      <span aria-hidden="true">{label}</span>
      {rows.flatMap(({ field }, index) =>
        pointsTo(field) !== undefined
          ? [Position.Left, Position.Right].map((side) => (
              <Handle
                key={`${field.id}:${side}`}
                id={`${field.id}:${side}`}
                type="source"
                position={side}
                className={classes.handle ?? ""}
                style={{ top: fieldTop(index) }}
                isConnectable={false}
              />
            ))
          : [],
      )}
    </div>
  );
});

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { Handle, Position } from "@xyflow/react";
import { memo, useEffect, useRef, useState } from "react";
import type { FieldId } from "#engine/definition/ids";
import { type FieldRecord, pointsTo } from "#engine/definition/records/field";
import { fieldTypeOf } from "#engine/field-types/registry";
import { focusCanvas } from "../../../canvas/focus-canvas.ts";
import { ProblemDot } from "../../../components/ProblemDot.tsx";
import { useChangeOf, usePendingStateOf, useProblemsOf } from "../../../draft-session/react/use-draft.ts";
import { editorOf } from "../../../field-editors/field-editors.ts";
import { PresenceRing } from "../../../presence/PresenceMark.tsx";
import { useModelsUi } from "../models-ui.ts";
import { InlineRename } from "../parts/InlineRename.tsx";
import { useCanvas } from "./canvas-context.ts";
import classes from "./FieldLine.module.css";

interface Props {
  readonly field: FieldRecord;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  /** Called when handles came or went, for React Flow to find them. */
  readonly onHandles: () => void;
}

/** One field of a model on the canvas: 28 px, with a handle at each side to draw a relation from. */
export const FieldLine = memo(function FieldLine({ field, isSelected, isTabStop, onHandles }: Props) {
  const canvas = useCanvas();
  // A relation's line needs its handles always; the others only while somebody might drag from them.
  const [isNear, setNear] = useState(false);
  const isRelation = pointsTo(field) !== undefined;
  const hasHandles = isRelation || isNear;
  const hadHandles = useRef(hasHandles);
  useEffect(() => {
    if (hadHandles.current === hasHandles) return;
    hadHandles.current = hasHandles;
    onHandles();
  }, [hasHandles, onHandles]);
  const isRenaming = useModelsUi((ui) => ui.renaming === field.id);
  const set = useModelsUi((ui) => ui.set);
  const state = usePendingStateOf(field.id);
  const TypeIcon = editorOf(field.type).icon;
  return (
    <li
      className={classes.line}
      data-selected={isSelected || undefined}
      data-state={state}
      onMouseEnter={() => setNear(true)}
      onMouseLeave={(event) => {
        // Not while a line is being drawn from here.
        if (event.buttons === 0) setNear(false);
      }}
    >
      {hasHandles ? <FieldHandle fieldId={field.id} side={Position.Left} /> : null}
      {isRenaming ? (
        <span className={classes.inner}>
          <TypeIcon size={16} stroke={1.5} className={classes.icon} aria-hidden="true" />
          <InlineRename
            label={`Label of field ${field.label}`}
            value={field.label}
            onSave={(label) => canvas.actions().renameField(field.id, label)}
            onClose={() => {
              set({ renaming: undefined });
              focusCanvas();
            }}
          />
        </span>
      ) : (
        <FieldButton field={field} isSelected={isSelected} isTabStop={isTabStop} />
      )}
      {hasHandles ? <FieldHandle fieldId={field.id} side={Position.Right} /> : null}
      <PresenceRing on={field.id} look="inside" />
    </li>
  );
});

/** The field as one reads it: chosen by a click or by the focus, renamed by a double click. */
function FieldButton({ field, isSelected, isTabStop }: Omit<Props, "onHandles">) {
  const canvas = useCanvas();
  const set = useModelsUi((ui) => ui.set);
  const change = useChangeOf(field.id);
  const [problem] = useProblemsOf(field.id);
  const TypeIcon = editorOf(field.type).icon;
  const oldLabel = change?.properties.find(({ property }) => property === "label")?.before;
  const typeLabel = fieldTypeOf(field.type)?.label ?? field.type.name;
  const select = () => canvas.select({ modelId: field.modelId, fieldId: field.id });
  return (
    <button
      type="button"
      className={classes.inner}
      tabIndex={isTabStop ? 0 : -1}
      aria-pressed={isSelected}
      data-field={field.id}
      aria-label={`${field.label}, ${typeLabel}${field.required ? ", required" : ""}${field.unique ? ", unique" : ""}`}
      onClick={(event) => {
        event.stopPropagation();
        select();
      }}
      onFocus={(event) => {
        if (event.currentTarget.matches(":focus-visible") && !isSelected) select();
      }}
      onDoubleClick={(event) => {
        event.stopPropagation();
        set({ renaming: field.id });
      }}
    >
      <TypeIcon size={16} stroke={1.5} className={classes.icon} aria-hidden="true" />
      <span className={classes.label}>
        {field.label}
        {typeof oldLabel === "string" ? <del className={classes.old}>{oldLabel}</del> : null}
      </span>
      <span className={classes.name}>{field.name}</span>
      <span className={classes.badges}>
        {field.unique ? <Badge letter="U" what="Unique" /> : null}
        {field.required ? <Badge letter="R" what="Required" /> : null}
        {field.indexed && !field.unique && pointsTo(field) === undefined ? <Badge letter="I" what="Indexed" /> : null}
      </span>
      <ProblemDot problem={problem} />
    </button>
  );
}

/** 24 px to aim at, 9 px to see, and only while the row is hovered. */
const FieldHandle = ({ fieldId, side }: { readonly fieldId: FieldId; readonly side: Position }) => (
  <Handle
    id={`${fieldId}:${side}`}
    type="source"
    position={side}
    className={classes.handle ?? ""}
    isConnectableEnd={false}
  />
);

const Badge = ({ letter, what }: { readonly letter: string; readonly what: string }) => (
  <abbr className={classes.badge} title={what}>
    {letter}
  </abbr>
);

/** A field that live has and the draft does not: dashed, dimmed, and it can come back. */
export function RemovedFieldLine({
  field,
  isModelRemoved,
}: {
  readonly field: FieldRecord;
  readonly isModelRemoved: boolean;
}) {
  const canvas = useCanvas();
  const TypeIcon = editorOf(field.type).icon;
  return (
    <li className={classes.line} data-state={isModelRemoved ? "gone" : "removed"}>
      <Handle
        id={`${field.id}:left`}
        type="source"
        position={Position.Left}
        className={classes.gone ?? ""}
        isConnectable={false}
      />
      <span className={classes.inner}>
        <TypeIcon size={16} stroke={1.5} className={classes.icon} aria-hidden="true" />
        <span className={classes.label}>
          <del>{field.label}</del>
        </span>
        {isModelRemoved ? null : (
          <Tooltip label={`Restore ${field.label}`}>
            <ActionIcon
              size="sm"
              aria-label={`Restore ${field.label}`}
              className="nodrag"
              onClick={() => canvas.actions().restore(field.id)}
            >
              <IconArrowBackUp size={14} stroke={1.75} />
            </ActionIcon>
          </Tooltip>
        )}
      </span>
      <Handle
        id={`${field.id}:right`}
        type="source"
        position={Position.Right}
        className={classes.gone ?? ""}
        isConnectable={false}
      />
    </li>
  );
}

import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconPlus, IconTable } from "@tabler/icons-react";
import { Handle, type NodeProps, Position, useConnection, useStore, useUpdateNodeInternals } from "@xyflow/react";
import { memo, useCallback, useEffect, useRef } from "react";
import type { FieldId, ModelId } from "#engine/definition/ids";
import type { ModelRecord } from "#engine/definition/records/model";
import { focusCanvas } from "../../../canvas/focus-canvas.ts";
import { ProblemDot } from "../../../components/ProblemDot.tsx";
import { useChangeOf, useDraftPart, usePendingStateOf, useProblemsOf } from "../../../draft-session/react/use-draft.ts";
import { ModelPresenceRing, PresenceRing } from "../../../presence/PresenceMark.tsx";
import { IfMay } from "../../../session/IfMay.tsx";
import { useApp } from "../../../session/use-app.ts";
import { useRowCounts } from "../../../session/use-row-counts.ts";
import { useModelsUi } from "../models-ui.ts";
import { AddField } from "../parts/AddField.tsx";
import { InlineRename } from "../parts/InlineRename.tsx";
import { useCanvas } from "./canvas-context.ts";
import { FarNode } from "./FarNode.tsx";
import { FieldLine, RemovedFieldLine } from "./FieldLine.tsx";
import type { ModelFlowNode } from "./flow-nodes.ts";
import classes from "./ModelNode.module.css";
import { READABLE_ZOOM } from "./measure.ts";
import { useRows } from "./use-rows.ts";

/** Zoomed out, rows are no longer read: the label alone is, then a block. */
type Detail = "rows" | "label" | "block";
const detailOf = (zoom: number): Detail => (zoom >= READABLE_ZOOM ? "rows" : zoom >= 0.22 ? "label" : "block");

export const ModelNode = memo(function ModelNode({ data, selected }: NodeProps<ModelFlowNode>) {
  const { modelId, isRemoved } = data;
  const drafted = useDraftPart((view) => view.reader.model(modelId));
  const was = useDraftPart((view) =>
    isRemoved ? (view.live?.definition.records[modelId] as ModelRecord | undefined) : undefined,
  );
  const model = drafted ?? was;
  const detail = useStore((store) => detailOf(store.transform[2]));
  const state = usePendingStateOf(modelId);
  const isTarget = useConnection((connection) => connection.inProgress && !isRemoved);
  if (!model) return null;
  return (
    <article
      className={classes.node}
      data-selected={selected || undefined}
      data-faded={data.isFaded || undefined}
      data-state={isRemoved ? "removed" : state}
      data-detail={detail}
      // Under the pointer it is marked: a relation that is dropped here would point to it.
      data-target={isTarget || undefined}
      aria-label={`Model ${model.label}${isRemoved ? ", deleted in the draft" : ""}`}
    >
      <Handle
        id="in:left"
        type="target"
        position={Position.Left}
        className={classes.target ?? ""}
        isConnectableStart={false}
      />
      <Handle
        id="in:right"
        type="target"
        position={Position.Right}
        className={classes.target ?? ""}
        isConnectableStart={false}
      />
      <LinkHandle side={Position.Left} />
      <LinkHandle side={Position.Right} />
      {detail === "rows" ? (
        <>
          <Header model={model} isRemoved={isRemoved} />
          <Rows modelId={modelId} fieldId={data.fieldId} isSelected={selected} isRemoved={isRemoved} />
        </>
      ) : (
        <FarNode modelId={modelId} label={detail === "label" ? model.label : undefined} />
      )}
      {detail === "rows" ? <PresenceRing on={modelId} /> : <ModelPresenceRing modelId={modelId} />}
    </article>
  );
});

/** Where the line of a link leaves: a link has no field here. */
const LinkHandle = ({ side }: { readonly side: Position }) => (
  <Handle
    id={`out:${side}`}
    type="source"
    position={side}
    className={`${classes.target} ${classes.link}`}
    isConnectable={false}
  />
);

function Header({ model, isRemoved }: { readonly model: ModelRecord; readonly isRemoved: boolean }) {
  const canvas = useCanvas();
  const isRenaming = useModelsUi((ui) => ui.renaming === model.id);
  const set = useModelsUi((ui) => ui.set);
  const change = useChangeOf(model.id);
  const problems = useProblemsOf(model.id);
  const staged = useDraftPart((view) => view.staged.find((each) => each.modelId === model.id)?.rows);
  const counts = useRowCounts(useApp().id);
  const count = counts[model.id] ?? staged?.toLocaleString("en");
  const oldLabel = change?.properties.find(({ property }) => property === "label")?.before;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter on the canvas renames too
    <header className={classes.header} onDoubleClick={() => (isRemoved ? undefined : set({ renaming: model.id }))}>
      <IconTable size={16} stroke={1.5} className={classes.icon} aria-hidden="true" />
      {isRenaming ? (
        <InlineRename
          label={`Label of model ${model.label}`}
          value={model.label}
          onSave={(label) => canvas.actions().renameModel(model.id, label)}
          onClose={() => {
            set({ renaming: undefined });
            focusCanvas();
          }}
        />
      ) : (
        <>
          <h2 className={classes.label}>
            {model.label}
            {typeof oldLabel === "string" ? <del className={classes.old}>{oldLabel}</del> : null}
          </h2>
          <span className={classes.count}>
            {count === undefined ? null : count === "1" ? "1 row" : `${count} rows`}
          </span>
          <span className={classes.name}>{model.name}</span>
          <ProblemDot problem={problems[0]} />
        </>
      )}
      {isRemoved ? (
        <Tooltip label={`Restore ${model.label}`}>
          <ActionIcon
            size="sm"
            aria-label={`Restore ${model.label}`}
            className="nodrag"
            onClick={() => canvas.actions().restore(model.id)}
          >
            <IconArrowBackUp size={14} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      ) : null}
    </header>
  );
}

function Rows(props: {
  readonly modelId: ModelId;
  readonly fieldId: FieldId | undefined;
  readonly isSelected: boolean;
  readonly isRemoved: boolean;
}) {
  const { modelId, fieldId, isSelected, isRemoved } = props;
  const rows = useRows(modelId);
  const updateOwnHandles = useHandlesOfRows(modelId, rows);
  return (
    <>
      <ul className={classes.rows}>
        {rows.map(({ field, isRemoved: isGone }) =>
          isGone ? (
            <RemovedFieldLine key={field.id} field={field} isModelRemoved={isRemoved} />
          ) : (
            <FieldLine
              key={field.id}
              field={field}
              isSelected={fieldId === field.id}
              isTabStop={isSelected}
              onHandles={updateOwnHandles}
            />
          ),
        )}
      </ul>
      <div className={classes.foot}>{isRemoved ? null : <Foot modelId={modelId} isSelected={isSelected} />}</div>
    </>
  );
}

/** React Flow finds the handles anew: a row that moved takes them along, and it only notices a changed size. */
function useHandlesOfRows(modelId: ModelId, rows: ReturnType<typeof useRows>): () => void {
  const updateHandles = useUpdateNodeInternals();
  const rowIds = rows.map(({ field }) => field.id).join();
  const updateOwnHandles = useCallback(() => updateHandles(modelId), [updateHandles, modelId]);
  const drawnRows = useRef(rowIds);
  useEffect(() => {
    if (drawnRows.current === rowIds) return;
    drawnRows.current = rowIds;
    updateHandles(modelId);
  }, [rowIds, modelId, updateHandles]);
  return updateOwnHandles;
}

/** Where the next field is added. */
function Foot({ modelId, isSelected }: { readonly modelId: ModelId; readonly isSelected: boolean }) {
  const canvas = useCanvas();
  const isAdding = useModelsUi((ui) => ui.addingFieldTo === modelId);
  const set = useModelsUi((ui) => ui.set);
  return isAdding ? (
    <AddField
      look="node"
      modelId={modelId}
      onDone={(how) => {
        set({ addingFieldTo: undefined });
        if (how === "byKey") focusCanvas();
      }}
    />
  ) : (
    <IfMay action="edit">
      <button
        type="button"
        className={`${classes.add} nodrag`}
        tabIndex={isSelected ? 0 : -1}
        onClick={(event) => {
          event.stopPropagation();
          canvas.select({ modelId });
          set({ addingFieldTo: modelId });
        }}
      >
        <IconPlus size={14} stroke={1.75} aria-hidden="true" /> Add field
      </button>
    </IfMay>
  );
}

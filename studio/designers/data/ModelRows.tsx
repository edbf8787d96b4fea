import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconArrowBackUp, IconEyeOff, IconPlus, IconTrash } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import type { AppSummary } from "#contract/http/apps";
import type { DraftState } from "#contract/http/drafts";
import { readDefinition } from "#engine/definition/reader";
import type { FieldRecord } from "#engine/definition/records/field";
import type { ModelRecord } from "#engine/definition/records/model";
import { EmptyState } from "../../components/EmptyState.tsx";
import { Screen } from "../../components/Screen.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { useReader } from "../../draft-session/react/use-draft.ts";
import { useAnnounce } from "../../presence/use-presence.ts";
import { IfMay } from "../../session/IfMay.tsx";
import { useUiStore } from "../../session/ui-store.ts";
import { useMay } from "../../session/use-may.ts";
import { DeleteRows } from "./DeleteRows.tsx";
import classes from "./data.module.css";
import { FilterBar } from "./FilterBar.tsx";
import { Grid, type GridProps } from "./Grid.tsx";
import { type GridColumn, gridColumns, relationTarget } from "./grid-columns.ts";
import type { GridRow } from "./grid-row.ts";
import { ImportRows } from "./ImportRows.tsx";
import { RelationPanel } from "./RelationPanel.tsx";
import { rowQuery } from "./row-filters.ts";
import { useDataAddress } from "./use-data-address.ts";
import { useGridCommands } from "./use-grid-commands.ts";
import { useRows } from "./use-rows.ts";

const none: readonly FieldRecord[] = [];

/** One model's sheet: filters above, the grid, what is not live said in a banner, the relation panel beside. */
export function ModelRows(props: {
  readonly app: AppSummary;
  readonly model: ModelRecord;
  readonly live: DraftState["live"];
  readonly stagedRows: number | undefined;
}) {
  const { app, model } = props;
  const draft = useReader();
  const may = useMay();
  const canWrite = may("writeRows");
  const navigate = useNavigate();
  const [, setParameters] = useSearchParams();
  const [address, changeAddress] = useDataAddress();
  const live = useMemo(() => props.live && readDefinition(props.live.definition), [props.live]);
  const isLive = live?.model(model.id) !== undefined;
  const isStaged = !isLive && props.stagedRows !== undefined;
  const liveFields = useMemo(
    () => (isStaged ? draft.fields(model.id) : (live?.fields(model.id) ?? none)),
    [isStaged, draft, live, model.id],
  );
  const [resized, setResized] = useState<ReadonlyMap<string, number>>(new Map());
  const columns = useMemo(
    () => gridColumns({ draft, live, modelId: model.id, isStaged, canWrite, hidden: address.hidden, resized }),
    [draft, live, model.id, isStaged, canWrite, address.hidden, resized],
  );
  const allColumns = useMemo(
    () => gridColumns({ draft, live, modelId: model.id, isStaged, canWrite, hidden: new Set(), resized: new Map() }),
    [draft, live, model.id, isStaged, canWrite],
  );
  const query = useMemo(
    () =>
      rowQuery({
        filters: address.filters,
        order: address.order,
        search: address.search,
        liveName: (fieldId) => liveFields.find((field) => field.id === fieldId)?.name,
      }),
    [address, liveFields],
  );
  const { session, state } = useRows({
    appId: app.id,
    modelId: model.id,
    query,
    generation: props.live?.releaseId ?? 0,
    liveFields,
    enabled: isLive || isStaged,
  });

  const tell = useCallback((message: string) => notifications.show({ message }), []);
  const commands = useGridCommands(session, columns, tell);
  const { notice } = state;
  useEffect(() => {
    if (notice) tell(notice.message);
  }, [notice, tell]);

  const [active, setActive] = useState<{ row: GridRow | undefined; column: GridColumn | undefined }>({
    row: undefined,
    column: undefined,
  });
  const onActive = useCallback(
    (row: GridRow | undefined, column: GridColumn | undefined) => setActive({ row, column }),
    [],
  );
  const activeId = active.row?.id;
  useAnnounce(
    active.column && activeId !== undefined
      ? { recordId: active.column.field.id, rowKey: String(activeId) }
      : undefined,
  );
  // The cell that the relation panel was opened on: it closes when one moves on, and so never takes the focus by itself.
  const setInspectorOpen = useUiStore((ui) => ui.setInspectorOpen);
  const [panelOf, setPanelOf] = useState<string>();
  const closePanel = () => {
    setPanelOf(undefined);
    selection.current?.focus();
  };
  const [asked, setAsked] = useState<FieldRecord>();
  const [deleting, setDeleting] = useState<readonly string[]>();
  const selection: GridProps["selectionRef"] = useRef(null);

  const name = model.pluralLabel ?? model.label;
  const isFiltered = address.filters.length > 0 || address.search !== "";
  const addRow = () => {
    const key = session.addNew();
    // The first row of an empty model brings the grid with it.
    requestAnimationFrame(() => selection.current?.goTo(key));
  };
  const isEmpty = !state.loading && !state.hasMore && state.rows.length === 0;
  const activeCell = active.row && active.column ? `${active.row.key} ${active.column.field.id}` : "";
  const panel =
    panelOf !== undefined &&
    panelOf === activeCell &&
    live &&
    active.row &&
    active.column &&
    relationTarget(active.column.live) ? (
      <RelationPanel
        appId={app.id}
        live={live}
        row={active.row}
        column={active.column}
        onPick={(target) => {
          if (active.row && active.column) commands.relate(active.row, active.column, target);
          closePanel();
        }}
        onClose={closePanel}
      />
    ) : undefined;

  return (
    <Screen
      title={name}
      width="full"
      inspector={panel}
      actions={
        isLive && (
          <>
            {address.hidden.size > 0 && (
              <Button
                size="sm"
                variant="subtle"
                color="gray"
                leftSection={<IconEyeOff size={16} stroke={1.5} aria-hidden />}
                onClick={() => changeAddress({ hidden: new Set() })}
              >
                Show {address.hidden.size} hidden
              </Button>
            )}
            {canWrite && (
              <>
                <Button
                  size="sm"
                  variant="subtle"
                  color="gray"
                  disabled={state.undoLabel === undefined}
                  leftSection={<IconArrowBackUp size={16} stroke={1.5} aria-hidden />}
                  onClick={() => void session.undo()}
                >
                  {state.undoLabel === undefined ? "Undo" : `Undo ${state.undoLabel.toLowerCase()}`}
                </Button>
                <Button
                  size="sm"
                  variant="default"
                  leftSection={<IconTrash size={16} stroke={1.5} aria-hidden />}
                  disabled={active.row === undefined}
                  onClick={() => setDeleting(selection.current?.selectedKeys())}
                >
                  Delete
                </Button>
                <ImportRows draftId={app.draftId} modelId={model.id} name={name} />
                <Button size="sm" leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />} onClick={addRow}>
                  Add row
                </Button>
              </>
            )}
          </>
        )
      }
    >
      <Banner
        model={model}
        isLive={isLive}
        stagedRows={isStaged ? props.stagedRows : undefined}
        unpublished={isLive ? allColumns.filter((column) => column.live === undefined).length : 0}
        onPublish={() =>
          setParameters((current) => {
            current.set("publish", "");
            return current;
          })
        }
      />
      {(isLive || isStaged) && (
        <>
          <FilterBar
            columns={allColumns}
            address={address}
            onChange={changeAddress}
            asked={asked}
            onAsked={() => setAsked(undefined)}
          />
          {state.failure !== undefined && (
            <p role="alert" className={classes.failure}>
              {state.failure}
              <Button size="xs" variant="default" onClick={() => void session.loadMore()}>
                Try again
              </Button>
            </p>
          )}
          {isEmpty ? (
            <EmptyState
              title={isFiltered ? "No row is like that" : `No ${name} yet`}
              action={
                isFiltered ? (
                  <Button variant="default" onClick={() => changeAddress({ filters: [], search: "" })}>
                    Show all rows
                  </Button>
                ) : (
                  isLive && canWrite && <Button onClick={addRow}>Add the first row</Button>
                )
              }
              example={
                isFiltered || !canWrite
                  ? undefined
                  : "Drop a CSV or Excel file here to import its rows, or paste cells from a spreadsheet into a new row."
              }
            >
              {isFiltered
                ? "The filters above leave nothing. Change or remove one."
                : "Rows that people, API clients or you add are here, and change here at once."}
            </EmptyState>
          ) : state.rows.length === 0 && state.failure !== undefined ? null : state.rows.length === 0 &&
            state.loading ? (
            <div className={classes.loading}>
              <SkeletonRows what={`Loading ${name}`} count={12} />
            </div>
          ) : (
            <Grid
              label={name}
              columns={columns}
              state={state}
              session={session}
              commands={commands}
              order={address.order}
              filters={address.filters}
              selectionRef={selection}
              onActive={onActive}
              onOpenRelation={() => {
                setInspectorOpen(true);
                setPanelOf(activeCell);
              }}
              onDeleteRows={(keys) => canWrite && setDeleting(keys)}
              menu={{
                sort: (column, direction) =>
                  changeAddress({ order: direction && { fieldId: column.field.id, direction } }),
                filter: (column) => setAsked(column.live),
                hide: (column) => changeAddress({ hidden: new Set([...address.hidden, column.field.id]) }),
                edit: (column) => navigate(`/apps/${app.id}/models/${model.id}?field=${column.field.id}`),
                resize: (column, width) =>
                  setResized(new Map([...resized, [column.field.id, Math.max(56, Math.min(width, 800))]])),
              }}
            />
          )}
        </>
      )}
      {deleting && deleting.length > 0 && live && (
        <DeleteRows
          live={live}
          model={model}
          count={deleting.length}
          onClose={() => setDeleting(undefined)}
          onDelete={() => {
            setDeleting(undefined);
            void session.remove(deleting);
          }}
        />
      )}
    </Screen>
  );
}

function Banner(props: {
  readonly model: ModelRecord;
  readonly isLive: boolean;
  readonly stagedRows: number | undefined;
  readonly unpublished: number;
  readonly onPublish: () => void;
}) {
  const name = props.model.pluralLabel ?? props.model.label;
  if (props.stagedRows !== undefined) {
    return (
      <p className={classes.banner} role="note">
        Not published: {props.stagedRows.toLocaleString("en")} imported rows wait beside live. They can be changed here
        once they are live.
        <IfMay action="publish">
          <Button size="xs" onClick={props.onPublish}>
            Review publishing
          </Button>
        </IfMay>
      </p>
    );
  }
  if (!props.isLive) {
    return (
      <EmptyState
        title={`${name} is not live yet`}
        action={
          <IfMay action="publish">
            <Button onClick={props.onPublish}>Review publishing</Button>
          </IfMay>
        }
        example={<Link to={`../models/${props.model.id}`}>See its fields</Link>}
      >
        The model is drawn but has no table yet. Once it is published, its rows are here.
      </EmptyState>
    );
  }
  if (props.unpublished === 0) return null;
  return (
    <p className={classes.banner} role="note">
      {props.unpublished === 1 ? "One field is" : `${props.unpublished} fields are`} not published yet: grey and empty
      here until then.
      <IfMay action="publish">
        <Button size="xs" variant="default" onClick={props.onPublish}>
          Review publishing
        </Button>
      </IfMay>
    </p>
  );
}

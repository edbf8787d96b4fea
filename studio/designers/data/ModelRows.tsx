import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { FieldRecord } from "#engine/definition/records/field";
import { Screen } from "../../components/Screen.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { useOwnUndo } from "../../session/screen-undo.ts";
import { useMay } from "../../session/use-may.ts";
import { DeletedRows } from "./DeletedRows.tsx";
import { DeleteRows } from "./DeleteRows.tsx";
import classes from "./data.module.css";
import { FilterBar } from "./FilterBar.tsx";
import { Grid, type GridProps } from "./Grid.tsx";
import { relationTarget } from "./grid-columns.ts";
import { type GridCommands, useGridCommands } from "./grid-commands.ts";
import { ImportRows } from "./ImportRows.tsx";
import { NoRows } from "./NoRows.tsx";
import { RelationPanel } from "./RelationPanel.tsx";
import { RowActions } from "./RowActions.tsx";
import { RowPanel } from "./RowPanel.tsx";
import { RowsBanner } from "./RowsBanner.tsx";
import { useActiveCell } from "./use-active-cell.ts";
import { useDataAddress } from "./use-data-address.ts";
import { useExport } from "./use-export.ts";
import { type ModelRowsInput, useModelRows } from "./use-model-rows.ts";

const notify = (message: string): void => void notifications.show({ message });

/** One model's sheet: filters above, the grid, a banner for what is not live, the relation panel beside. */
export function ModelRows(props: ModelRowsInput) {
  const { app, model } = props;
  const canWrite = useMay()("writeRows");
  const address = useDataAddress();
  const rows = useModelRows(props, address[0], canWrite);
  const { live, isLive, isStaged, session } = rows;
  const commands = useGridCommands({ session, columns: rows.columns, notify });
  useNotices(rows);
  const selection: GridProps["selectionRef"] = useRef(null);
  const active = useActiveCell(selection);
  const [deleting, setDeleting] = useState<readonly string[]>();
  const [showsDeleted, setShowsDeleted] = useState(false);
  const name = model.pluralLabel ?? model.label;
  const addRow = () => {
    const key = session.addNew();
    // The first row of an empty model shows the grid.
    requestAnimationFrame(() => selection.current?.goTo(key));
  };
  const shared = { ...props, name, rows, address, canWrite, commands, selection, active };
  return (
    <Screen
      title={name}
      width="full"
      inspector={
        relationPanel({ appId: app.id, live, active, commands }) ??
        rowPanel({ ...shared, onDelete: (key) => setDeleting([key]) })
      }
      actions={
        isLive && (
          <SheetActions {...shared} onAdd={addRow} onDelete={setDeleting} onShowDeleted={() => setShowsDeleted(true)} />
        )
      }
    >
      <Banner {...props} rows={rows} />
      {(isLive || isStaged) && <FilteredSheet {...shared} onAdd={addRow} onDelete={setDeleting} />}
      {showsDeleted && live && (
        <DeletedRows
          appId={app.id}
          live={live}
          model={model}
          canWrite={canWrite}
          onRestored={() => void session.reload()}
          onClose={() => setShowsDeleted(false)}
        />
      )}
      {deleting && deleting.length > 0 && live && (
        <DeleteRows
          appId={app.id}
          live={live}
          model={model}
          count={deleting.length}
          rowIds={rows.state.rows.flatMap(({ key, id }) => (id !== undefined && deleting.includes(key) ? [id] : []))}
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

/** Tells what the session says once, and makes its undo the one of the screen. */
function useNotices({ session, state }: ReturnType<typeof useModelRows>): void {
  const { notice } = state;
  useEffect(() => {
    if (notice) notify(notice.message);
  }, [notice]);
  useOwnUndo(
    state.undoLabel,
    useCallback(() => void session.undo(), [session]),
  );
}

/** What is not live: the model, imported rows that wait, or some of its fields. */
function Banner({ model, stagedRows, rows }: ModelRowsInput & { readonly rows: ReturnType<typeof useModelRows> }) {
  const [, setParameters] = useSearchParams();
  const { isLive, isStaged, allColumns } = rows;
  return (
    <RowsBanner
      model={model}
      isLive={isLive}
      stagedRows={isStaged ? stagedRows : undefined}
      unpublished={isLive ? allColumns.filter((column) => column.live === undefined).length : 0}
      onPublish={() =>
        setParameters((current) => {
          current.set("publish", "");
          return current;
        })
      }
    />
  );
}

interface SheetProps extends ModelRowsInput {
  readonly name: string;
  readonly rows: ReturnType<typeof useModelRows>;
  readonly address: ReturnType<typeof useDataAddress>;
  readonly canWrite: boolean;
  readonly commands: GridCommands;
  readonly selection: RefObject<GridProps["selectionRef"]["current"]>;
  readonly active: ReturnType<typeof useActiveCell>;
  readonly onAdd: () => void;
  readonly onDelete: (keys: readonly string[] | undefined) => void;
}

function SheetActions(props: SheetProps & { readonly onShowDeleted: () => void }) {
  const { app, model, name, address, canWrite, active, selection, onAdd, onDelete, onShowDeleted } = props;
  const [{ hidden }, changeAddress] = address;
  const exportRows = useExport({
    appId: app.id,
    modelId: model.id,
    name,
    query: props.rows.query,
    columns: props.rows.columns,
  });
  return (
    <RowActions
      hiddenCount={hidden.size}
      canWrite={canWrite}
      canDelete={active.row !== undefined}
      onShowHidden={() => changeAddress({ hidden: new Set() })}
      onExport={() => void exportRows()}
      onShowDeleted={onShowDeleted}
      onDelete={() => onDelete(selection.current?.selectedKeys())}
      onAdd={onAdd}
      importRows={<ImportRows draftId={app.draftId} modelId={model.id} name={name} />}
    />
  );
}

/** The filters and the grid; a column's menu may ask for a filter. */
function FilteredSheet(props: SheetProps) {
  const [asked, setAsked] = useState<FieldRecord>();
  const [address, changeAddress] = props.address;
  return (
    <>
      <FilterBar
        columns={props.rows.allColumns}
        address={address}
        onChange={changeAddress}
        asked={asked}
        onAsked={() => setAsked(undefined)}
      />
      <Sheet {...props} onAsk={setAsked} />
    </>
  );
}

/** The grid, or what is shown until there are rows. */
function Sheet(props: SheetProps & { readonly onAsk: (field: FieldRecord | undefined) => void }) {
  const { name, rows, canWrite, active } = props;
  const { session, state } = rows;
  const [address, changeAddress] = props.address;
  const navigate = useNavigate();
  const failure = state.failure !== undefined && (
    <p role="alert" className={classes.failure}>
      {state.failure}
      <Button size="xs" variant="default" onClick={() => void session.loadMore()}>
        Try again
      </Button>
    </p>
  );
  if (state.rows.length === 0 && failure) return failure;
  if (state.rows.length === 0 && state.loading) {
    return (
      <div className={classes.loading}>
        <SkeletonRows what={`Loading ${name}`} count={12} />
      </div>
    );
  }
  if (state.rows.length === 0 && !state.hasMore) {
    return (
      <NoRows
        name={name}
        isFiltered={address.filters.length > 0 || address.search !== ""}
        canWrite={canWrite}
        canAdd={rows.isLive && canWrite}
        onShowAll={() => changeAddress({ filters: [], search: "" })}
        onAdd={props.onAdd}
      />
    );
  }
  return (
    <>
      {failure}
      <Grid
        label={name}
        columns={rows.columns}
        state={state}
        session={session}
        commands={props.commands}
        order={address.order}
        filters={address.filters}
        selectionRef={props.selection}
        onActive={active.onActive}
        onOpenRelation={active.openPanel}
        onOpenRow={active.openRow}
        onAddBelow={(key) => {
          const added = session.addNew({}, { after: key });
          requestAnimationFrame(() => props.selection.current?.goTo(added));
        }}
        canWrite={canWrite}
        onDeleteRows={(keys) => canWrite && props.onDelete(keys)}
        menu={{
          sort: (column, direction) => changeAddress({ order: direction && { fieldId: column.field.id, direction } }),
          filter: (column) => props.onAsk(column.live),
          hide: (column) => changeAddress({ hidden: new Set([...address.hidden, column.field.id]) }),
          edit: (column) => navigate(`/apps/${props.app.id}/models/${props.model.id}?field=${column.field.id}`),
          resize: (column, width) => rows.resize(column.field.id, width),
        }}
      />
    </>
  );
}

/** Undefined while the panel is closed, or the active cell holds no relation. */
function relationPanel(input: {
  readonly appId: ModelRowsInput["app"]["id"];
  readonly live: ReturnType<typeof useModelRows>["live"];
  readonly active: ReturnType<typeof useActiveCell>;
  readonly commands: GridCommands;
}) {
  const { appId, live, active, commands } = input;
  const { row, column, panelText, closePanel } = active;
  if (panelText === undefined || !live || !row || !column || !relationTarget(column.live)) return undefined;
  return (
    <RelationPanel
      appId={appId}
      live={live}
      row={row}
      column={column}
      typed={panelText}
      onPick={(target) => {
        commands.relate({ row, column }, target);
        closePanel();
      }}
      onClose={closePanel}
    />
  );
}

/** The row that the keyboard is on, once its panel was opened. */
function rowPanel(input: {
  readonly app: ModelRowsInput["app"];
  readonly name: string;
  readonly rows: ReturnType<typeof useModelRows>;
  readonly active: ReturnType<typeof useActiveCell>;
  readonly selection: SheetProps["selection"];
  readonly commands: GridCommands;
  readonly canWrite: boolean;
  readonly onDelete: (key: string) => void;
}) {
  const { rows, active, selection } = input;
  const row = active.row && rows.state.rows.find(({ key }) => key === active.row?.key);
  if (!active.isRowOpen || !rows.live || !row) return undefined;
  return (
    <RowPanel
      appId={input.app.id}
      live={rows.live}
      over={input.name}
      row={row}
      columns={rows.allColumns}
      commands={input.commands}
      canWrite={input.canWrite}
      onStep={(by) => selection.current?.step(by)}
      onDelete={() => input.onDelete(row.key)}
      onClose={active.closePanel}
    />
  );
}

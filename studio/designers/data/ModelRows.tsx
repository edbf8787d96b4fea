import { notifications } from "@mantine/notifications";
import { useCallback, useEffect, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { findRowsByTitle } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import type { FieldRecord } from "#engine/definition/records/field";
import { call } from "../../api/client.ts";
import { Screen } from "../../components/Screen.tsx";
import { useOwnUndo } from "../../session/screen-undo.ts";
import { useMay } from "../../session/use-may.ts";
import { CauseBar } from "./cause/CauseBar.tsx";
import { DeleteAnyway } from "./DeleteAnyway.tsx";
import { DeletedRows } from "./DeletedRows.tsx";
import { DeleteRows } from "./DeleteRows.tsx";
import { FilterBar } from "./FilterBar.tsx";
import { useGridCommands } from "./grid-commands.ts";
import type { GridProps } from "./grid-props.ts";
import { ImportRows } from "./ImportRows.tsx";
import type { FindByTitle } from "./link-texts.ts";
import { RowActions } from "./RowActions.tsx";
import { RowsBanner } from "./RowsBanner.tsx";
import { relationPanel, rowPanel } from "./row-panels.tsx";
import { Sheet } from "./Sheet.tsx";
import type { SheetProps } from "./sheet-props.ts";
import { useActiveCell } from "./use-active-cell.ts";
import { useAskedRows } from "./use-asked-rows.ts";
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
  const { rowReader, isStaged, session } = rows;
  const commands = useGridCommands({ session, columns: rows.columns, notify, findByTitle: useFindByTitle(app.id) });
  useNotices(rows);
  const selection: GridProps["selectionRef"] = useRef(null);
  const active = useActiveCell(selection);
  const [deleting, setDeleting] = useState<readonly string[]>();
  const [showsDeleted, setShowsDeleted] = useState(false);
  const name = model.pluralLabel ?? model.label;
  const addRow = () => {
    const key = session.addNew();
    // React shows the row, and of an empty model the grid, in a microtask that is queued already. A frame later somebody who
    // types at once would have left the row, and be led back to it.
    queueMicrotask(() => selection.current?.goTo(key));
  };
  useAskedRows({ rows, wanted: address[0].row, canWrite, addRow, active, selection });
  const shared = { ...props, name, rows, address, canWrite, commands, selection, active };
  return (
    <Screen
      title={name}
      width="full"
      inspector={
        relationPanel({ appId: app.id, live: rowReader, active, commands }) ??
        rowPanel({ ...shared, onDelete: (key) => setDeleting([key]) })
      }
      actions={
        <SheetActions {...shared} onAdd={addRow} onDelete={setDeleting} onShowDeleted={() => setShowsDeleted(true)} />
      }
    >
      <Banner rows={rows} />
      <FilteredSheet {...shared} onAdd={addRow} onDelete={setDeleting} />
      {showsDeleted && !isStaged && rowReader && (
        <DeletedRows
          appId={app.id}
          live={rowReader}
          model={model}
          canWrite={canWrite}
          onRestored={() => void session.reload()}
          onClose={() => setShowsDeleted(false)}
        />
      )}
      {deleting && deleting.length > 0 && rowReader && (
        <DeleteRows
          appId={app.id}
          live={rowReader}
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
      {rows.state.warnedDelete && (
        <DeleteAnyway
          model={model}
          warned={rows.state.warnedDelete}
          onDelete={() => void session.deleteAnyway()}
          onClose={() => session.keepWarned()}
        />
      )}
    </Screen>
  );
}

/** The rows that have a title, for lists of links that are pasted. */
const useFindByTitle = (appId: AppId): FindByTitle =>
  useCallback(
    async (modelId, titles) =>
      (await call(findRowsByTitle, { params: { appId, modelId }, body: { titles: [...titles] } })).results,
    [appId],
  );

/** Tells what the session says once, and makes its undo the one of the screen. */
function useNotices({ session, state }: ReturnType<typeof useModelRows>): void {
  const { notice } = state;
  useEffect(() => {
    if (notice) notify(notice.message);
  }, [notice]);
  useOwnUndo({
    label: state.undoLabel,
    redoLabel: state.redoLabel,
    undo: useCallback(() => void session.undo(), [session]),
    redo: useCallback(() => void session.redo(), [session]),
  });
}

/** What is not live: the model with its rows, or some of its fields. */
function Banner({ rows }: { readonly rows: ReturnType<typeof useModelRows> }) {
  const [, setParameters] = useSearchParams();
  const { isStaged, allColumns } = rows;
  return (
    <RowsBanner
      isStaged={isStaged}
      unpublished={allColumns.filter((column) => column.live === undefined).length}
      onPublish={() =>
        setParameters((current) => {
          current.set("publish", "");
          return current;
        })
      }
    />
  );
}

function SheetActions(props: SheetProps & { readonly onShowDeleted: () => void }) {
  const { app, model, name, address, canWrite, active, selection, onAdd, onDelete, onShowDeleted } = props;
  const [{ hidden }, changeAddress] = address;
  const { isStaged } = props.rows;
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
      {...(isStaged ? {} : { onShowDeleted })}
      onDelete={() => onDelete(selection.current?.selectedKeys())}
      onAdd={onAdd}
      importRows={isStaged ? null : <ImportRows draftId={app.draftId} modelId={model.id} name={name} />}
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
      {address.cause !== undefined && <CauseBar {...props} onShowAll={() => changeAddress({ cause: undefined })} />}
      <Sheet {...props} onAsk={setAsked} />
    </>
  );
}

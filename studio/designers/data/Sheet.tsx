import { Button } from "@mantine/core";
import { useNavigate } from "react-router";
import type { FieldRecord } from "#engine/definition/records/field";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import classes from "./data.module.css";
import { Grid } from "./Grid.tsx";
import { listAddress } from "./list-columns.ts";
import { NoRows } from "./NoRows.tsx";
import { rowMoves } from "./row-moves.ts";
import type { SheetProps } from "./sheet-props.ts";

/** The grid, or what is shown until there are rows. */
export function Sheet(props: SheetProps & { readonly onAsk: (field: FieldRecord | undefined) => void }) {
  const { name, rows, canWrite } = props;
  const { session, state } = rows;
  const [address, changeAddress] = props.address;
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
        isFiltered={address.filters.length > 0 || address.search !== "" || address.cause !== undefined}
        canWrite={canWrite}
        isStaged={rows.isStaged}
        onShowAll={() => changeAddress({ filters: [], search: "", cause: undefined })}
        onAdd={props.onAdd}
      />
    );
  }
  return (
    <>
      {failure}
      <LiveGrid {...props} />
    </>
  );
}

function LiveGrid(props: Parameters<typeof Sheet>[0]) {
  const { name, rows, canWrite, active } = props;
  const { session, state } = rows;
  const [address, changeAddress] = props.address;
  const navigate = useNavigate();
  return (
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
      place={{ appId: props.app.id, live: rows.rowReader }}
      onOpenRelation={active.openPanel}
      onOpenList={(row, list) => {
        const address = listAddress(props.app.id, row, list);
        if (address !== undefined) navigate(address);
      }}
      onOpenRow={active.openRow}
      onAddBelow={(key) => {
        const added = session.addNew({}, { after: key });
        requestAnimationFrame(() => props.selection.current?.goTo(added));
      }}
      canWrite={canWrite}
      moves={rowMoves(props)}
      onDeleteRows={(keys) => canWrite && props.onDelete(keys)}
      menu={{
        sort: (column, direction) => changeAddress({ order: direction && { fieldId: column.field.id, direction } }),
        filter: (column) => props.onAsk(column.live),
        hide: (column) => changeAddress({ hidden: new Set([...address.hidden, column.field.id]) }),
        edit: (column) => navigate(`/apps/${props.app.id}/models/${props.model.id}?field=${column.field.id}`),
        resize: (column, width) => rows.resize(column.field.id, width),
      }}
    />
  );
}

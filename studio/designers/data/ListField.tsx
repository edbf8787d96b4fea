import { Link } from "react-router";
import type { AppId } from "#contract/platform-ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { FieldRow } from "../../components/FieldRow.tsx";
import { limitOfList } from "./choice-limit.ts";
import classes from "./data.module.css";
import type { GridColumn } from "./grid-columns.ts";
import type { GridCommands } from "./grid-commands.ts";
import type { GridRow } from "./grid-row.ts";
import { LinksInput } from "./LinksInput.tsx";
import { ListValue } from "./ListValue.tsx";
import { type ColumnList, countText, isMutual, linkedRows, listAddress, listName } from "./list-columns.ts";

/** A list in the panel of a row: each change of its links is saved at once. */
export function ListField(props: {
  readonly appId: AppId;
  readonly live: DefinitionReader;
  readonly row: GridRow;
  readonly column: GridColumn;
  readonly list: ColumnList;
  readonly commands: GridCommands;
}) {
  const { appId, live, row, column, list, commands } = props;
  const { collection } = list;
  const name = listName(list);
  const issue = row.issues[name];
  return (
    <FieldRow label={column.field.label} refusal={issue && issue.kind !== "waiting" ? issue.message : undefined}>
      {column.canEdit ? (
        <LinksInput
          appId={appId}
          live={live}
          modelId={collection.target.id}
          label={column.field.label}
          linked={linkedRows(row, collection.name)}
          limit={limitOfList(live, collection, row)}
          isOrdered={list.isOrdered}
          except={isMutual(list) ? row.id : undefined}
          onChange={(next) => commands.link({ row, column }, next)}
        />
      ) : list.kind === "count" ? (
        <CountLink address={listAddress(appId, row, list)} text={countText(row.values[name], collection)} />
      ) : (
        <ListValue appId={appId} row={row} list={list} />
      )}
    </FieldRow>
  );
}

function CountLink({ address, text }: { readonly address: string | undefined; readonly text: string }) {
  if (text === "" || address === undefined) return <span className={classes.quiet}>None</span>;
  return <Link to={address}>{text}</Link>;
}

import { Link } from "react-router";
import type { AppId } from "#contract/platform-ids";
import classes from "./grid.module.css";
import type { GridRow } from "./grid-row.ts";
import { type ColumnList, countText, linkedRows, listAddress } from "./list-columns.ts";

/** A list in its cell: linked rows by title, or how many rows there are, which leads to them. */
export function ListValue({
  appId,
  row,
  list,
}: {
  readonly appId: AppId;
  readonly row: GridRow;
  readonly list: ColumnList;
}) {
  const { collection, kind } = list;
  if (kind === "count") {
    const text = countText(row.values[`${collection.name}.count`], collection);
    const address = listAddress(appId, row, list);
    if (text === "" || address === undefined) return null;
    return (
      <Link to={address} tabIndex={-1} className={classes.count}>
        {text}
      </Link>
    );
  }
  return (
    <span className={classes.chips}>
      {linkedRows(row, collection.name).map(({ id, title }) => (
        <span key={id} className={classes.chip} title={title}>
          {title}
        </span>
      ))}
      {row.cut?.includes(collection.name) ? <span className={classes.chip}>…</span> : null}
    </span>
  );
}

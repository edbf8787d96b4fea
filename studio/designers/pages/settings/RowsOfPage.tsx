import type { FieldId } from "#engine/definition/ids";
import type { RouteRecord } from "#engine/definition/records/route";
import type { RowOrder } from "#engine/definition/row-order";
import { canOrder } from "#engine/expressions/totals";
import { viewTypeOf } from "#engine/view-types/registry";
import { PlainSelect } from "../../../components/PlainSelect.tsx";
import { useReader } from "../../../draft-session/react/use-draft.ts";
import { QueryFields } from "../data/QueryFields.tsx";
import classes from "./settings.module.css";
import type { PageSettingsOf } from "./use-page-settings.ts";

/** Which rows a list page has, in which order and groups, and how many at once. */
export function RowsOfPage({ route, settings }: { readonly route: RouteRecord; readonly settings: PageSettingsOf }) {
  const reader = useReader();
  const { model, setOptions, setGroup } = settings;
  const rows = viewTypeOf(route.view)?.rows;
  const listed = rows?.listed?.(route.view);
  if (!model || !rows || !listed) return null;
  const grouping = reader.fields(model.id).filter((field) => canOrder(reader, field));
  return (
    <section className={classes.section} aria-label="Rows">
      <h3 className={classes.title}>Rows</h3>
      <QueryFields
        reader={reader}
        modelId={model.id}
        result="list"
        limitLabel="Rows on a page"
        value={{ where: listed.where, sort: [...(listed.sort ?? [])] as RowOrder, limit: rows.pageSize(route.view) }}
        onChange={(change) =>
          setOptions({
            ...("where" in change ? { where: change.where } : {}),
            ...(change.sort ? { sort: change.sort.length > 0 ? change.sort : undefined } : {}),
            ...(change.limit === undefined ? {} : { pageSize: change.limit }),
          })
        }
      />
      <PlainSelect
        label="In groups by"
        value={listed.groupBy ?? ""}
        onChange={(event) => setGroup((event.currentTarget.value || undefined) as FieldId | undefined)}
      >
        <option value="">No groups</option>
        {grouping.map(({ id, label }) => (
          <option key={id} value={id}>
            {label}
          </option>
        ))}
      </PlainSelect>
    </section>
  );
}

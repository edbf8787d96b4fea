import { ActionIcon, Button } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconPlus, IconTrash } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { listRows } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import { type Collection, isOwned } from "#engine/definition/collections";
import type { DefinitionReader } from "#engine/definition/reader";
import { positionWithin } from "#engine/field-types/position-scope";
import { call } from "../../api/client.ts";
import { FieldRow } from "../../components/FieldRow.tsx";
import { Refusal } from "../../components/Refusal.tsx";
import classes from "./data.module.css";
import { type GridColumn, gridColumns } from "./grid-columns.ts";
import { type GridCommands, shownText } from "./grid-commands.ts";
import type { GridRow, LineDraft } from "./grid-row.ts";
import { hasUnsavedLines, newLine, storedLine, withoutLine, withValue } from "./line-drafts.ts";
import { type ColumnList, listAddress } from "./list-columns.ts";
import { RowField } from "./RowField.tsx";

/** Rows that belong to the row and are written with it. */
export const isLines = (collection: Collection): boolean => isOwned(collection) && !collection.target.link;

const SHOWN = 100;
const NONE: readonly LineDraft[] = [];

/** The lines of a row in its panel: changed here and saved together, with the row itself while it is new. */
export function RowLines(props: {
  readonly appId: AppId;
  readonly live: DefinitionReader;
  readonly row: GridRow;
  readonly list: ColumnList;
  readonly label: string;
  readonly commands: GridCommands;
  readonly canWrite: boolean;
}) {
  const { appId, live, row, list, label, commands, canWrite } = props;
  const { collection } = list;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [made, setMade] = useState(0);
  const columns = useMemo(() => lineColumns(live, collection, canWrite), [live, collection, canWrite]);
  const order = positionWithin(live, collection.via)?.name;
  const stored = useStoredLines(appId, row, { collection, order });
  const drafts = row.lines?.[collection.name];
  const lines = drafts ?? stored.data?.lines ?? NONE;
  const write = (next: readonly LineDraft[]) => commands.draftLines(row, collection.name, next);
  const noun = collection.target.label.toLowerCase();
  const isOpen = canWrite && !row.saving && (row.id === undefined || stored.isSuccess || drafts !== undefined);
  const toggle = (key: string) => {
    const next = new Set(open);
    if (!next.delete(key)) next.add(key);
    setOpen(next);
  };
  const add = () => {
    const key = `line-${row.key}-${made}`;
    setMade(made + 1);
    setOpen(new Set([...open, key]));
    write([
      ...lines,
      newLine(
        key,
        columns.filter(({ canEdit }) => canEdit).flatMap(({ live: field }) => field ?? []),
      ),
    ]);
  };
  const address = listAddress(appId, row, list);
  return (
    <FieldRow label={label} refusal={stored.isError ? stored.error.message : row.linesProblem}>
      {lines.length === 0 && <span className={classes.quiet}>{stored.isLoading ? "Loading…" : "None"}</span>}
      <ol className={classes.lines}>
        {lines.map((line, index) => (
          <Line
            key={line.key}
            {...{ appId, live, line, columns }}
            title={`${collection.target.label} ${index + 1}`}
            isOpen={open.has(line.key)}
            canWrite={isOpen}
            onToggle={() => toggle(line.key)}
            onChange={(next) => write(lines.map((each) => (each === line ? next : each)))}
            onRemove={() => write(withoutLine(lines, line))}
          />
        ))}
      </ol>
      {stored.data?.hasMore && <p className={classes.quiet}>The first {SHOWN} are shown.</p>}
      <div className={classes.lineActions}>
        {canWrite && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} stroke={1.5} />}
            disabled={!isOpen}
            onClick={add}
          >
            Add {noun}
          </Button>
        )}
        {row.id !== undefined && hasUnsavedLines(drafts && { [collection.name]: drafts }) && (
          <>
            <Button size="xs" disabled={!isOpen} onClick={() => commands.saveLines(row)}>
              Save {label.toLowerCase()}
            </Button>
            <Button
              size="xs"
              variant="subtle"
              color="gray"
              disabled={!isOpen}
              onClick={() => {
                commands.dropLines(row);
                void stored.refetch();
              }}
            >
              Discard
            </Button>
          </>
        )}
        {address !== undefined && <Link to={address}>Open as a sheet</Link>}
      </div>
    </FieldRow>
  );
}

function Line(props: {
  readonly appId: AppId;
  readonly live: DefinitionReader;
  readonly line: LineDraft;
  readonly columns: readonly GridColumn[];
  readonly title: string;
  readonly isOpen: boolean;
  readonly canWrite: boolean;
  readonly onToggle: () => void;
  readonly onChange: (line: LineDraft) => void;
  readonly onRemove: () => void;
}) {
  const { line, columns, title, isOpen, canWrite, onChange } = props;
  const row = asRow(line);
  const texts = columns.map((column) => shownText(row, column)).filter((text) => text !== "");
  const summary = texts.length === 0 ? "New" : texts.slice(0, 4).join(" · ");
  const refused = Object.keys(line.refused).length > 0;
  if (line.isRemoved) {
    return (
      <li className={classes.line} aria-label={title}>
        <div className={classes.lineHead}>
          <s className={classes.quiet}>{summary}</s>
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            aria-label={`Keep ${title}`}
            disabled={!canWrite}
            onClick={() => onChange({ ...line, isRemoved: false })}
          >
            Keep
          </Button>
        </div>
        {line.refused[""] && <Refusal id={`${line.key}-refusal`} message={line.refused[""]} />}
      </li>
    );
  }
  const isShown = isOpen || refused;
  const Chevron = isShown ? IconChevronDown : IconChevronRight;
  return (
    <li className={classes.line} aria-label={title}>
      <div className={classes.lineHead}>
        <button
          type="button"
          className={classes.lineTitle}
          aria-expanded={isShown}
          aria-label={`${title}: ${summary}`}
          onClick={props.onToggle}
        >
          <Chevron size={14} stroke={1.5} aria-hidden />
          <span>{summary}</span>
        </button>
        {canWrite && (
          <ActionIcon aria-label={`Remove ${title}`} onClick={props.onRemove}>
            <IconTrash size={16} stroke={1.5} />
          </ActionIcon>
        )}
      </div>
      {isShown && (
        <div className={classes.lineFields}>
          {columns
            .filter((column) => column.canEdit || shownText(row, column) !== "")
            .map((column) => (
              <RowField
                key={column.field.id}
                appId={props.appId}
                live={props.live}
                row={row}
                column={canWrite ? column : { ...column, canEdit: false }}
                commands={{
                  set: (place, value) => onChange(withValue(line, place.column.name as string, value)),
                  relate: (place, target) =>
                    onChange(withValue(line, place.column.name as string, target?.id ?? null, target?.title ?? null)),
                }}
              />
            ))}
        </div>
      )}
      {line.refused[""] && <Refusal id={`${line.key}-refusal`} message={line.refused[""]} />}
    </li>
  );
}

/** A line as the fields of a row show it. */
function asRow({ key, id, version = 0, values, titles, refused }: LineDraft): GridRow {
  const issues = Object.entries(refused)
    .filter(([name]) => name !== "")
    .map(([name, message]) => [name, { kind: "refused", value: values[name] ?? null, message }] as const);
  return { key, id, version, values, titles, issues: Object.fromEntries(issues), saving: false };
}

/** The fields of a line without the relation to its row. */
const lineColumns = (live: DefinitionReader, { target, via }: Collection, canWrite: boolean) =>
  gridColumns({
    draft: live,
    live,
    modelId: target.id,
    isStaged: false,
    canWrite,
    hidden: new Set([via.id]),
    resized: new Map(),
  }).filter(({ list, name }) => !list && name !== undefined);

/** Read again whenever the row has another version: its lines were written with it. */
function useStoredLines(
  appId: AppId,
  { id, version }: GridRow,
  {
    collection: { target, via },
    order,
  }: {
    readonly collection: Collection /** The position by which they are ordered. */;
    readonly order: string | undefined;
  },
) {
  return useQuery({
    queryKey: ["rows", appId, target.id, "lines", via.id, order, id, version],
    enabled: id !== undefined,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const query = {
        [via.name]: String(id),
        limit: String(SHOWN),
        ...(order === undefined ? {} : { ordering: order }),
      };
      const page = await call(listRows, { params: { appId, modelId: target.id }, query }, { signal });
      return { lines: page.rows.map(storedLine), hasMore: page.next !== null };
    },
  });
}

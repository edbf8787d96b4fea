import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { Link } from "react-router";
import { listRows, listRowTitles, type RowKey } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { pointsTo } from "#engine/definition/records/field";
import { call } from "../../api/client.ts";
import { InspectorPanel, InspectorSection } from "../../components/InspectorPanel.tsx";
import { SkeletonRows } from "../../components/Skeletons.tsx";
import { cellLabel } from "../../values/cell-text.ts";
import { shortKey } from "../../values/short-key.ts";
import classes from "./data.module.css";
import { type GridColumn, relationTarget } from "./grid-columns.ts";
import type { GridRow } from "./grid-row.ts";

/** Beside the grid: the row that a relation points to, and the picker that points it elsewhere. */
export function RelationPanel(props: {
  readonly appId: AppId;
  readonly live: DefinitionReader;
  readonly row: GridRow;
  readonly column: GridColumn;
  readonly onPick: (target: { id: RowKey; title: string } | null) => void;
  readonly onClose: () => void;
}) {
  const { column, row, live } = props;
  const targetId = relationTarget(column.live);
  const target = targetId && live.model(targetId);
  const name = column.name;
  if (!target || name === undefined) return null;
  const value = row.values[name];
  const current = typeof value === "number" || typeof value === "string" ? value : undefined;
  return (
    <InspectorPanel
      name={`${column.field.label} of this row`}
      over={target.label}
      title={current === undefined ? "Nothing chosen" : (row.titles[name] ?? shortKey(current))}
      onClose={props.onClose}
    >
      {column.canEdit && (
        <InspectorSection title={`Choose ${target.label}`}>
          <TitlePicker
            key={row.key}
            appId={props.appId}
            modelId={target.id}
            label={target.label}
            current={current}
            onPick={props.onPick}
            onClose={props.onClose}
          />
          {current !== undefined && !column.live?.required && (
            <Button size="xs" variant="default" onClick={() => props.onPick(null)}>
              Point to nothing
            </Button>
          )}
        </InspectorSection>
      )}
      {current !== undefined && <TargetRow appId={props.appId} live={live} modelId={target.id} rowId={current} />}
    </InspectorPanel>
  );
}

function TitlePicker(props: {
  readonly appId: AppId;
  readonly modelId: string;
  readonly label: string;
  readonly current: RowKey | undefined;
  readonly onPick: (target: { id: RowKey; title: string }) => void;
  readonly onClose: () => void;
}) {
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text, 150);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const titles = useQuery({
    queryKey: ["titles", props.appId, props.modelId, search],
    queryFn: async ({ signal }) =>
      (
        await call(
          listRowTitles,
          { params: { appId: props.appId, modelId: props.modelId }, query: { search, limit: 20 } },
          { signal },
        )
      ).results,
    placeholderData: keepPreviousData,
  });
  const results = titles.data ?? [];
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setAt((now) => Math.max(0, Math.min(results.length - 1, now + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter") {
      event.preventDefault();
      const picked = results[at];
      if (picked) props.onPick(picked);
    } else if (event.key === "Escape") {
      event.preventDefault();
      props.onClose();
    }
  };
  return (
    <div className={classes.picker}>
      <TextInput
        role="combobox"
        aria-expanded
        aria-controls="relation-titles"
        aria-activedescendant={results[at] ? `relation-title-${results[at].id}` : undefined}
        aria-label={`Search ${props.label}`}
        placeholder="Search by title"
        autoFocus
        value={text}
        onKeyDown={pressed}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
      />
      <div
        ref={list}
        id="relation-titles"
        role="listbox"
        tabIndex={-1}
        aria-label={props.label}
        className={classes.titles}
      >
        {results.map((result, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: arrows and Enter are heard by the input, which keeps the focus
          <div
            key={result.id}
            id={`relation-title-${result.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={result.id === props.current}
            data-at={index === at || undefined}
            className={classes.titleOption}
            onClick={() => props.onPick(result)}
          >
            <span>{result.title}</span>
            <span className={classes.quiet} title={String(result.id)}>
              {shortKey(result.id)}
            </span>
          </div>
        ))}
      </div>
      {titles.isError && <p className={classes.problem}>{titles.error.message}</p>}
      {titles.isSuccess && results.length === 0 && <p className={classes.quiet}>No row is called so.</p>}
    </div>
  );
}

function TargetRow(props: {
  readonly appId: AppId;
  readonly live: DefinitionReader;
  readonly modelId: `mdl_${string}`;
  readonly rowId: RowKey;
}) {
  const { appId, live, modelId, rowId } = props;
  const row = useQuery({
    queryKey: ["rows", appId, modelId, "one", rowId],
    queryFn: async ({ signal }) =>
      (await call(listRows, { params: { appId, modelId }, query: { id: String(rowId), limit: "1" } }, { signal }))
        .rows[0] ?? null,
  });
  const timeZone = live.definition.settings.timeZone;
  return (
    <InspectorSection title="Its fields" actions={<Link to={`/apps/${appId}/data/${modelId}`}>Open</Link>}>
      {row.isPending ? (
        <SkeletonRows what="Loading the row" count={4} />
      ) : row.data ? (
        <dl className={classes.fields}>
          {live.fields(modelId).map((field) => {
            const value = row.data?.values[field.name];
            const text =
              pointsTo(field) !== undefined
                ? (row.data?.titles[field.name] ?? "")
                : cellLabel(value, field, { timeZone, choices: live.choices(field.id) });
            return (
              <div key={field.id}>
                <dt>{field.label}</dt>
                <dd className="tabular">{text === "" ? "–" : text}</dd>
              </div>
            );
          })}
        </dl>
      ) : (
        <p className={classes.quiet}>The row is not there any more.</p>
      )}
    </InspectorSection>
  );
}

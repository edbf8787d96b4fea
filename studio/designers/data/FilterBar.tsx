import { Button, Popover, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconFilter, IconSearch, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { type FieldRecord, pointsTo } from "#engine/definition/records/field";
import { isTotal } from "#engine/expressions/totals";
import { fieldTypeOf } from "#engine/field-types/registry";
import { useReader } from "../../draft-session/react/use-draft.ts";
import { cellLabel } from "../../values/cell-label.ts";
import { readCell } from "../../values/cell-text.ts";
import { bareKey } from "../../values/short-key.ts";
import classes from "./data.module.css";
import { FilterEditor } from "./FilterEditor.tsx";
import type { GridColumn } from "./grid-columns.ts";
import { needsValue, operatorLabels, operatorsOf, type RowFilter, withFilter } from "./row-filters.ts";
import type { DataAddress } from "./use-data-address.ts";

/** Search, and the filters as sentences in chips: "Price is at least 10". */
export function FilterBar(props: {
  readonly columns: readonly GridColumn[];
  readonly address: DataAddress;
  readonly onChange: (change: Partial<DataAddress>) => void;
  /** A filter that the column menu asked for. */
  readonly asked: FieldRecord | undefined;
  readonly onAsked: () => void;
}) {
  const { address, onChange } = props;
  const reader = useReader();
  const filterable = props.columns.filter(
    ({ list, live }) => !list && live && !isTotal(reader, live) && operatorsOf(live).some(needsValue),
  );
  const hasText = props.columns.some((column) => column.live && fieldTypeOf(column.live.type)?.can.search);
  const replace = (index: number, filter: RowFilter | undefined) =>
    onChange({
      filters: filter ? withFilter(address.filters.toSpliced(index, 1), filter) : address.filters.toSpliced(index, 1),
    });
  return (
    <section className={classes.filters} aria-label="Filters">
      {hasText && <SearchInput value={address.search} onChange={(search) => onChange({ search })} />}
      {address.row !== undefined && (
        <span className={classes.chip}>
          <span className={classes.chipText}>Only row {bareKey(address.row)}</span>
          <button
            type="button"
            className={classes.chipRemove}
            aria-label="Show all rows"
            onClick={() => onChange({ row: undefined })}
          >
            <IconX size={14} stroke={1.75} aria-hidden />
          </button>
        </span>
      )}
      {address.filters.map((filter, index) => {
        const column = props.columns.find((each) => each.field.id === filter.fieldId);
        if (!column) return null;
        return (
          <FilterChip
            key={`${filter.fieldId}:${filter.operator}:${filter.value}`}
            column={column}
            columns={filterable}
            filter={filter}
            onChange={(next) => replace(index, next)}
          />
        );
      })}
      <AddFilter
        columns={filterable}
        asked={props.asked}
        onAsked={props.onAsked}
        onAdd={(filter) => onChange({ filters: withFilter(address.filters, filter) })}
      />
    </section>
  );
}

function SearchInput(props: { readonly value: string; readonly onChange: (search: string) => void }) {
  const [text, setText] = useState(props.value);
  useEffect(() => setText(props.value), [props.value]);
  const changeSoon = useDebouncedCallback(props.onChange, 250);
  return (
    <TextInput
      className={classes.search ?? ""}
      size="xs"
      type="search"
      aria-label="Search rows"
      placeholder="Search"
      leftSection={<IconSearch size={14} stroke={1.5} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        changeSoon(event.currentTarget.value);
      }}
    />
  );
}

/** "Price is at least 10". */
export function filterSentence(filter: RowFilter, column: GridColumn): string {
  const field = column.live ?? column.field;
  const start = `${column.field.label} ${operatorLabels(filter.operator, field)}`;
  if (!needsValue(filter.operator)) return start;
  const read = readCell(filter.value, { ...field, required: false }, column.context);
  return `${start} ${read.ok && pointsTo(field) === undefined ? cellLabel(read.value, field, column.context) : filter.value}`;
}

function FilterChip(props: {
  readonly column: GridColumn;
  readonly columns: readonly GridColumn[];
  readonly filter: RowFilter;
  readonly onChange: (filter: RowFilter | undefined) => void;
}) {
  const [opened, setOpened] = useState(false);
  const sentence = filterSentence(props.filter, props.column);
  return (
    <span className={classes.chip}>
      <Popover opened={opened} onChange={setOpened} trapFocus withRoles position="bottom-start">
        <Popover.Target>
          <button type="button" className={classes.chipText} onClick={() => setOpened(!opened)}>
            {sentence}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <FilterEditor
            columns={props.columns}
            filter={props.filter}
            onDone={(filter) => {
              setOpened(false);
              props.onChange(filter);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      <button
        type="button"
        className={classes.chipRemove}
        aria-label={`Remove the filter ${sentence}`}
        onClick={() => props.onChange(undefined)}
      >
        <IconX size={14} stroke={1.75} aria-hidden />
      </button>
    </span>
  );
}

function AddFilter(props: {
  readonly columns: readonly GridColumn[];
  readonly asked: FieldRecord | undefined;
  readonly onAsked: () => void;
  readonly onAdd: (filter: RowFilter) => void;
}) {
  const [opened, setOpened] = useState(false);
  const { asked, onAsked } = props;
  const isOpen = opened || asked !== undefined;
  const setOpen = (open: boolean) => {
    setOpened(open);
    if (!open) onAsked();
  };
  if (props.columns.length === 0) return null;
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus withRoles position="bottom-start">
      <Popover.Target>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconFilter size={14} stroke={1.5} aria-hidden />}
          onClick={() => setOpen(!isOpen)}
        >
          Filter
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <FilterEditor
          key={asked?.id ?? "new"}
          columns={props.columns}
          startWith={asked?.id}
          onDone={(filter) => {
            setOpen(false);
            if (filter) props.onAdd(filter);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

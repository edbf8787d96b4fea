import { Button, Popover, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { listRowTitles, type RowKey } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import type { ModelRecord } from "#engine/definition/records/model";
import { call } from "../../../api/client.ts";
import classes from "./preview.module.css";

/** Chooses the row of a page that shows one. */
export function RowPicker(props: {
  readonly appId: AppId;
  readonly model: ModelRecord;
  readonly onPick: (id: RowKey) => void;
}) {
  const [isOpen, setOpen] = useState(false);
  const { label } = props.model;
  return (
    <Popover opened={isOpen} onChange={setOpen} trapFocus withRoles position="bottom-start">
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          rightSection={<IconChevronDown size={14} stroke={1.5} aria-hidden />}
          onClick={() => setOpen(!isOpen)}
        >
          Choose {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Titles
          {...props}
          onPick={(id) => {
            setOpen(false);
            props.onPick(id);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Titles({ appId, model, onPick }: Parameters<typeof RowPicker>[0]) {
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text, 150);
  const titles = useQuery({
    queryKey: ["titles", appId, model.id, search],
    queryFn: async ({ signal }) =>
      (await call(listRowTitles, { params: { appId, modelId: model.id }, query: { search, limit: 20 } }, { signal }))
        .results,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const results = titles.data ?? [];
  return (
    <div className={classes.picker}>
      <TextInput
        label={`Find ${model.label}`}
        placeholder="Search by title"
        data-autofocus
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && results[0]) onPick(results[0].id);
        }}
      />
      <ul className={classes.titles}>
        {results.map(({ id, title }) => (
          <li key={id}>
            <button type="button" className={classes.pick} onClick={() => onPick(id)}>
              {title}
            </button>
          </li>
        ))}
      </ul>
      {titles.isError && <p className={classes.quiet}>{titles.error.message}</p>}
      {titles.isSuccess && results.length === 0 && <p className={classes.quiet}>No row is called so.</p>}
    </div>
  );
}

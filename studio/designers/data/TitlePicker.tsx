import { TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { listRowTitles, type RowKey } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import { call } from "../../api/client.ts";
import { shortKey } from "../../values/short-key.ts";
import classes from "./data.module.css";

interface RowTitle {
  readonly id: RowKey;
  readonly title: string;
}

interface Props {
  readonly appId: AppId;
  readonly modelId: string;
  readonly label: string;
  readonly current: RowKey | undefined;
  readonly onPick: (target: RowTitle) => void;
  readonly onClose: () => void;
}

const LIST_ID = "relation-titles";
const optionId = (title: RowTitle): string => `relation-title-${title.id}`;

/** Chooses a row of a model by its title: arrows and Enter, or a click. */
export function TitlePicker(props: Props) {
  const { label, current, onPick, onClose } = props;
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text, 150);
  const [at, setAt] = useState(0);
  const titles = useTitles(props, search);
  const results = titles.data ?? [];
  const pointed = results[at];
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setAt((now) => Math.max(0, Math.min(results.length - 1, now + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter") {
      if (pointed) onPick(pointed);
    } else if (event.key === "Escape") {
      onClose();
    } else return;
    event.preventDefault();
  };
  return (
    <div className={classes.picker}>
      <TextInput
        role="combobox"
        aria-expanded
        aria-controls={LIST_ID}
        aria-activedescendant={pointed ? optionId(pointed) : undefined}
        aria-label={`Search ${label}`}
        placeholder="Search by title"
        autoFocus
        value={text}
        onKeyDown={pressed}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
      />
      <TitleList label={label} titles={results} current={current} pointed={pointed} onPick={onPick} />
      {titles.isError && <p className={classes.problem}>{titles.error.message}</p>}
      {titles.isSuccess && results.length === 0 && <p className={classes.quiet}>No row is called so.</p>}
    </div>
  );
}

const useTitles = ({ appId, modelId }: Pick<Props, "appId" | "modelId">, search: string) =>
  useQuery({
    queryKey: ["titles", appId, modelId, search],
    queryFn: async ({ signal }) => {
      const query = { search, limit: 20 };
      return (await call(listRowTitles, { params: { appId, modelId }, query }, { signal })).results;
    },
    placeholderData: keepPreviousData,
  });

function TitleList(props: {
  readonly label: string;
  readonly titles: readonly RowTitle[];
  readonly current: RowKey | undefined;
  readonly pointed: RowTitle | undefined;
  readonly onPick: (title: RowTitle) => void;
}) {
  return (
    <div id={LIST_ID} role="listbox" tabIndex={-1} aria-label={props.label} className={classes.titles}>
      {props.titles.map((title) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: arrows and Enter are heard by the input, which keeps the focus
        <div
          key={title.id}
          id={optionId(title)}
          role="option"
          tabIndex={-1}
          aria-selected={title.id === props.current}
          data-at={title === props.pointed || undefined}
          className={classes.titleOption}
          onClick={() => props.onPick(title)}
        >
          <span>{title.title}</span>
          <span className={classes.quiet} title={String(title.id)}>
            {shortKey(title.id)}
          </span>
        </div>
      ))}
    </div>
  );
}

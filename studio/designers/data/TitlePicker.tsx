import { Button, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { createRow, listRowTitles, type RowKey } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { ApiError, call } from "../../api/client.ts";
import { shortKey } from "../../values/short-key.ts";
import type { ChoiceLimit } from "./choice-limit.ts";
import classes from "./data.module.css";
import { newTargetValues } from "./new-target.ts";

export interface RowTitle {
  readonly id: RowKey;
  readonly title: string;
}

interface Props {
  readonly appId: AppId;
  readonly live: DefinitionReader;
  readonly modelId: ModelId;
  readonly label: string;
  readonly current: RowKey | undefined;
  /** The relation that is set, where it may not be set to all rows. */
  readonly limit?: ChoiceLimit | undefined;
  /** What was typed to open the picker. */
  readonly initialText?: string;
  readonly onPick: (target: RowTitle) => void;
  readonly onClose: () => void;
}

/** The key of the offer to add a row; no row has it. */
const NEW = "new";
const LIST_ID = "relation-titles";
const optionId = (title: RowTitle): string => `relation-title-${title.id}`;

/** Chooses a row of a model by its title: arrows and Enter, or a click. */
export function TitlePicker(props: Props) {
  const { label, current, onPick, onClose, initialText = "" } = props;
  const [text, setText] = useState(initialText);
  const [search] = useDebouncedValue(text, 150);
  const [at, setAt] = useState(0);
  const titles = useTitles(props, search);
  const found = titles.data ?? [];
  const addition = useAddition(props, { text, found, isSettled: titles.isSuccess && search === text });
  const results = addition.title ? [...found, addition.title] : found;
  const pointed = results[at];
  const pick = (title: RowTitle) => (title === addition.title ? addition.add() : onPick(title));
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setAt((now) => Math.max(0, Math.min(results.length - 1, now + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter") {
      if (pointed) pick(pointed);
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
        onFocus={(event) => event.currentTarget.setSelectionRange(text.length, text.length)}
        value={text}
        onKeyDown={pressed}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
      />
      <TitleList label={label} titles={results} current={current} pointed={pointed} onPick={pick} />
      {titles.isError && <p className={classes.problem}>{titles.error.message}</p>}
      {addition.problem !== undefined && (
        <p role="alert" className={classes.problem}>
          {addition.problem}
        </p>
      )}
      {addition.addAnyway && (
        <Button size="xs" variant="default" onClick={addition.addAnyway}>
          Save anyway
        </Button>
      )}
      {titles.isSuccess && results.length === 0 && (
        <p className={classes.quiet}>
          {props.limit ? "No row that may be chosen is called so." : "No row is called so."}
        </p>
      )}
    </div>
  );
}

/**
 * The offer to add the row that was looked for: "Add “Anna”". It is there where a title alone makes a row, and no row is
 * called so; not where only some rows may be chosen, since a title alone does not say whether the new one may.
 */
export function useAddition(
  { appId, live, modelId, limit, onPick }: Pick<Props, "appId" | "live" | "modelId" | "limit" | "onPick">,
  typed: { readonly text: string; readonly found: readonly RowTitle[]; readonly isSettled: boolean },
) {
  const [refused, setRefused] = useState<{
    readonly text: string;
    readonly problem: string;
    readonly warns: boolean;
  }>();
  const queries = useQueryClient();
  const text = typed.text.trim();
  const model = live.model(modelId);
  const isThere = typed.found.some(({ title }) => title.toLowerCase() === text.toLowerCase());
  const values = model && !limit && typed.isSettled && !isThere ? newTargetValues(live, model, text) : undefined;
  const add = async (confirm: boolean) => {
    if (!values) return;
    try {
      const row = await call(createRow, { params: { appId, modelId }, body: { values, confirm } });
      void queries.invalidateQueries({ queryKey: ["titles", appId, modelId] });
      onPick({ id: row.id, title: text });
    } catch (error) {
      const problem = error instanceof ApiError ? (error.problem.errors?.[0]?.message ?? error.message) : String(error);
      setRefused({ text, problem, warns: error instanceof ApiError && error.code === "unconfirmed_warnings" });
    }
  };
  const title: RowTitle | undefined = values && { id: NEW, title: `Add “${text}”` };
  // What was said of another title is not about this one.
  const isRefused = refused?.text === text;
  return {
    title,
    add: () => void add(false),
    problem: isRefused ? refused.problem : undefined,
    /** The row is added although it breaks validations that only warn. */
    addAnyway: isRefused && refused.warns && values ? () => void add(true) : undefined,
  };
}

export const useTitles = ({ appId, modelId, limit }: Pick<Props, "appId" | "modelId" | "limit">, search: string) =>
  useQuery({
    queryKey: ["titles", appId, modelId, search, limit?.relation, limit?.record],
    queryFn: async ({ signal }) => {
      const query = { search, limit: 20, ...limit };
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
          {title.id !== NEW && (
            <span className={classes.quiet} title={String(title.id)}>
              {shortKey(title.id)}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

import { useDebouncedValue } from "@mantine/hooks";
import { IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { RowKey } from "#contract/http/data";
import type { AppId } from "#contract/platform-ids";
import type { ModelId } from "#engine/definition/ids";
import type { DefinitionReader } from "#engine/definition/reader";
import { Below } from "./Below.tsx";
import type { AfterEdit } from "./CellEditor.tsx";
import type { ChoiceLimit } from "./choice-limit.ts";
import classes from "./grid.module.css";
import type { LinkedRow } from "./list-columns.ts";
import { type RowTitle, useAddition, useTitles } from "./TitlePicker.tsx";
import { useChipOrder } from "./use-chip-order.ts";

interface Props {
  readonly appId: AppId;
  readonly live: DefinitionReader;
  /** The model of the rows that are linked. */
  readonly modelId: ModelId;
  readonly label: string;
  readonly linked: readonly LinkedRow[];
  readonly limit: ChoiceLimit | undefined;
  /** The chips are in an order by hand: Alt with ← or → moves one, and so does dragging it. */
  readonly isOrdered: boolean;
  /** A row that is not offered: one is not linked with itself by links that hold both ways. */
  readonly except: RowKey | undefined;
  readonly initialText?: string;
  readonly onChange: (linked: readonly LinkedRow[]) => void;
  /** In a cell of the grid, which has the focus at once and ends with a key. */
  readonly onEnd?: (then: AfterEdit | "drop") => void;
}

/**
 * Linked rows as chips, with an input that finds more by title. Enter takes the row that is pointed at, and the first one
 * once something is typed; Backspace in an empty input removes the last chip.
 */
export function LinksInput(props: Props) {
  const { label, linked, onChange, onEnd } = props;
  const [text, setText] = useState(props.initialText ?? "");
  const [isOpen, setOpen] = useState(onEnd !== undefined);
  const [moved, setMoved] = useState<number>();
  const listId = useId();
  const input = useFocus(onEnd !== undefined);
  const offers = useOffers(props, text, (row) => {
    onChange([...linked.filter(({ id }) => id !== row.id), row]);
    setText("");
    setMoved(undefined);
  });
  const waitFor = useFirstOnceThere(offers, text);
  const order = useChipOrder(props);
  const at = moved ?? (text.trim() === "" ? -1 : 0);
  const pointed = offers.rows[at];
  const remove = (row: LinkedRow | undefined) => row && onChange(linked.filter(({ id }) => id !== row.id));
  const pressed = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (text === "" && order.press(event)) return;
    const done = keyMeans(event, { hasText: text !== "", isPointed: pointed !== undefined });
    if (onEnd) event.stopPropagation();
    if (done === undefined) return;
    if (typeof done === "object") {
      event.preventDefault();
      setOpen(true);
      setMoved((at + done.step + offers.rows.length) % Math.max(1, offers.rows.length));
    } else if (done === "take") {
      event.preventDefault();
      if (offers.isSettled && pointed) offers.pick(pointed);
      else waitFor(text);
    } else if (done === "removeLast") remove(linked.at(-1));
    else if (done === "clearText") {
      event.preventDefault();
      event.stopPropagation();
      setText("");
    } else if (onEnd) {
      event.preventDefault();
      onEnd(done);
    } else setOpen(false);
  };
  return (
    <div className={classes.linksInput}>
      {linked.map((row, index) => (
        <span key={row.id} className={classes.chip} {...order.chip(index)}>
          {row.title}
          <button
            type="button"
            tabIndex={onEnd ? -1 : 0}
            aria-label={`Remove ${row.title}`}
            className={classes.chipButton}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => remove(row)}
            onKeyDown={(event) => order.press(event, index)}
          >
            <IconX size={12} stroke={2} aria-hidden />
          </button>
        </span>
      ))}
      <span role="status" className="visually-hidden">
        {order.said}
      </span>
      <Below shown={isOpen && <Offers {...offers} listId={listId} label={label} pointed={pointed} />}>
        <input
          ref={input}
          className={classes.linksText}
          role="combobox"
          aria-label={`Add to ${label}`}
          aria-expanded={isOpen}
          aria-controls={listId}
          aria-activedescendant={pointed ? `${listId}-${pointed.id}` : undefined}
          autoComplete="off"
          placeholder={linked.length === 0 ? "Find by title" : ""}
          value={text}
          onKeyDown={pressed}
          onFocus={() => setOpen(true)}
          onBlur={() => (onEnd ? onEnd("away") : setOpen(false))}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setMoved(undefined);
            setOpen(true);
          }}
        />
      </Below>
    </div>
  );
}

/** Enter is faster than the answer for what was typed: the first row is taken when it is there. */
function useFirstOnceThere({ isSettled, rows, pick }: ReturnType<typeof useOffers>, text: string) {
  const [awaited, setAwaited] = useState<string>();
  useEffect(() => {
    if (awaited === undefined) return;
    if (awaited !== text) setAwaited(undefined);
    else if (isSettled) {
      setAwaited(undefined);
      if (rows[0]) pick(rows[0]);
    }
  }, [awaited, text, isSettled, rows, pick]);
  return setAwaited;
}

type Meaning = "take" | "removeLast" | "clearText" | "drop" | AfterEdit | { readonly step: 1 | -1 };

function keyMeans(
  event: KeyboardEvent,
  { hasText, isPointed }: { readonly hasText: boolean; readonly isPointed: boolean },
): Meaning | undefined {
  switch (event.key) {
    case "ArrowDown":
      return { step: 1 };
    case "ArrowUp":
      return { step: -1 };
    case "Enter":
      return hasText || isPointed ? "take" : "down";
    case "Tab":
      return event.shiftKey ? "left" : "right";
    case "Backspace":
      return hasText ? undefined : "removeLast";
    case "Escape":
      return hasText ? "clearText" : "drop";
    default:
      return undefined;
  }
}

/** The rows that can be linked by what was typed, without those that are, and the offer to add one that is called so. */
function useOffers(props: Props, text: string, onPick: (row: RowTitle) => void) {
  const [search] = useDebouncedValue(text, 150);
  const titles = useTitles(props, search);
  const found = titles.data ?? [];
  const isSettled = titles.isSuccess && !titles.isPlaceholderData && search === text;
  const addition = useAddition({ ...props, onPick }, { text, found, isSettled });
  const taken = new Set([...props.linked.map(({ id }) => id), props.except]);
  const others = found.filter(({ id }) => !taken.has(id));
  return {
    rows: addition.title ? [...others, addition.title] : others,
    isSettled,
    isSearching: search.trim() !== "",
    pick: (row: RowTitle) => (row === addition.title ? addition.add() : onPick(row)),
    addAnyway: addition.addAnyway,
    problem: addition.problem ?? (titles.isError ? titles.error.message : undefined),
  };
}

function Offers({
  rows,
  isSettled,
  isSearching,
  pick,
  problem,
  addAnyway,
  listId,
  label,
  pointed,
}: ReturnType<typeof useOffers> & {
  readonly listId: string;
  readonly label: string;
  readonly pointed: RowTitle | undefined;
}) {
  return (
    <>
      <div id={listId} role="listbox" tabIndex={-1} aria-label={`Rows for ${label}`} className={classes.choices}>
        {rows.map((row) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: arrows and Enter are heard by the input, which keeps the focus
          <div
            key={row.id}
            id={`${listId}-${row.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={row === pointed}
            onClick={() => pick(row)}
          >
            {row.title}
          </div>
        ))}
      </div>
      {problem !== undefined && (
        <p role="alert" className={classes.linksNote}>
          {problem}
        </p>
      )}
      {addAnyway && (
        // The input keeps the focus, else its cell would end.
        <button
          type="button"
          className={classes.linksAnyway}
          onPointerDown={(event) => event.preventDefault()}
          onClick={addAnyway}
        >
          Save anyway
        </button>
      )}
      {isSettled && rows.length === 0 && problem === undefined && (
        <p className={classes.linksNote}>
          {isSearching ? "No other row is called so." : "Every row is in it already."}
        </p>
      )}
    </>
  );
}

/** In a cell the input has the focus, with the caret after what was typed. */
function useFocus(isWanted: boolean) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const element = isWanted ? input.current : null;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, [isWanted]);
  return input;
}
